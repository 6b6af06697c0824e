// Checkpoints stamped by a stamping service over HTTP, as they arrive in receipts; and by a service that lies.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>

namespace redress::e2e {
namespace {

bool tools_are_here() {
  return std::system("node --version > /dev/null 2>&1") == 0 && std::system("openssl version > /dev/null 2>&1") == 0;
}

// tests/e2e/stamping_service.mjs with a certificate authority of its own, made in a folder.
class StampingService {
 public:
  explicit StampingService(std::filesystem::path const& folder, std::string const& more = "") {
    std::filesystem::create_directories(folder);
    auto const command = fmt::format("node {}/tests/e2e/stamping_service.mjs {} {} 2> {}/log & echo $!",
                                     REDRESS_SOURCE_DIR, folder.string(), more, folder.string());
    auto* const pipe = ::popen((command + "; wait").c_str(), "r");
    if (std::fscanf(pipe, "%d", &pid_) != 1) throw std::runtime_error("no stamping service");
    pipe_ = pipe;
    char line[200] = {};
    if (std::fscanf(pipe, "%199s", line) != 1) throw std::runtime_error("the stamping service did not start");
    url = line;
  }
  ~StampingService() {
    ::kill(pid_, SIGTERM);
    ::pclose(pipe_);
  }
  std::string url;

 private:
  int pid_ = -1;
  FILE* pipe_ = nullptr;
};

TEST(StampedLedger, receipts_carry_the_stamp_and_it_is_verified_offline) {
  if (!tools_are_here()) GTEST_SKIP() << "node or openssl is missing";
  Folder folder;
  Folder beside;
  StampingService const service{beside.path() / "tsa"};
  auto const config = beside.path() / "redress.toml";
  auto const authority = (beside.path() / "tsa" / "ca.pem").string();
  std::ofstream(config) << fmt::format(
      "checkpoint_every_s = 1\n[stamps]\nurl = \"{}\"\ncertificates = \"{}\"\nevery_h = 1\n", service.url, authority);
  auto const file = (beside.path() / "receipt.json").string();
  {
    ServerProcess server{folder.path(), {"--config", config.string()}};
    auto admin = server.client(server.admin());
    boost::json::object receipt;
    for (int i = 0; i < 300 && !receipt.contains("stamp"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      auto const office = admin.call("audit.office", {});
      if (office.result.at("entries").as_array().empty()) {
        server.token("auditor", "");  // an entry to be stamped
        continue;
      }
      auto const id = office.result.at("entries").as_array().front().at("id");
      auto const made = admin.call("audit.receipt", {{"entry_id", id}});
      if (made.exit == cli::Exit::ok) receipt = made.result.as_object();
    }
    ASSERT_TRUE(receipt.contains("stamp")) << "no stamp came";
    std::ofstream(file) << boost::json::serialize(receipt) << "\n";
  }
  auto const verify = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments{"audit", "verify-receipt", file, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_redress(arguments);
  };
  auto const pinned = verify({"--stamp-certificates", authority});
  EXPECT_EQ(pinned.exit, 0) << pinned.out;
  auto const told = boost::json::parse(pinned.out).as_object();
  EXPECT_EQ(told.at("not_later").at("by").as_string(), "stamp");
  EXPECT_TRUE(told.at("not_later").at("believed").as_bool());
  EXPECT_EQ(verify({}).exit, 0);
  EXPECT_EQ(verify({"--stamp-certificates", (beside.path() / "tsa" / "other.pem").string()}).exit, 4);
}

}  // namespace
}  // namespace redress::e2e

// What queue tabs and the board count is the same before a restart and after it, whatever became of the table's file.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace redress::e2e {
namespace {

using boost::json::object;

// Everything a question to the table can answer, but for the time it was asked at.
std::string counted(ServerProcess const& server) {
  auto client = server.client(server.admin());
  std::string all;
  for (auto const* method : {"case.counts", "board.get", "shop.list"}) {
    object params;
    if (method == std::string_view("board.get"))
      params = {{"from", "2026-01-01T00:00:00Z"}, {"to", "2026-12-31T00:00:00Z"}};
    auto outcome = client.call(method, std::move(params));
    EXPECT_EQ(outcome.exit, cli::Exit::ok) << method << boost::json::serialize(outcome.error);
    if (outcome.exit != cli::Exit::ok) return {};
    auto result = outcome.result.as_object();
    for (auto const* of_the_moment : {"server_time", "queries", "numbers", "heat", "needs_me"})
      result.erase(of_the_moment);
    all += boost::json::serialize(result) + "\n";
  }
  return all;
}

void fill(ServerProcess const& server, std::string const& token, int cases) {
  auto const filled = run_redress({"bench", "--url", server.url(), "--token", token, "--connections", "8", "--batch",
                                   "50", "--fill", fmt::to_string(cases), "--json"});
  ASSERT_EQ(filled.exit, 0) << filled.out;
}

class WorkTableFile : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder.path() / "work.table"; }

  // More entries than a server that stops leaves to be read again.
  void SetUp() override {
    ServerProcess server(folder.path(), {});
    fill(server, server.token("service", "bench"), 800);
    before = counted(server);
    ASSERT_NE(before.find("refund"), std::string::npos) << before;
    EXPECT_EQ(server.stop(), 0);
    ASSERT_TRUE(std::filesystem::exists(file()));
  }
  std::string counted_after_a_start() const { return counted(ServerProcess(folder.path(), {})); }

  Folder folder;
  std::string before;
};

TEST_F(WorkTableFile, IsTakenUpByTheNextServer) {
  auto const kept_at = std::filesystem::last_write_time(file());
  EXPECT_EQ(counted_after_a_start(), before);
  EXPECT_EQ(std::filesystem::last_write_time(file()), kept_at) << "nothing was new";
}

TEST_F(WorkTableFile, TornOrGoneItIsMadeOfTheLedgerAnew) {
  std::filesystem::resize_file(file(), std::filesystem::file_size(file()) / 2);
  EXPECT_EQ(counted_after_a_start(), before);
  std::filesystem::remove(file());
  EXPECT_EQ(counted_after_a_start(), before);
  EXPECT_TRUE(std::filesystem::exists(file())) << "kept again at the end";
}

TEST_F(WorkTableFile, AKilledServersEntriesAreReadFromWhereItEnds) {
  {
    ServerProcess server(folder.path(), {});
    fill(server, server.token("service", "bench"), 50);
    before = counted(server);
    server.kill();
  }
  EXPECT_EQ(counted_after_a_start(), before);
}

// It is a copy: nobody who verifies or backs up the store needs it.
TEST_F(WorkTableFile, IsNeitherVerifiedNorBackedUp) {
  std::ofstream(file(), std::ios::binary | std::ios::trunc) << "nonsense";
  EXPECT_EQ(run_redress({"audit", "verify", "--data", folder.path().string()}).exit, 0);
  Folder elsewhere;
  auto const copy = elsewhere.path() / "copy";
  ASSERT_EQ(run_redress({"backup", "--data", folder.path().string(), "-o", copy.string()}).exit, 0);
  EXPECT_FALSE(std::filesystem::exists(copy / "work.table"));
}

}  // namespace
}  // namespace redress::e2e

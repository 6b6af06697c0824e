#include "tests/e2e/packed_case.hpp"

#include "tests/storage/pictures/painted.hpp"

#include <sys/wait.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>

namespace redress::e2e {

using boost::json::object;

namespace {

// A PNG of noise, so of about so many bytes.
std::string picture(std::size_t bytes) {
  auto const side = static_cast<int>(std::sqrt(static_cast<double>(bytes) / 3));
  storage::Painted noise{.width = side, .height = side, .rgb = {}};
  std::minstd_rand random{7};
  while (noise.rgb.size() < static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3)
    noise.rgb.push_back(static_cast<std::uint8_t>(random()));
  Folder folder;
  storage::write_png(noise, folder.path() / "noise.png");
  return content_of(folder.path() / "noise.png");
}

}  // namespace

Run shell(std::string const& line) {
  Run run;
  auto* const pipe = ::popen(line.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (auto const got = std::fread(buffer.data(), 1, buffer.size(), pipe)) run.out.append(buffer.data(), got);
  auto const status = ::pclose(pipe);
  run.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return run;
}

std::unique_ptr<Folder> PackedCase::folder_;
std::filesystem::path PackedCase::zip_;
std::string PackedCase::token_, PackedCase::case_id_, PackedCase::vkey_;

void PackedCase::SetUpTestSuite() {
  folder_ = std::make_unique<Folder>();
  ServerProcess server{folder_->path() / "data"};
  token_ = server.token("agent", "s1");
  auto agent = server.client(token_);
  auto service = server.client(server.token("service", "s1"));
  auto const opened = service.call(
      "case.open",
      sample_case("refund", 1, {{"reason", "not_received"}, {"wants", "refund_only"}, {"text", "没收到货"}},
                  {{"order", object{{"dispatched_at", "2026-01-04T09:00:00Z"}}},
                   {"buyer", object{{"id", "b1"}, {"nick", "秘密昵称"}, {"phone", "13800001234"}}}}));
  ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
  case_id_ = opened.result.at("case").at("id").as_string();
  int requests = 0;
  auto const refuse = [&] {
    return agent.call("case.apply", {{"case_id", case_id_},
                                     {"event", "refuse"},
                                     {"params", object{{"message", "已签收"}}},
                                     {"request_id", fmt::format("r{}", ++requests)}});
  };
  EXPECT_EQ(refuse().exit, cli::Exit::refused);
  auto const add = [&](std::string_view kind, object content) {
    content.emplace("case_id", case_id_);
    content.emplace("kind", kind);
    content.emplace("source", "carrier");
    content.emplace("captured_at", "2026-01-06T02:00:00Z");
    content.emplace("request_id", fmt::format("e{}", ++requests));
    auto const added = agent.call("evidence.add", std::move(content));
    EXPECT_EQ(added.exit, cli::Exit::ok) << boost::json::serialize(added.error);
  };
  add("E-PHOTO", {{"sha256", upload(server, picture(600'000))}});
  add("E-SIGN", {{"sha256", upload(server, picture(20'000))}});
  add("E-CHAT", {{"text", "买家：我没收到。卖家：物流显示本人签收，请问家里人代收了吗？"}});
  add("E-TRACE", {{"text", "2026-01-06 09:41 签收：本人签收"}});
  EXPECT_EQ(refuse().exit, cli::Exit::ok);
  vkey_ = agent.call("audit.checkpoint", {}).result.at("vkey").as_string();
  zip_ = folder_->path() / "pack.zip";
  EXPECT_EQ(create(server, zip_), 0);
  EXPECT_EQ(create(server, folder_->path() / "again.zip"), 0);
  EXPECT_EQ(shell(fmt::format("TZ=Asia/Shanghai {} --url {} --token {} pack create {} -o {}", REDRESS_BINARY,
                              server.url(), token_, case_id_, (folder_->path() / "shanghai.zip").string()))
                .exit,
            0);
  auto const other = server.token("agent", "s2");
  EXPECT_EQ(run_redress({"--url", server.url(), "--token", other, "pack", "create", case_id_, "-o",
                         (folder_->path() / "not-mine.zip").string()})
                .exit,
            6);
  EXPECT_FALSE(std::filesystem::exists(folder_->path() / "not-mine.zip"));
  EXPECT_EQ(create(server, folder_->path() / "no-such-folder" / "x.zip"), 1);
  EXPECT_EQ(shell(fmt::format("cd {} && unzip -q pack.zip && mv redress-case_* bag", folder_->path().string())).exit,
            0);
}

std::string PackedCase::upload(ServerProcess const& server, std::string const& bytes) {
  auto const file = folder_->path() / "upload";
  std::ofstream(file, std::ios::binary) << bytes;
  auto const put = shell(fmt::format("curl -s -X PUT --data-binary @{} -H 'Authorization: Bearer {}' {}/v1/blobs",
                                     file.string(), token_, server.url()));
  return std::string(boost::json::parse(put.out).at("sha256").as_string());
}

object PackedCase::verified(std::filesystem::path const& zip, std::string const& key) {
  auto const run = run_redress({"--json", "pack", "verify", zip.string(), "--vkey", key});
  auto report = boost::json::parse(run.out).as_object();
  EXPECT_EQ(run.exit, report.at("ok").as_bool() ? 0 : 4);
  return report;
}

object PackedCase::by_node(std::filesystem::path const& zip, std::string const& key, std::string const& lacks) {
  auto const run = shell(fmt::format("node {}/tests/api/packs/verify_page.mjs {}/bag/verify.html {} '{}' '{}'",
                                     REDRESS_SOURCE_DIR, folder_->path().string(), zip.string(), key, lacks));
  EXPECT_EQ(run.exit, 0);
  return boost::json::parse(run.out).as_object();
}

}  // namespace redress::e2e

// A case goes through the real server, its pack to a stranger: redress, sha256sum, unzip, pdftotext, Node and Chromium.
#include "api/packs/pack_check.hpp"
#include "tests/e2e/broken_store.hpp"
#include "tests/e2e/server_process.hpp"
#include "tests/storage/pictures/painted.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>

namespace redress::e2e {
namespace {

using boost::json::object;

// {exit code, stdout} of a line of shell.
Run shell(std::string const& line) {
  Run run;
  auto* const pipe = ::popen(line.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (auto const got = std::fread(buffer.data(), 1, buffer.size(), pipe)) run.out.append(buffer.data(), got);
  auto const status = ::pclose(pipe);
  run.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return run;
}

std::string text_of(std::filesystem::path const& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(in), {}};
}

// A PNG of noise, so of about so many bytes.
std::string picture(std::size_t bytes) {
  auto const side = static_cast<int>(std::sqrt(static_cast<double>(bytes) / 3));
  storage::Painted noise{.width = side, .height = side, .rgb = {}};
  std::minstd_rand random{7};
  while (noise.rgb.size() < static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3)
    noise.rgb.push_back(static_cast<std::uint8_t>(random()));
  Folder folder;
  storage::write_png(noise, folder.path() / "noise.png");
  return text_of(folder.path() / "noise.png");
}

// One case with a refused attempt, two texts and two pictures, packed once for all tests.
class Packs : public testing::Test {
 protected:
  static void SetUpTestSuite() {
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
  static void TearDownTestSuite() { folder_.reset(); }

  static int create(ServerProcess const& server, std::filesystem::path const& zip) {
    return run_redress({"--url", server.url(), "--token", token_, "pack", "create", case_id_, "-o", zip.string()}).exit;
  }

  static std::string upload(ServerProcess const& server, std::string const& bytes) {
    auto const file = folder_->path() / "upload";
    std::ofstream(file, std::ios::binary) << bytes;
    auto const put = shell(fmt::format("curl -s -X PUT --data-binary @{} -H 'Authorization: Bearer {}' {}/v1/blobs",
                                       file.string(), token_, server.url()));
    return std::string(boost::json::parse(put.out).at("sha256").as_string());
  }

  static std::string in_folder(std::string_view command) {
    return fmt::format("cd {} && {}", folder_->path().string(), command);
  }

  static object verified(std::filesystem::path const& zip, std::string const& key = vkey_) {
    auto const run = run_redress({"--json", "pack", "verify", zip.string(), "--vkey", key});
    auto report = boost::json::parse(run.out).as_object();
    EXPECT_EQ(run.exit, report.at("ok").as_bool() ? 0 : 4);
    return report;
  }

  static object by_node(std::filesystem::path const& zip, std::string const& key = vkey_,
                        std::string const& lacks = "") {
    auto const run = shell(fmt::format("node {}/tests/api/packs/verify_page.mjs {}/bag/verify.html {} '{}' '{}'",
                                       REDRESS_SOURCE_DIR, folder_->path().string(), zip.string(), key, lacks));
    EXPECT_EQ(run.exit, 0);
    return boost::json::parse(run.out).as_object();
  }

  static std::unique_ptr<Folder> folder_;
  static std::filesystem::path zip_;
  static std::string token_, case_id_, vkey_;
};

std::unique_ptr<Folder> Packs::folder_;
std::filesystem::path Packs::zip_;
std::string Packs::token_, Packs::case_id_, Packs::vkey_;

TEST(PackOfALiar, is_found_by_running_its_rules_again) {
  // Whoever has database and key records another verdict and signs everything anew: all proofs of the pack hold.
  SoundStore const sound;
  BrokenStore const store{sound};
  auto const seq = store.integer("SELECT seq FROM entries WHERE bytes LIKE '%\"event\":\"agree_refund\"%'");
  store.rewrite(seq, "\"verdict\":\"holds\"", "\"verdict\":\"fails\"");
  store.sign_anew();
  ServerProcess server{store.path()};
  auto const zip = (store.path() / "case.zip").string();
  ASSERT_EQ(run_redress({"--url", server.url(), "--token", server.token("service", "s1"), "pack", "create",
                         sound.paid_case(), "-o", zip})
                .exit,
            0);
  auto const run = run_redress({"--json", "pack", "verify", zip});
  EXPECT_EQ(run.exit, 4) << run.out;
  auto const report = boost::json::parse(run.out).as_object();
  EXPECT_FALSE(report.contains("first_wrong"));
  std::vector<std::int64_t> wrong;
  for (auto const& each : report.at("rules").as_array())
    if (each.at("outcome") == "otherwise") wrong.push_back(each.at("seq").as_int64());
  EXPECT_EQ(wrong, std::vector{seq}) << run.out;
}

TEST_F(Packs, the_command_finds_it_sound) {
  auto const report = verified(zip_);
  EXPECT_TRUE(report.at("ok").as_bool()) << boost::json::serialize(report);
  EXPECT_EQ(report.at("case_id"), boost::json::value(case_id_));
  EXPECT_EQ(report.at("entries"), 7);
  EXPECT_EQ(report.at("exhibits"), 4);
  EXPECT_EQ(report.at("rules").as_array().size(), 7U) << "of every entry, run again";
  for (auto const& each : report.at("rules").as_array())
    EXPECT_EQ(each.at("outcome"), "same") << boost::json::serialize(each);
  EXPECT_EQ(run_redress({"pack", "verify", zip_.string()}).exit, 0);
  EXPECT_EQ(run_redress({"pack", "verify", zip_.string(), "--vkey", "nonsense"}).exit, 2);
  EXPECT_EQ(run_redress({"pack", "verify", (folder_->path() / "none.zip").string()}).exit, 6);
  auto const other = ledger::SigningKey::from_seed("elsewhere", std::vector<std::uint8_t>(32, 1)).value();
  EXPECT_EQ(verified(zip_, other.verifier().text()).at("first_wrong").at("step"), "key");
}

TEST_F(Packs, the_same_case_gives_the_same_bytes_whatever_the_time_zone) {
  auto const first = text_of(zip_);
  EXPECT_GT(first.size(), 620'000U);
  EXPECT_TRUE(first == text_of(folder_->path() / "again.zip"));
  EXPECT_TRUE(first == text_of(folder_->path() / "shanghai.zip"));
}

TEST_F(Packs, common_tools_find_it_sound) {
  EXPECT_EQ(shell(in_folder("unzip -tq pack.zip")).exit, 0);
  EXPECT_EQ(shell(in_folder("cd bag && sha256sum -c --quiet --strict manifest-sha256.txt")).exit, 0);
  EXPECT_EQ(shell(in_folder("cd bag && sha256sum -c --quiet --strict tagmanifest-sha256.txt")).exit, 0);
  auto const names = shell(in_folder("cd bag/data/exhibits && ls")).out;
  EXPECT_EQ(names, "01_E-TRACE.txt\n02_E-SIGN.png\n03_E-CHAT.txt\n04_E-PHOTO.png\n") << "in the checklist's order";
  EXPECT_EQ(run_redress({"audit", "verify-receipt", (folder_->path() / "bag/data/receipts/0000.json").string(),
                         "--vkey", vkey_})
                .exit,
            0);
}

TEST_F(Packs, the_cover_is_text_that_can_be_copied) {
  if (shell("command -v pdftotext").exit != 0) GTEST_SKIP() << "pdftotext (poppler-utils) is not installed";
  auto const text = shell(in_folder("pdftotext -layout bag/data/cover.pdf -")).out;
  for (auto const& words :
       {std::string("售后案件证据包"), case_id_, std::string("卫衣"), std::string("拒绝申请"), std::string("签收底单"),
        std::string("TB-RS-013"), std::string(" bytes, at most 130000 there"), std::string("redress pack verify"),
        std::string("如何核验")})
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  EXPECT_EQ(shell(in_folder("pdfinfo bag/data/cover.pdf")).out.find("Error"), std::string::npos);
  EXPECT_NE(shell(in_folder("pdffonts bag/data/cover.pdf")).out.find("WenQuanYi"), std::string::npos);
}

TEST_F(Packs, nothing_personal_but_the_exhibits_is_in_it) {
  EXPECT_NE(shell(in_folder("grep -rlE '秘密昵称|13800001234|没收到货' bag")).exit, 0);
  EXPECT_NE(shell(in_folder("pdftotext bag/data/cover.pdf - | grep -E '秘密昵称|13800001234'")).exit, 0);
}

TEST_F(Packs, a_flipped_bit_anywhere_changes_nothing_or_is_found) {
  auto const sound = packs::open_pack(zip_).value();
  auto const good = text_of(zip_);
  auto const mutant = folder_->path() / "mutant.zip";
  std::minstd_rand random{20260105};
  int found = 0;
  for (int i = 0; i < 150; ++i) {
    auto bytes = good;
    auto const at = random() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
    std::ofstream(mutant, std::ios::binary) << bytes;
    auto const opened = packs::open_pack(mutant);
    bool same = opened.has_value() && opened->files.size() == sound.files.size();
    if (same)
      for (auto const& [path, file] : sound.files) {
        auto const other = opened->files.find(path);
        same = same && other != opened->files.end() && other->second.sha256 == file.sha256;
      }
    if (same) continue;  // a time, a mode: nothing a reader is told
    ++found;
    if (i % 10 == 0) {
      auto const report = verified(mutant);
      EXPECT_FALSE(report.at("ok").as_bool()) << at;
      EXPECT_FALSE(report.at("first_wrong").at("says").at("zh").as_string().empty());
    } else {
      EXPECT_TRUE(!opened || !packs::check_pack(*opened).ok()) << at;
    }
  }
  EXPECT_GT(found, 100);
}

TEST_F(Packs, the_page_finds_what_the_command_finds) {
  if (shell("command -v node").exit != 0) GTEST_SKIP() << "node is not installed";
  auto const report = by_node(zip_);
  EXPECT_TRUE(report.at("ok").as_bool()) << boost::json::serialize(report.at("steps"));
  auto const steps = verified(zip_).at("steps").as_array();
  ASSERT_EQ(report.at("steps").as_array().size(), steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i)
    EXPECT_EQ(report.at("steps").as_array()[i].at("step"), steps[i].at("step"));
  EXPECT_EQ(report.at("entries"), 7);
  auto const other = ledger::SigningKey::from_seed("elsewhere", std::vector<std::uint8_t>(32, 1)).value();
  EXPECT_EQ(by_node(zip_, other.verifier().text()).at("first_wrong").at("step"), "key");
  for (auto const* lacks : {"crypto", "ed25519"}) {
    auto const unable = by_node(zip_, vkey_, lacks);
    EXPECT_FALSE(unable.at("ok").as_bool()) << lacks;
    EXPECT_FALSE(unable.contains("first_wrong")) << lacks << ": not checked is not wrong";
  }
}

// The extracted folder with one thing changed, zipped again by the pack's own writer: both must name the same step.
TEST_F(Packs, the_page_and_the_command_name_the_same_step_of_a_forgery) {
  if (shell("command -v node").exit != 0) GTEST_SKIP() << "node is not installed";
  auto const forge = [&](std::string_view change) {
    auto const done = shell(in_folder(fmt::format(
        "rm -rf forged forged.zip && mkdir forged && cp -r bag forged/p && cd forged/p && {{ {}; }} && cd .. && "
        "zip -qrXD ../forged.zip p",
        change)));
    EXPECT_EQ(done.exit, 0) << change;
  };
  if (shell("command -v zip").exit != 0) GTEST_SKIP() << "zip is not installed";
  for (auto const* change : {
           "true",
           "echo x >>data/cover.pdf",
           "sed -i s/本人/他人/ data/exhibits/03_E-CHAT.txt",
           "rm data/receipts/0003.json",
           "touch data/extra",
           "touch extra.txt",
           "sed -i 's/^entries 7/entries 8/' data/case-head.txt && sha256sum $(find data -type f | sort) "
           ">manifest-sha256.txt",
           "sed -i 's/^size /size 1/' seal.txt",
           "rm bagit.txt",
           "sed -i 's/Oxum: /Oxum: 1/' bag-info.txt",
       }) {
    forge(change);
    auto const zip = folder_->path() / "forged.zip";
    auto const command = verified(zip);
    auto const page = by_node(zip);
    EXPECT_EQ(command.at("ok"), page.at("ok")) << change;
    EXPECT_EQ(command.at("ok").as_bool(), std::string_view(change) == "true") << boost::json::serialize(command);
    if (command.at("ok").as_bool()) continue;
    for (auto const* member : {"step", "file"})
      EXPECT_EQ(command.at("first_wrong").at(member), page.at("first_wrong").at(member)) << change;
  }
}

TEST_F(Packs, a_real_browser_checks_it_without_network) {
  if (shell("command -v chromium && command -v node").exit != 0)
    GTEST_SKIP() << "chromium is not installed (it is large, so ./dev leaves it out)";
  auto broken = text_of(zip_);
  auto const at = broken.find("IHDR") + 200;
  broken[at] = static_cast<char>(broken[at] ^ 1);
  std::ofstream(folder_->path() / "broken.zip", std::ios::binary) << broken;
  struct Row {
    std::string_view input, picked, key, outcome;
  };
  for (auto const& [input, picked, key, outcome] : {
           Row{"zip", "pack.zip", vkey_, "ok"},
           Row{"folder", "bag", vkey_, "ok"},
           Row{"zip", "broken.zip", vkey_, "wrong"},
           Row{"zip", "pack.zip", "elsewhere+00000000+AQ==", "wrong"},
       }) {
    auto const run =
        shell(fmt::format("node {0}/tests/api/packs/verify_in_browser.mjs {1}/bag/verify.html {2} {1}/{3} '{4}'",
                          REDRESS_SOURCE_DIR, folder_->path().string(), input, picked, key));
    ASSERT_EQ(run.exit, 0) << run.out;
    auto const said = boost::json::parse(run.out);
    EXPECT_EQ(std::string_view(said.at("outcome").as_string()), outcome) << run.out;
    EXPECT_TRUE(said.at("requests").as_array().empty()) << run.out;
  }
}

}  // namespace
}  // namespace redress::e2e

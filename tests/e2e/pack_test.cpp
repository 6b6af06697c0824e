// A case goes through the real server, its pack to a stranger: redress, sha256sum, unzip, pdftotext.
#include "api/packs/pack_check.hpp"
#include "tests/e2e/broken_store.hpp"
#include "tests/e2e/packed_case.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

namespace redress::e2e {
namespace {

class Packs : public PackedCase {};

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
  auto const first = content_of(zip_);
  EXPECT_GT(first.size(), 620'000U);
  EXPECT_TRUE(first == content_of(folder_->path() / "again.zip"));
  EXPECT_TRUE(first == content_of(folder_->path() / "shanghai.zip"));
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
  auto const good = content_of(zip_);
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

}  // namespace
}  // namespace redress::e2e

// The page that a pack brings along, in Node and in Chromium: it finds what the program finds, in every file.
#include "engine/ledger/note_key.hpp"
#include "tests/e2e/packed_case.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace redress::e2e {
namespace {

class PackPage : public PackedCase {};

TEST_F(PackPage, the_page_finds_what_the_command_finds) {
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
TEST_F(PackPage, the_page_and_the_command_name_the_same_step_of_a_forgery) {
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

TEST_F(PackPage, a_real_browser_checks_it_without_network) {
  if (shell("command -v chromium && command -v node").exit != 0)
    GTEST_SKIP() << "chromium is not installed (it is large, so ./dev leaves it out)";
  auto broken = content_of(zip_);
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

// Of every file that is listed, whatever it holds, one byte: the program and the page name the file.
TEST_F(PackPage, a_change_of_any_file_of_the_pack_is_found_and_named) {
  if (shell("command -v node && command -v zip").exit != 0) GTEST_SKIP() << "node or zip is not installed";
  auto const listed = shell(in_folder("cd bag && cat manifest-sha256.txt tagmanifest-sha256.txt")).out;
  std::istringstream lines{listed};
  int files = 0, receipts = 0, exhibits = 0;
  for (std::string sha256, path; lines >> sha256 >> path; ++files) {
    receipts += path.starts_with("data/receipts/") ? 1 : 0;
    exhibits += path.starts_with("data/exhibits/") ? 1 : 0;
    ASSERT_EQ(shell(in_folder(fmt::format("rm -rf forged forged.zip && mkdir forged && cp -r bag forged/p && "
                                          "printf x | dd of=forged/p/{} bs=1 seek=7 conv=notrunc status=none && "
                                          "cd forged && zip -qrXD ../forged.zip p",
                                          path)))
                  .exit,
              0);
    auto const zip = folder_->path() / "forged.zip";
    for (auto const& report : {verified(zip), by_node(zip)}) {
      ASSERT_FALSE(report.at("ok").as_bool()) << path;
      auto const wrong = boost::json::serialize(report.at("first_wrong"));
      EXPECT_NE(wrong.find(path), std::string::npos) << path << wrong;
    }
  }
  EXPECT_EQ(files, 7 + 4 + 6 + 4) << listed;
  EXPECT_EQ(receipts, 7);
  EXPECT_EQ(exhibits, 4);
}

}  // namespace
}  // namespace redress::e2e

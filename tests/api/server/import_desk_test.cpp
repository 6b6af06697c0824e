// Imports within the server: bounds of files, rows and answers, and what is said past them.
#include "api/server/import_desk.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <future>

namespace redress::api {
namespace {

using boost::json::object;

class Importing : public testing::Test {
 protected:
  Importing() : folder_(std::filesystem::temp_directory_path() / fmt::format("redress-imports-{}", ::getpid())) {
    std::filesystem::create_directories(folder_);
    files_.emplace(folder_, clock_);
  }
  ~Importing() override {
    files_.reset();
    std::filesystem::remove_all(folder_);
  }
  Importing(Importing const&) = delete;
  Importing& operator=(Importing const&) = delete;

  // The status, and the hash where it was taken.
  std::pair<int, std::string> put(std::string_view bytes, Actor const& actor) {
    auto begun = files_->begin(bytes.size(), actor);
    if (auto const* refused = std::get_if<http::Response>(&begun)) return {refused->status, {}};
    auto& sink = std::get<std::unique_ptr<http::BlobSink>>(begun);
    sink->append(std::as_bytes(std::span(bytes)));
    auto const response = sink->finish();
    if (response.status != 200) return {response.status, {}};
    return {200, std::string(boost::json::parse(response.body).at("sha256").as_string())};
  }

  static Actor manager(std::string shop = "s1") { return {.id = "m", .role = Role::manager, .shop = std::move(shop)}; }

  std::filesystem::path folder_;
  VirtualClock clock_{parse_rfc3339("2026-01-05T02:00:00Z").value()};
  SystemEntropy entropy_;
  Ids ids_{clock_, entropy_};
  std::optional<ImportFiles> files_;
};

using ImportFilesTest = Importing;

TEST_F(ImportFilesTest, go_after_a_day_without_another_upload) {
  auto const file = put("buyer,phone\n", manager());
  ASSERT_EQ(file.first, 200);
  auto const path = folder_ / "imports" / "blobs" / file.second.substr(0, 2) / file.second.substr(2);
  clock_.advance(24 * 3600 * second_ms);
  files_->forget_expired();
  EXPECT_TRUE(std::filesystem::exists(path));
  clock_.advance(1);
  files_->forget_expired();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(ImportFilesTest, take_a_file_of_their_limit_and_not_one_byte_more) {
  EXPECT_EQ(put(std::string(static_cast<std::size_t>(import_bytes_max), 'x'), manager()).first, 200);
  EXPECT_EQ(put(std::string(static_cast<std::size_t>(import_bytes_max) + 1, 'x'), manager()).first, 413);
}

TEST_F(ImportFilesTest, keep_so_many_and_let_the_oldest_go) {
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i < import_files_max; ++i) hashes.push_back(put(fmt::format("file {}", i), manager()).second);
  for (auto const& each : hashes) EXPECT_TRUE(files_->text_of(each, manager()).has_value());
  put("one more", manager());
  EXPECT_EQ(files_->text_of(hashes[0], manager()).error().kind, FaultKind::not_found);
  EXPECT_EQ(files_->text_of(hashes[1], manager()).value(), "file 1");
}

TEST_F(ImportFilesTest, are_the_shops_own_and_go_after_a_day_or_a_start) {
  auto const sha256 = put("rows", manager()).second;
  EXPECT_FALSE(files_->text_of(sha256, manager("s2")).has_value());
  EXPECT_EQ(put("rows", {.id = "a", .role = Role::agent, .shop = "s1"}).first, 403);
  clock_.advance(24 * 3600 * second_ms);
  EXPECT_TRUE(files_->text_of(sha256, manager()).has_value());
  clock_.advance(1);
  EXPECT_FALSE(files_->text_of(sha256, manager()).has_value());
  auto const again = put("rows", manager()).second;
  files_.reset();
  files_.emplace(folder_, clock_);
  EXPECT_FALSE(files_->text_of(again, manager()).has_value());
}

class ImportDeskTest : public Importing {
 protected:
  // Nothing is known, and nothing is to be written.
  ImportDesk desk_{[](Actor const&) -> importers::Ask {
                     return [](std::vector<importers::Call> const& calls) {
                       cli::CallOutcome none;
                       none.result = object{{"cases", boost::json::array{}}};
                       return std::vector(calls.size(), none);
                     };
                   },
                   *files_, ids_, 600'000};

  object plan(std::string const& text) {
    auto const sha256 = put(text, manager()).second;
    std::promise<AnswerText> told;
    desk_.plan({.actor = manager(), .method = "import.plan", .params = {{"source", "top-refunds"}, {"sha256", sha256}}},
               [&](AnswerText answer) { told.set_value(std::move(answer)); });
    return boost::json::parse(told.get_future().get()).as_object();
  }
};

TEST_F(ImportDeskTest, takes_so_many_rows_and_not_one_more) {
  std::string text;
  for (std::size_t i = 0; i < import_rows_max; ++i) text += "x\n";
  auto const full = plan(text);
  ASSERT_TRUE(full.contains("result")) << boost::json::serialize(full);
  EXPECT_EQ(full.at("result").at("rows").to_number<std::size_t>(), import_rows_max);
  EXPECT_EQ(plan(text + "x\n").at("error").at("data").at("kind").as_string(), "too_large");
}

TEST_F(ImportDeskTest, shows_so_many_bad_rows_and_puts_the_rest_in_the_sheet) {
  std::string text;
  for (std::size_t i = 0; i <= bad_rows_shown_max; ++i) text += "x\n";
  auto const result = plan(text).at("result").as_object();
  EXPECT_EQ(result.at("bad").as_array().size(), bad_rows_shown_max);
  EXPECT_EQ(result.at("bad_total").to_number<std::size_t>(), bad_rows_shown_max + 1);
  EXPECT_EQ(result.at("error_sheet_rows").to_number<std::size_t>(), bad_rows_shown_max + 1);
  auto const row_bytes = (result.at("error_sheet_csv").as_string().size()) / (bad_rows_shown_max + 1);
  for (std::size_t i = 0; i < error_sheet_bytes_max / row_bytes + 10'000; ++i) text += "x\n";
  auto const cut = plan(text).at("result").as_object();
  auto const sheet = std::string(cut.at("error_sheet_csv").as_string());
  EXPECT_LE(sheet.size(), error_sheet_bytes_max);
  EXPECT_GT(sheet.size() + 2 * row_bytes, error_sheet_bytes_max);
  EXPECT_LT(cut.at("error_sheet_rows").to_number<std::size_t>(), cut.at("bad_total").to_number<std::size_t>());
  EXPECT_TRUE(sheet.ends_with("\r\n"));
}

}  // namespace
}  // namespace redress::api

// Workbooks read back by another program (Python's standard library): the same texts and numbers, never a formula.
#include "api/exports/xlsx_file.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace redress::exports {
namespace {

class XlsxFile : public testing::Test {
 protected:
  ~XlsxFile() override { std::filesystem::remove_all(folder_); }

  std::string file(std::string const& name) const { return (folder_ / name).string(); }

  static boost::json::value read_back(std::string const& file) {
    auto const line = fmt::format("python3 {}/tests/api/exports/read_xlsx.py {}", REDRESS_SOURCE_DIR, file);
    auto* pipe = ::popen(line.c_str(), "r");
    std::string out;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      out.append(buffer.data(), got);
    EXPECT_EQ(::pclose(pipe), 0) << line;
    return boost::json::parse(out);
  }

  static std::string bytes_of(std::string const& file) {
    std::ifstream in{file, std::ios::binary};
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

 private:
  std::filesystem::path const folder_ = [] {
    auto const path = std::filesystem::temp_directory_path() / fmt::format("redress-xlsx-{}", ::getpid());
    std::filesystem::create_directories(path);
    return path;
  }();
};

TEST_F(XlsxFile, holds_texts_as_texts_and_numbers_as_numbers) {
  Table const table{.name = "记录",
                    .heading = {"文字 text", "数 number"},
                    .rows = {{"破损", 19900},
                             {"=1+1", -5},
                             {"http://example.com/", 0},
                             {"<&>\"'", 9'007'199'254'740'991},
                             {" 空格 ", -9'007'199'254'740'991},
                             {"4300000000000000042", 1}}};
  ASSERT_TRUE(write_xlsx(table, file("a.xlsx")).has_value());
  auto const back = read_back(file("a.xlsx"));
  EXPECT_EQ(back.at("name").as_string(), "记录");
  auto const& rows = back.at("rows").as_array();
  ASSERT_EQ(rows.size(), table.rows.size() + 1);
  EXPECT_EQ(rows[0].at(0).as_string(), table.heading[0]);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    EXPECT_EQ(rows[i + 1].at(0).as_string(), std::get<std::string>(table.rows[i][0]));
    EXPECT_EQ(rows[i + 1].at(1).to_number<std::int64_t>(), std::get<std::int64_t>(table.rows[i][1]));
  }
}

TEST_F(XlsxFile, is_the_same_bytes_at_another_time) {
  Table const table{.name = "t", .heading = {"a"}, .rows = {{"破损"}, {1}}};
  ASSERT_TRUE(write_xlsx(table, file("a.xlsx")).has_value());
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // a ZIP tells times in steps of two seconds
  ASSERT_TRUE(write_xlsx(table, file("b.xlsx")).has_value());
  EXPECT_FALSE(bytes_of(file("a.xlsx")).empty());
  EXPECT_EQ(bytes_of(file("a.xlsx")), bytes_of(file("b.xlsx")));
}

TEST_F(XlsxFile, takes_as_many_rows_as_the_format_and_not_one_more) {
  Table table{.name = "t", .heading = {"a"}, .rows = {}};
  table.rows.resize(xlsx_rows_max);
  table.rows.back() = {"last"};
  ASSERT_TRUE(write_xlsx(table, file("a.xlsx")).has_value());
  EXPECT_EQ(read_back(file("a.xlsx")).at("rows").as_array().back().at(0).as_string(), "last");
  table.rows.emplace_back();
  auto const refused = write_xlsx(table, file("b.xlsx"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, FaultKind::too_large);
  EXPECT_FALSE(std::filesystem::exists(file("b.xlsx")));
}

TEST_F(XlsxFile, cuts_a_text_that_is_longer_than_a_cell) {
  auto const of = [](std::int64_t chars) {
    std::string text;
    for (std::int64_t i = 0; i < chars; ++i) text += "碎";
    return text;
  };
  Table const table{.name = "t", .heading = {"a"}, .rows = {{of(xlsx_chars_max)}, {of(xlsx_chars_max + 1)}}};
  ASSERT_TRUE(write_xlsx(table, file("a.xlsx")).has_value());
  auto const back = read_back(file("a.xlsx"));
  for (std::size_t row : {1U, 2U}) EXPECT_EQ(back.at("rows").at(row).at(0).as_string(), of(xlsx_chars_max));
}

TEST_F(XlsxFile, that_cannot_be_written_is_a_fault) {
  Table const table{.name = "t", .heading = {"a"}, .rows = {}};
  EXPECT_FALSE(write_xlsx(table, file("none/a.xlsx")).has_value());
}

}  // namespace
}  // namespace redress::exports

#include "tests/house/planted.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::house {
namespace {

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "x\n";
  return text;
}

TEST(Shape, files_end_at_400_lines_or_say_why) {
  EXPECT_EQ(lines_found(files_are_short, "engine/x.cpp", lines(400)), Lines{});
  EXPECT_EQ(lines_found(files_are_short, "engine/x.cpp", lines(401)), Lines{0});
  EXPECT_EQ(lines_found(files_are_short, "engine/x.cpp", lines(401) + "// longer than 400 lines because tables are\n"),
            Lines{});
  EXPECT_EQ(lines_found(files_are_short, "workflows/rulebooks/x.yaml", lines(401)), Lines{0});
  EXPECT_EQ(lines_found(files_are_short, "tests/vectors/x.yaml", lines(401)), Lines{});
  EXPECT_EQ(lines_found(files_are_short, "tests/import/records.ndjson", lines(401)), Lines{});
  EXPECT_EQ(lines_found(files_are_short, "docs/x.md", lines(401)), Lines{0});
  EXPECT_EQ(lines_found(files_are_short, "docs/x.md", "# X\n\nGenerated from a table.\n" + lines(401)), Lines{});
  EXPECT_EQ(lines_found(getting_long, "engine/x.cpp", lines(300)), Lines{});
  EXPECT_EQ(lines_found(getting_long, "engine/x.cpp", lines(301)), Lines{0});
  EXPECT_EQ(lines_found(getting_long, "engine/x.cpp", lines(401)), Lines{});
}

TEST(Shape, lines_end_at_column_120) {
  EXPECT_EQ(lines_found(lines_fit, "engine/x.hpp", std::string(120, 'x') + "\n"), Lines{});
  EXPECT_EQ(lines_found(lines_fit, "engine/x.hpp", "\n" + std::string(121, 'x') + "\n"), Lines{2});
  std::string chinese;
  for (int i = 0; i < 60; ++i) chinese += "退";
  EXPECT_EQ(lines_found(lines_fit, "engine/x.hpp", chinese), Lines{});
  EXPECT_EQ(lines_found(lines_fit, "engine/x.hpp", chinese + "x"), Lines{1});
  EXPECT_EQ(lines_found(lines_fit, "engine/x.hpp", "// https://" + std::string(121, 'x')), Lines{});
  auto const table = fmt::format("// clang-format off\n{:x>200}\n{:x>201}\n// clang-format on\n", "", "");
  EXPECT_EQ(lines_found(lines_fit, "engine/x.hpp", table + std::string(121, 'x')), (Lines{3, 5}));
  EXPECT_EQ(lines_found(lines_fit, "docs/x.md", std::string(500, 'x')), Lines{});
}

TEST(Shape, blanks) {
  EXPECT_EQ(lines_found(blanks_are_clean, "engine/x.cpp", "a\n  b\n"), Lines{});
  EXPECT_EQ(lines_found(blanks_are_clean, "engine/x.cpp", "a\n\tb\nc \nd\r\n"), (Lines{2, 3, 4}));
  EXPECT_EQ(lines_found(blanks_are_clean, "dev", "a \n"), Lines{1});
  EXPECT_EQ(lines_found(blanks_are_clean, "docs/x.md", "a"), Lines{0});
  EXPECT_EQ(lines_found(blanks_are_clean, "tests/import/records.csv", "a\tb \n"), Lines{});
}

TEST(Shape, headers_say_what_they_are_for) {
  EXPECT_EQ(lines_found(headers_introduce_themselves, "engine/x.hpp", "// A thing of some kind.\n#pragma once\n"),
            Lines{});
  EXPECT_EQ(lines_found(headers_introduce_themselves, "engine/x.hpp", "// A thing\n// of some kind.\n#pragma once\n"),
            Lines{});
  EXPECT_EQ(lines_found(headers_introduce_themselves, "engine/x.hpp", "// A thing of some kind.\n"), Lines{1});
  EXPECT_EQ(lines_found(headers_introduce_themselves, "engine/x.hpp", "// A thing of some kind.\n// #pragma once\n"),
            Lines{1});
  EXPECT_EQ(lines_found(headers_introduce_themselves, "engine/x.hpp", "#pragma once\n// A thing of some kind.\n"),
            Lines{1});
  EXPECT_EQ(lines_found(headers_introduce_themselves, "engine/x.hpp", "// -----------------------\n#pragma once\n"),
            Lines{1});
  EXPECT_EQ(lines_found(headers_introduce_themselves, "engine/x.cpp", "int x;\n"), Lines{});
}

TEST(Shape, nothing_waits_in_the_code) {
  EXPECT_EQ(lines_found(nothing_is_left_for_later, "engine/x.cpp", "int x;\n// TODO: more\nint y;  // FIXME\n"),
            (Lines{2, 3}));
  EXPECT_EQ(lines_found(nothing_is_left_for_later, "dev", "# HACK around it\n"), Lines{1});
  EXPECT_EQ(lines_found(nothing_is_left_for_later, "engine/x.cpp", "auto x = \"XXX\";  // mastodon, todo\n"), Lines{});
}

TEST(Money, is_never_a_fraction) {
  for (std::string const line : {"double amount;", "float amount_minor = 1;",
                                 "auto x = static_cast<double>(paid.minor);", "double to_yuan(Money m);"})
    EXPECT_EQ(lines_found(money_is_whole, "engine/x.cpp", line + "\n"), Lines{1}) << line;
  for (std::string const line : {"double ratio;", "std::int64_t amount_minor;", "// double amount", "double minority;"})
    EXPECT_EQ(lines_found(money_is_whole, "engine/x.cpp", line + "\n"), Lines{}) << line;
}

TEST(Shape, no_path_and_no_registry_of_one_machine) {
  for (std::string const text : {"cd /work/main\n", "x = \"/home/me/x\"\n", "(/root/x)\n"})
    EXPECT_EQ(lines_found(the_tree_speaks_of_itself, "docs/x.md", text), Lines{1}) << text;
  for (std::string const text : {"api/work/x\n", "/var/lib/redress\n", "docs/root/x\n"})
    EXPECT_EQ(lines_found(the_tree_speaks_of_itself, "docs/x.md", text), Lines{}) << text;
  EXPECT_EQ(lines_found(the_tree_speaks_of_itself, "tests/e2e/package-lock.json",
                        "{\n\"resolved\": \"https://registry.example/x.tgz\"\n}\n"),
            Lines{2});
}

}  // namespace
}  // namespace redress::house

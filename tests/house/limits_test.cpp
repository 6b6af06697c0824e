#include "tests/house/planted.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::house {
namespace {

Tree planted_tree(std::string header) {
  return {{"api/http/limits.hpp", std::move(header)},
          {"tests/api/http/limits_test.cpp", "TEST(Limits, HoldsAtIt) {}\nTEST_F(Of, a_case) {}\n"}};
}

Lines on_page(std::string header, std::string row) {
  return lines_found(limits_are_as_written, "docs/limits.md", "# Limits\n" + row + "\n",
                     planted_tree(std::move(header)));
}

std::string row(std::string value, std::string name = "`head_bytes`", std::string test = "`Limits.HoldsAtIt`") {
  return fmt::format("| head | {} | `api/http/limits.hpp` {} | `head_kib` | 431 | {} |", value, name, test);
}

TEST(LimitsPage, says_what_the_code_says) {
  for (auto const* told : {"16 * 1024", "16'384", "std::size_t{16} << 10", "16UL * 1024", "1 << 14"})
    EXPECT_EQ(on_page(fmt::format("  std::size_t head_bytes = {};  // bytes\n", told), row("16,384 bytes (16 KiB)")),
              Lines{})
        << told;
  EXPECT_EQ(on_page("  Allowance a_day{5'000, 20LL * 1024};\n", row("20,480 bytes", "`a_day[1]`")), Lines{});
  EXPECT_EQ(on_page("inline constexpr Bounds b{.first = 1, .head_bytes = 16'384};\n", row("16,384")), Lines{});
}

TEST(LimitsPage, is_found_stale) {
  std::string const header = "  std::size_t head_bytes = 16 * 1024;\n";
  EXPECT_EQ(on_page(header, row("16,385")), Lines{2}) << "another number";
  EXPECT_EQ(on_page("  std::size_t head_size = 1;\n", row("1")), Lines{2}) << "another name";
  EXPECT_EQ(on_page("  std::size_t head_bytes = most();\n", row("1")), Lines{2}) << "no plain number";
  EXPECT_EQ(on_page(header, row("16,384", "")), Lines{2}) << "no name";
  EXPECT_EQ(on_page(header, row("16,384", "`head_bytes`", "")), Lines{2}) << "no test";
  EXPECT_EQ(on_page(header, row("16,384", "`head_bytes`", "`Limits.HoldsAt`")), Lines{2}) << "a test that is gone";
  EXPECT_EQ(on_page(header, row("16,384", "`head_bytes`", "`Limits.HoldsAtIt`, `Of.a_case`")), Lines{});
  EXPECT_EQ(limits_are_as_written({}).size(), 1U) << "no page";
}

TEST(LimitsPage, leaves_no_limit_out) {
  Tree const page{{"docs/limits.md", "| head | 5 |\n"}};
  EXPECT_EQ(lines_found(limits_are_as_written, "api/http/limits.hpp", "\n  std::size_t fields = 100;\n", page),
            Lines{2});
  EXPECT_EQ(lines_found(limits_are_as_written, "engine/cel/x.hpp", "inline constexpr int depth_max = 5;\n", page),
            Lines{1});
  EXPECT_EQ(lines_found(limits_are_as_written, "engine/cel/x.hpp", "inline constexpr int width = 5;\n", page), Lines{});
  EXPECT_EQ(lines_found(limits_are_as_written, "tests/x.hpp", "inline constexpr int depth_max = 5;\n", page), Lines{});
}

}  // namespace
}  // namespace redress::house

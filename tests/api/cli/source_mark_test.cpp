#include "api/cli/source_mark.hpp"

#include <gtest/gtest.h>

namespace redress::cli {
namespace {

struct Marked {
  std::string source;
  cel::Span span;
  std::string shown;
};

TEST(SourceMark, StandsUnderThePart) {
  Marked const table[] = {
      {"a + b", {0, 1}, "  a + b\n  ^\n"},
      {"a + bc", {4, 2}, "  a + bc\n      ^~\n"},
      {"a +", {3, 0}, "  a +\n     ^\n"},
      {"", {0, 0}, "  \n  ^\n"},
      {"true &&\n  x y\n&& z", {10, 3}, "    x y\n    ^~~\n"},
      {"a + b\nc", {4, 3}, "  a + b\n      ^\n"},
      {"'\u4e2d\u6587' + 1", {11, 1}, "  '\u4e2d\u6587' + 1\n           ^\n"},
      {"x + '\u9000\u8d27'", {4, 8}, "  x + '\u9000\u8d27'\n      ^~~~~~\n"},
      {"\ta", {1, 1}, "   a\n   ^\n"},
      {"a", {7, 3}, "  a\n   ^\n"},
  };
  for (auto const& [source, span, shown] : table) EXPECT_EQ(marked(source, span), shown) << source;
}

TEST(SourceMark, ShowsOnlyThePartOfALongLine) {
  std::string const source = std::string(5'000, 'a') + " + b + " + std::string(5'000, 'c');
  std::string const shown = marked(source, {5'003, 1});
  EXPECT_LT(shown.size(), 300U);
  auto const caret = shown.find('^', shown.find('\n')) - shown.find('\n') - 1;
  EXPECT_EQ(shown[caret], 'b');
}

}  // namespace
}  // namespace redress::cli

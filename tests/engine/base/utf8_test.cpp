#include "engine/base/utf8.hpp"

#include "tests/engine/base/json_gen.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, table) {
  struct Row {
    std::string_view text;
    bool well_formed;
  };
  Row const rows[] = {
      {"", true},
      {"plain ascii, longer than one machine word", true},
      {"退货退款 — é😂", true},
      {"\0"sv, true},
      {"\xC2\x80", true},
      {"\xDF\xBF", true},
      {"\xE0\xA0\x80", true},
      {"\xED\x9F\xBF", true},      // U+D7FF, the last before the surrogates
      {"\xEE\x80\x80", true},      // U+E000, the first after them
      {"\xEF\xBF\xBF", true},      // U+FFFF
      {"\xF0\x90\x80\x80", true},  // U+10000
      {"\xF4\x8F\xBF\xBF", true},  // U+10FFFF
      {"\x80", false},
      {"\xBF", false},
      {"\xC0\x80", false},  // overlong NUL
      {"\xC1\xBF", false},
      {"\xC2", false},
      {"\xC2\x7F", false},
      {"\xC2\xC0", false},
      {"\xE0\x9F\xBF", false},  // overlong
      {"\xE2\x82", false},
      {"\xE2\x82\x41", false},
      {"\xED\xA0\x80", false},  // a surrogate
      {"\xED\xBF\xBF", false},
      {"\xF0\x8F\xBF\xBF", false},  // overlong
      {"\xF0\x90\x80", false},
      {"\xF4\x90\x80\x80", false},  // U+110000
      {"\xF5\x80\x80\x80", false},
      {"\xFE", false},
      {"\xFF", false},
      {"eight by\xFF", false},
      {"eight bytes and then\xE2\x82", false},
  };
  for (auto [text, well_formed] : rows) EXPECT_EQ(is_utf8(text), well_formed) << testing::PrintToString(text);
}

TEST(Utf8, an_ill_formed_front_is_left_alone) {
  std::string_view rest = "\xFF\x41";
  EXPECT_FALSE(take_code_point(rest));
  EXPECT_EQ(rest, "\xFF\x41");
}

RC_GTEST_PROP(Utf8Laws, every_code_point_reads_back, ()) {
  auto const points = *rc::gen::container<std::u32string>(gen::code_point());
  std::string text;
  for (auto point : points) text += gen::encode_utf8(point);
  RC_ASSERT(is_utf8(text));
  std::u32string read;
  for (std::string_view rest = text; !rest.empty();) read += take_code_point(rest).value();
  RC_ASSERT(read == points);
}

}  // namespace
}  // namespace redress

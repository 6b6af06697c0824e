#include "engine/base/strict_json.hpp"

#include "tests/engine/base/json_gen.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress {
namespace {

using namespace std::string_view_literals;
namespace json = boost::json;

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

std::string array_of(std::size_t n) {
  std::string text = "[";
  for (std::size_t i = 0; i < n; ++i) text += i ? ",0" : "0";
  return text + "]";
}

std::string object_of(std::size_t n) {
  std::string text = "{";
  for (std::size_t i = 0; i < n; ++i) text += fmt::format("{}\"m{}\":0", i ? "," : "", i);
  return text + "}";
}

std::string string_of(std::size_t n) { return "\"" + std::string(n, 'x') + "\""; }

TEST(StrictJson, accepts) {
  struct Row {
    std::string text;
    json::value value;
  };
  Row const rows[] = {
      {"null", nullptr},
      {" \t\r\n{} \t\r\n", json::object{}},
      {R"({"a":{"a":1},"b":{"a":2}})", {{"a", {{"a", 1}}}, {"b", {{"a", 2}}}}},  // names repeat only within one object
      {R"([{"a":1},{"a":1}])", {{{"a", 1}}, {{"a", 1}}}},
      {R"({"":1,"a":2,"A":3})", {{"", 1}, {"a", 2}, {"A", 3}}},
      {R"("退货\u9000\ud83d\ude02\/\u0000")", json::string("退货退😂/\0"sv)},
      {"9223372036854775807", INT64_MAX},
      {"-9223372036854775808", INT64_MIN},
      {"18446744073709551615", UINT64_MAX},
      {"0", 0},
      {"1E30", 1e30},
      {"200.07", 200.07},
      {"333333333.33333329", 333333333.33333329},
      {"5e-324", 5e-324},
      {"1.7976931348623157e308", 1.7976931348623157e308},
      {"9007199254740993.0", 9007199254740992.0},  // rounded once, half to even, as IEEE 754 says
      {"0.1e-1", 0.01},
  };
  for (auto const& [text, value] : rows) {
    auto const read = parse_strict_json(text);
    ASSERT_TRUE(read) << text << ": " << read.error().says.en;
    EXPECT_EQ(*read, value) << text;
    EXPECT_EQ(read->kind(), value.kind()) << text;
  }
}

TEST(StrictJson, refuses_with_a_place) {
  struct Row {
    std::string_view text;
    std::string_view position;
    std::string_view says;  // a part of the English sentence
  };
  Row const rows[] = {
      {"", "line 1, column 1", "ends too early"},
      {" ", "line 1, column 2", "ends too early"},
      {"{\"a\":", "line 1, column 6", "ends too early"},
      {"{\"a\":1,\n \"b\":2,\n \"a\":3}", "line 3, column 2", "\"a\" appears twice"},
      {R"([1,{"x":{"k":1,"k":1}}])", "line 1, column 16", "\"k\" appears twice"},
      {R"({"a":1,"\u0061":2})", "line 1, column 18", "\"a\" appears twice"},
      {R"({"\u0061b":1,"ab":2})", "line 1, column 14", "\"ab\" appears twice"},
      {R"({"":1,"":2})", "line 1, column 7", "\"\" appears twice"},
      {R"({"退":1,"退":2})", "line 1, column 8", "\"退\" appears twice"},
      {"\xEF\xBB\xBF{}", "line 1, column 1", "byte order mark"},
      {"{} {}", "line 1, column 4", "after the JSON value"},
      {"1\n\n  x", "line 3, column 3", "after the JSON value"},
      {"null\0"sv, "line 1, column 5", "after the JSON value"},
      {"\"\xFF\"", "line 1, column 2", "not valid JSON"},
      {"\"\xED\xA0\x80\"", "line 1, column 2", "not valid JSON"},
      {"\"\xC0\x80\"", "line 1, column 2", "not valid JSON"},
      {R"("\ud800")", "line 1, column 8", "not valid JSON"},
      {R"("\udc00")", "line 1, column 8", "lone surrogate"},
      {R"("\ud800\ud800")", "line 1, column 10", "lone surrogate"},
      {R"("\ud800x")", "line 1, column 8", "not valid JSON"},
      {"[18446744073709551616]", "line 1, column 2", "does not fit in 64 bits"},
      {"[1,\n-9223372036854775809]", "line 2, column 1", "does not fit in 64 bits"},
      {"1e400", "line 1, column 1", "outside the range of a double"},
      {"-1e400", "line 1, column 1", "outside the range of a double"},
      {"[1e-400]", "line 1, column 2", "outside the range of a double"},
      {"[1,2,]", "line 1, column 6", "not valid JSON"},
      {"{\"a\":1,}", "line 1, column 8", "not valid JSON"},
      {"[1 // no\n]", "line 1, column 4", "not valid JSON"},
      {"{a:1}", "line 1, column 2", "not valid JSON"},
      {"'a'", "line 1, column 1", "not valid JSON"},
      {"01", "line 1, column 2", "after the JSON value"},
      {"+1", "line 1, column 1", "not valid JSON"},
      {".5", "line 1, column 1", "not valid JSON"},
      {"NaN", "line 1, column 1", "not valid JSON"},
      {"Infinity", "line 1, column 1", "not valid JSON"},
      {"\"a\tb\"", "line 1, column 3", "not valid JSON"},
      {"nul", "line 1, column 4", "ends too early"},
  };
  for (auto [text, position, says] : rows) {
    auto const read = parse_strict_json(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, FaultKind::parse_error) << text;
    EXPECT_EQ(read.error().position, position) << text;
    EXPECT_NE(read.error().says.en.find(says), std::string::npos) << text << ": " << read.error().says.en;
    EXPECT_FALSE(read.error().says.zh.empty()) << text;
  }
}

TEST(StrictJson, limits_hold_exactly) {
  struct Row {
    std::string_view limit;
    std::string at;
    std::string over;
  };
  Row const rows[] = {
      {"64 levels", nested(64), nested(65)},
      {"262144 bytes", string_of(256 * 1024), string_of(256 * 1024 + 1)},
      {"262144 bytes", "{" + string_of(256 * 1024) + ":1}", "{" + string_of(256 * 1024 + 1) + ":1}"},
      {"at most 10000", array_of(10'000), array_of(10'001)},
      {"at most 10000", object_of(10'000), object_of(10'001)},
      {"at most 64", "0." + std::string(62, '1'), "0." + std::string(63, '1')},
      {"at most 64", "1.0" + std::string(61, '0'), "1" + std::string(64, '0')},
  };
  for (auto const& [limit, at, over] : rows) {
    EXPECT_TRUE(parse_strict_json(at)) << limit << ": " << parse_strict_json(at).error().says.en;
    auto const read = parse_strict_json(over);
    ASSERT_FALSE(read) << limit;
    EXPECT_NE(read.error().says.en.find(limit), std::string::npos) << read.error().says.en;
  }
  EXPECT_TRUE(parse_strict_json("[[1,2]]", {.depth = 2, .array_elements = 2}));
  EXPECT_FALSE(parse_strict_json("[[[]]]", {.depth = 2}));
  EXPECT_FALSE(parse_strict_json("[1,2,3]", {.array_elements = 2}));
}

TEST(StrictJson, a_string_may_be_all_escapes) {
  // The parser hands escaped strings over in pieces; names and values must be put together again.
  std::string escaped;
  std::string plain;
  for (int i = 0; i < 10'000; ++i) {
    escaped += "\\u9000x";
    plain += "退x";
  }
  auto const read = parse_strict_json("{\"" + escaped + "\":\"" + escaped + "\"}");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->as_object().at(plain).as_string(), plain);
  auto const twice = parse_strict_json("{\"" + escaped + "\":1,\"" + plain + "\":2}");
  ASSERT_FALSE(twice);
  EXPECT_NE(twice.error().says.en.find("appears twice"), std::string::npos);
}

RC_GTEST_PROP(StrictJsonLaws, reads_back_whatever_json_can_say, ()) {
  auto const value = *gen::any_json();
  auto const read = parse_strict_json(json::serialize(value));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == value);
}

RC_GTEST_PROP(StrictJsonLaws, a_repeated_member_is_found_wherever_it_hides, ()) {
  auto const names = *rc::gen::nonEmpty(rc::gen::unique<std::vector<std::string>>(gen::text()));
  auto const again = *rc::gen::elementOf(names);
  auto const inside = *rc::gen::inRange(0, 3);
  std::string text = "{";
  for (auto const& name : names) text += json::serialize(json::string(name)) + ":{\"x\":[{\"y\":1}]},";
  auto const once = text.substr(0, text.size() - 1) + "}";
  auto twice = text + json::serialize(json::string(again)) + ":1}";
  for (int i = 0; i < inside; ++i) twice = "[{\"a\":" + twice + "}]";
  RC_ASSERT(parse_strict_json(once).has_value());
  RC_ASSERT(!parse_strict_json(twice).has_value());
}

RC_GTEST_PROP(StrictJsonLaws, no_bytes_can_upset_it, (std::string const& noise)) {
  auto const read = parse_strict_json(noise);  // the sanitizers watch
  if (!read.has_value()) RC_ASSERT(!read.error().position.empty());
  auto text = json::serialize(*gen::any_json());
  text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
  auto const bent = parse_strict_json(text);
  if (!bent.has_value()) RC_ASSERT(!bent.error().position.empty());
}

}  // namespace
}  // namespace redress

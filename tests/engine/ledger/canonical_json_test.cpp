#include "engine/ledger/canonical_json.hpp"

#include "engine/base/strict_json.hpp"
#include "tests/engine/base/json_gen.hpp"
#include "tests/engine/ledger/vectors.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cstdlib>
#include <limits>

namespace redress::ledger {
namespace {

namespace json = boost::json;

TEST(CanonicalJson, public_vectors) {
  for (std::string const name : {"arrays", "french", "structures", "unicode", "values", "weird"}) {
    auto const input = json_vector("jcs/" + name + ".input.json");
    EXPECT_EQ(canonical_json(input).value(), read_vector("jcs/" + name + ".output.json")) << name;
  }
}

TEST(CanonicalJson, ecmascript_numbers) {
  struct Row {
    std::uint64_t bits;
    std::string_view text;
  };
  Row const rows[] = {
      // RFC 8785, appendix B.
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
      // Each branch of the layout and its edges.
      {std::bit_cast<std::uint64_t>(1.0), "1"},
      {std::bit_cast<std::uint64_t>(-1.5), "-1.5"},
      {std::bit_cast<std::uint64_t>(10.0), "10"},
      {std::bit_cast<std::uint64_t>(123456.789), "123456.789"},
      {std::bit_cast<std::uint64_t>(0.1), "0.1"},
      {std::bit_cast<std::uint64_t>(200.07), "200.07"},
      {std::bit_cast<std::uint64_t>(1e-6), "0.000001"},
      {std::bit_cast<std::uint64_t>(1e-7), "1e-7"},
      {std::bit_cast<std::uint64_t>(1.5e-7), "1.5e-7"},
      {std::bit_cast<std::uint64_t>(1e20), "100000000000000000000"},
      {std::bit_cast<std::uint64_t>(1e21), "1e+21"},
      {std::bit_cast<std::uint64_t>(1.5e300), "1.5e+300"},
      {std::bit_cast<std::uint64_t>(2.2250738585072014e-308), "2.2250738585072014e-308"},
  };
  for (auto [bits, text] : rows) {
    std::string printed;
    append_ecmascript_number(std::bit_cast<double>(bits), printed);
    EXPECT_EQ(printed, text);
  }
}

TEST(CanonicalJson, names_sort_by_utf16_units) {
  // U+1F602 is D83D DE02 in UTF-16 and so stands before U+FB33, although its UTF-8 and its code point stand after.
  EXPECT_EQ(
      canonical_json({{"\uFB33", 1}, {"\U0001F602", 2}, {"\uE000", 3}, {"\uD7FF", 4}, {"a", 5}, {"aa", 6}, {"", 7}})
          .value(),
      "{\"\":7,\"a\":5,\"aa\":6,\"\uD7FF\":4,\"\U0001F602\":2,\"\uE000\":3,\"\uFB33\":1}");
}

TEST(CanonicalJson, escapes_are_minimal) {
  std::string every;
  for (char c = 0; c < 0x20; ++c) every += c;
  EXPECT_EQ(canonical_json(json::value(every + "\"\\/\x7F退\u2028")).value(),
            R"("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013)"
            R"(\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\"\\/)"
            "\x7F退\u2028\"");
}

TEST(CanonicalJson, refuses_with_a_path) {
  constexpr std::int64_t edge = std::int64_t{1} << 53;
  struct Row {
    json::value value;
    std::string_view position;
  };
  Row const rows[] = {
      {edge, ""},
      {-edge, ""},
      {UINT64_MAX, ""},
      {{{"order", {{"paid_minor", edge}}}}, "order.paid_minor"},
      {{{"rules", {{{"id", "R1"}}, {{"says", {{"zh", "\xFF"}}}}}}}, "rules[1].says.zh"},
      {json::array{1, "\xED\xA0\x80"}, "[1]"},
      {{{"a", {{"\xC0\x80", 1}}}}, "a"},
      {{{"x", static_cast<double>(edge)}}, "x"},
      {{{"x", -1e20}}, "x"},
      {{{"x", std::numeric_limits<double>::infinity()}}, "x"},
      {{{"x", std::numeric_limits<double>::quiet_NaN()}}, "x"},
  };
  for (auto const& [value, position] : rows) {
    std::string out = "before";
    auto const written = append_canonical_json(value, out);
    ASSERT_FALSE(written) << position;
    EXPECT_EQ(written.error().kind, FaultKind::invalid_params);
    EXPECT_EQ(written.error().position, position);
    EXPECT_EQ(out, "before");
  }
  EXPECT_EQ(canonical_json(json::array{edge - 1, 1 - edge, static_cast<double>(edge - 1), std::uint64_t{7}, -0.0, 1e21})
                .value(),
            "[9007199254740991,-9007199254740991,9007199254740991,7,0,1e+21]");
}

TEST(CanonicalJson, appends) {
  std::string out = "a";
  ASSERT_TRUE(append_canonical_json({{"b", 1}}, out));
  EXPECT_EQ(out, "a{\"b\":1}");
}

RC_GTEST_PROP(CanonicalJsonLaws, what_is_printed_reads_back_and_prints_the_same, ()) {
  auto const value = *gen::canonical_ready_json();
  auto const once = canonical_json(value).value();
  auto const read = parse_strict_json(once).value();
  RC_ASSERT(canonical_json(read).value() == once);
}

json::value backwards(json::value const& value) {
  if (auto const* array = value.if_array()) {
    json::array same;
    for (auto const& element : *array) same.push_back(backwards(element));
    return same;
  }
  if (auto const* object = value.if_object()) {
    json::object reversed;
    for (auto member = object->end(); member != object->begin();) {
      --member;
      reversed.emplace(member->key(), backwards(member->value()));
    }
    return reversed;
  }
  return value;
}

RC_GTEST_PROP(CanonicalJsonLaws, member_order_does_not_matter, ()) {
  auto const value = *gen::canonical_ready_json();
  RC_ASSERT(canonical_json(backwards(value)).value() == canonical_json(value).value());
}

RC_GTEST_PROP(CanonicalJsonLaws, every_double_reads_back, ()) {
  auto const number = *gen::finite_double();
  std::string text;
  append_ecmascript_number(number, text);
  RC_ASSERT(std::strtod(text.c_str(), nullptr) == number);
}

}  // namespace
}  // namespace redress::ledger

// Arbitrary JSON for property tests: UTF-8 of every plane, integers to the edges of int64, doubles of every size.
#pragma once

#include <boost/json.hpp>

#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <string>

namespace redress::gen {

inline std::string encode_utf8(char32_t point) {
  auto const tail = [point](int shift) { return static_cast<char>(0x80 | (point >> shift & 0x3F)); };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xC0 | point >> 6), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xE0 | point >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | point >> 18), tail(12), tail(6), tail(0)};
}

inline rc::Gen<char32_t> code_point() {
  return rc::gen::map(
      rc::gen::oneOf(rc::gen::inRange<unsigned>(0, 0x80), rc::gen::inRange<unsigned>(0x80, 0xD800),
                     rc::gen::inRange<unsigned>(0xE000, 0x10000), rc::gen::inRange<unsigned>(0x10000, 0x110000)),
      [](unsigned point) { return char32_t{point}; });
}

inline rc::Gen<std::string> text() {
  return rc::gen::map(rc::gen::container<std::u32string>(code_point()), [](std::u32string const& points) {
    std::string utf8;
    for (auto point : points) utf8 += encode_utf8(point);
    return utf8;
  });
}

/// Every finite double, by its bits, so that all exponents are as likely.
inline rc::Gen<double> finite_double() {
  return rc::gen::suchThat(
      rc::gen::map(rc::gen::arbitrary<std::uint64_t>(),
                   [](std::uint64_t bits) { return std::bit_cast<double>(bits * 0x9E3779B97F4A7C15); }),
      [](double number) { return std::isfinite(number); });
}

inline rc::Gen<boost::json::value> json_value(int depth, rc::Gen<boost::json::value> leaf) {
  using boost::json::value;
  if (depth == 0) return leaf;
  auto const inner = json_value(depth - 1, leaf);
  auto const array =
      rc::gen::map(rc::gen::resize(4, rc::gen::container<std::vector<value>>(inner)),
                   [](std::vector<value> const& all) { return value(boost::json::array(all.begin(), all.end())); });
  auto const object = rc::gen::map(
      rc::gen::resize(4, rc::gen::container<std::vector<std::pair<std::string, value>>>(rc::gen::pair(text(), inner))),
      [](std::vector<std::pair<std::string, value>> const& all) {
        boost::json::object made;
        for (auto const& [name, member] : all) made.insert_or_assign(name, member);
        return value(std::move(made));
      });
  return rc::gen::oneOf(leaf, array, object);
}

inline rc::Gen<boost::json::value> json_leaf(rc::Gen<boost::json::value> number) {
  using boost::json::value;
  return rc::gen::oneOf(rc::gen::just(value(nullptr)),
                        rc::gen::map(rc::gen::arbitrary<bool>(), [](bool truth) { return value(truth); }),
                        rc::gen::map(text(), [](std::string const& s) { return value(s); }), number);
}

/// Whatever the strict reader may return.
inline rc::Gen<boost::json::value> any_json() {
  using boost::json::value;
  return json_value(3, json_leaf(rc::gen::oneOf(
                           rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t n) { return value(n); }),
                           rc::gen::map(finite_double(), [](double n) { return value(n); }))));
}

/// Numbers only as I-JSON allows them, so that the value has a canonical form.
inline rc::Gen<boost::json::value> canonical_ready_json() {
  using boost::json::value;
  constexpr std::int64_t edge = std::int64_t{1} << 53;
  auto const safe = rc::gen::suchThat(
      finite_double(), [](double n) { return std::abs(n) < static_cast<double>(edge) || std::abs(n) >= 1e21; });
  return json_value(3, json_leaf(rc::gen::oneOf(rc::gen::map(rc::gen::inRange<std::int64_t>(1 - edge, edge),
                                                             [](std::int64_t n) { return value(n); }),
                                                rc::gen::map(safe, [](double n) { return value(n); }))));
}

}  // namespace redress::gen

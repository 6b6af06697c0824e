// Equality and order of values, and the maps that stand on the order of keys.
#include "engine/cel/value.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace redress::cel {
namespace {

constexpr double two_to_63 = 9223372036854775808.0;
constexpr double two_to_64 = 18446744073709551616.0;

bool is_number(Value const& value) {
  return value.is(Kind::int64) || value.is(Kind::uint64) || value.is(Kind::float64);
}

std::partial_ordering reversed(std::partial_ordering order) { return 0 <=> order; }

std::partial_ordering compare_int_uint(std::int64_t a, std::uint64_t b) {
  if (a < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(a) <=> b;
}

// A double beyond the integers orders by its side; within them the integer becomes a double, losing what a double
// cannot hold. That is what the CEL conformance suite asks for: 9223372036854775807 < 9223372036854775808.0 is false.
std::partial_ordering compare_int_double(std::int64_t a, double b) {
  if (b > two_to_63) return std::partial_ordering::less;
  if (b < -two_to_63) return std::partial_ordering::greater;
  return static_cast<double>(a) <=> b;
}

std::partial_ordering compare_uint_double(std::uint64_t a, double b) {
  if (b > two_to_64) return std::partial_ordering::less;
  if (b < 0) return std::partial_ordering::greater;
  return static_cast<double>(a) <=> b;
}

std::partial_ordering compare_numbers(Value const& a, Value const& b) {
  switch (a.kind()) {
    case Kind::int64:
      if (b.is(Kind::int64)) return a.as_int() <=> b.as_int();
      if (b.is(Kind::uint64)) return compare_int_uint(a.as_int(), b.as_uint());
      return compare_int_double(a.as_int(), b.as_double());
    case Kind::uint64:
      if (b.is(Kind::uint64)) return a.as_uint() <=> b.as_uint();
      if (b.is(Kind::int64)) return reversed(compare_int_uint(b.as_int(), a.as_uint()));
      return compare_uint_double(a.as_uint(), b.as_double());
    default:
      if (b.is(Kind::float64)) return a.as_double() <=> b.as_double();
      if (b.is(Kind::int64)) return reversed(compare_int_double(b.as_int(), a.as_double()));
      return reversed(compare_uint_double(b.as_uint(), a.as_double()));
  }
}

/// A total order of keys: bools, then whole numbers, then strings.
std::strong_ordering compare_keys(Value const& a, Value const& b) {
  auto const rank = [](Value const& key) { return key.is(Kind::boolean) ? 0 : key.is(Kind::string) ? 2 : 1; };
  if (rank(a) != rank(b)) return rank(a) <=> rank(b);
  if (a.is(Kind::boolean)) return a.as_bool() <=> b.as_bool();
  if (a.is(Kind::string)) return a.as_string() <=> b.as_string();
  std::partial_ordering const order = compare_numbers(a, b);  // no doubles here, so never unordered
  return order < 0   ? std::strong_ordering::less
         : order > 0 ? std::strong_ordering::greater
                     : std::strong_ordering::equal;
}

bool equal_lists(List const& a, List const& b, Steps& steps) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!equal(a[i], b[i], steps)) return false;
  }
  return true;
}

bool equal_maps(Map const& a, Map const& b, Steps& steps) {
  if (a.size() != b.size()) return false;
  for (auto const& [key, value] : a.entries()) {
    Value const* other = b.find(key);
    if (other == nullptr || !equal(value, *other, steps)) return false;
  }
  return true;
}

bool equal_text(std::string const& a, std::string const& b, Steps& steps) {
  if (a.size() != b.size()) return false;
  steps -= static_cast<Steps>(a.size() / 16);
  return steps >= 0 && a == b;
}

}  // namespace

bool may_be_key(Value const& value) {
  return value.is(Kind::boolean) || value.is(Kind::int64) || value.is(Kind::uint64) || value.is(Kind::string);
}

std::optional<Map> Map::of(std::vector<Entry> entries) {
  Map made;
  if (!std::all_of(entries.begin(), entries.end(), [](Entry const& entry) { return may_be_key(entry.first); })) {
    return std::nullopt;
  }
  made.entries_ = std::move(entries);
  made.by_key_.resize(made.entries_.size());
  std::iota(made.by_key_.begin(), made.by_key_.end(), 0U);
  auto const key = [&](std::uint32_t index) -> Value const& { return made.entries_[index].first; };
  std::sort(made.by_key_.begin(), made.by_key_.end(), [&](auto a, auto b) { return compare_keys(key(a), key(b)) < 0; });
  auto const twice = std::adjacent_find(made.by_key_.begin(), made.by_key_.end(),
                                        [&](auto a, auto b) { return compare_keys(key(a), key(b)) == 0; });
  if (twice != made.by_key_.end()) return std::nullopt;
  for (auto const& [held_key, value] : made.entries_) made.depth_ = std::max(made.depth_, value.depth() + 1);
  return made;
}

Value const* Map::find(Value const& key) const {
  if (key.is(Kind::float64)) {
    double const number = key.as_double();
    if (number != std::trunc(number)) return nullptr;
    if (number >= -two_to_63 && number < two_to_63) return find(static_cast<std::int64_t>(number));
    if (number >= 0 && number < two_to_64) return find(static_cast<std::uint64_t>(number));
    return nullptr;
  }
  if (!may_be_key(key)) return nullptr;
  auto const found = std::lower_bound(
      by_key_.begin(), by_key_.end(), key,
      [&](std::uint32_t index, Value const& wanted) { return compare_keys(entries_[index].first, wanted) < 0; });
  if (found == by_key_.end() || compare_keys(entries_[*found].first, key) != 0) return nullptr;
  return &entries_[*found].second;
}

bool equal(Value const& a, Value const& b, Steps& steps) {
  if (--steps < 0) return false;
  if (is_number(a) && is_number(b)) return compare_numbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::null:
      return true;
    case Kind::boolean:
      return a.as_bool() == b.as_bool();
    case Kind::string:
      return equal_text(a.as_string(), b.as_string(), steps);
    case Kind::bytes:
      return equal_text(a.as_bytes(), b.as_bytes(), steps);
    case Kind::list:
      return equal_lists(a.as_list(), b.as_list(), steps);
    case Kind::map:
      return equal_maps(a.as_map(), b.as_map(), steps);
    case Kind::timestamp:
      return a.as_timestamp() == b.as_timestamp();
    case Kind::duration:
      return a.as_duration() == b.as_duration();
    case Kind::type:
      return a.as_type().kind() == b.as_type().kind();
    case Kind::optional: {
      auto const& x = a.as_optional().value;
      auto const& y = b.as_optional().value;
      return x && y ? equal(*x, *y, steps) : x == y;
    }
    case Kind::ip:
      return a.as_ip() == b.as_ip();
    case Kind::cidr:
      return a.as_cidr() == b.as_cidr();
    default:
      return false;
  }
}

bool operator==(Value const& a, Value const& b) {
  Steps steps = std::numeric_limits<Steps>::max();
  return equal(a, b, steps);
}

std::optional<std::partial_ordering> compare(Value const& a, Value const& b) {
  if (is_number(a) && is_number(b)) return compare_numbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::boolean:
      return a.as_bool() <=> b.as_bool();
    case Kind::string:
      return a.as_string() <=> b.as_string();  // byte order of UTF-8 is code point order
    case Kind::bytes:
      return a.as_bytes() <=> b.as_bytes();
    case Kind::timestamp:
      return a.as_timestamp() <=> b.as_timestamp();
    case Kind::duration:
      return a.as_duration() <=> b.as_duration();
    default:
      return std::nullopt;
  }
}

}  // namespace redress::cel

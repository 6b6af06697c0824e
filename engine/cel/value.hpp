// A CEL value: what variables hold and expressions yield.
//
// Copies are cheap: strings, bytes, lists and maps are shared and never change. Integers do not convert silently:
// signed C++ integers become int, unsigned ones uint. Text is UTF-8. Safe to share between threads.
#pragma once

#include "engine/cel/network.hpp"
#include "engine/cel/time.hpp"
#include "engine/cel/type.hpp"

#include <compare>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace redress::cel {

class Value;
class Map;
using List = std::vector<Value>;

struct Bytes {
  std::shared_ptr<std::string const> octets;
};

/// `optional.of(x)` and `optional.none()`.
struct Optional {
  std::shared_ptr<Value const> value;  // null: none
};

/// In the order of the variant inside Value.
enum class Kind : std::uint8_t {
  null,
  boolean,
  int64,
  uint64,
  float64,
  string,
  bytes,
  list,
  map,
  timestamp,
  duration,
  type,
  optional,
  ip,
  cidr
};

/// How deep values may nest: every list, map and optional around another value is a level. Values made by evaluation
/// stay within it, so that walking them recursively is safe.
inline constexpr std::uint32_t value_depth_max = 256;

class Value {
 public:
  Value() = default;  // null
  Value(std::same_as<bool> auto truth) : held_(truth) {}
  template <std::signed_integral I>
  requires(!std::same_as<I, char>) Value(I number) : held_(std::int64_t{number}) {}
  template <std::unsigned_integral U>
  requires(!std::same_as<U, bool> && !std::same_as<U, char>) Value(U number) : held_(std::uint64_t{number}) {}
  Value(double number) : held_(number) {}
  Value(std::string text) : held_(std::make_shared<std::string const>(std::move(text))) {}
  Value(std::string_view text) : Value(std::string(text)) {}
  Value(char const* text) : Value(std::string(text)) {}
  Value(Bytes octets) : held_(std::move(octets)) {}
  Value(List items);
  Value(Map entries);
  Value(Timestamp at) : held_(at) {}
  Value(Duration span) : held_(span) {}
  Value(Type type) : held_(std::move(type)) {}
  Value(Optional held) : held_(std::move(held)) {}
  Value(IpAddress address) : held_(address) {}
  Value(IpRange range) : held_(range) {}
  static Value bytes(std::string octets) { return Bytes{std::make_shared<std::string const>(std::move(octets))}; }

  Kind kind() const { return static_cast<Kind>(held_.index()); }
  bool is(Kind kind) const { return this->kind() == kind; }

  // Each asks for exactly its own kind; asking for another is a bug of the caller and asserts.
  bool as_bool() const;
  std::int64_t as_int() const;
  std::uint64_t as_uint() const;
  double as_double() const;
  std::string const& as_string() const;
  std::string const& as_bytes() const;
  List const& as_list() const;
  Map const& as_map() const;
  Timestamp as_timestamp() const;
  Duration as_duration() const;
  Type const& as_type() const;
  Optional const& as_optional() const;
  IpAddress const& as_ip() const;
  IpRange const& as_cidr() const;

  /// 0 for what holds no other values; a list, map or optional is one deeper than the deepest it holds.
  std::uint32_t depth() const;

  /// The type `type(x)` answers; lists and maps without parameters.
  Type type() const;

 private:
  struct Items {
    List items;
    std::uint32_t depth;
  };

  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::shared_ptr<std::string const>, Bytes,
               std::shared_ptr<Items const>, std::shared_ptr<Map const>, Timestamp, Duration, Type, Optional, IpAddress,
               IpRange>
      held_;
};

/// Keys are bool, int, uint or string; entries keep the order they were given in. int 1 and uint 1 are the same key.
class Map {
 public:
  using Entry = std::pair<Value, Value>;

  Map() = default;

  /// nullopt if a key occurs twice or has no key type.
  static std::optional<Map> of(std::vector<Entry> entries);

  std::vector<Entry> const& entries() const { return entries_; }
  std::size_t size() const { return entries_.size(); }

  /// One more than the deepest value it holds.
  std::uint32_t depth() const { return depth_; }

  /// Null pointer if there is no such key; 1.0 finds the key 1.
  Value const* find(Value const& key) const;

 private:
  std::uint32_t depth_ = 1;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> by_key_;  // indices into entries_, sorted by key
};

bool may_be_key(Value const& value);

/// Counts down while large values are compared, so that no comparison can run for long; may go below zero.
using Steps = std::int64_t;

/// CEL's `==`: numbers by their mathematical value across int, uint and double, NaN equal to nothing, different types
/// unequal, lists by items, maps by entries. Gives up, answering false, when `steps` falls below zero.
bool equal(Value const& a, Value const& b, Steps& steps);

/// The same without a limit, for values a caller made.
bool operator==(Value const& a, Value const& b);

/// CEL's `<`: nullopt where it has no overload (different types, lists, maps ...), unordered for NaN.
std::optional<std::partial_ordering> compare(Value const& a, Value const& b);

/// The value as CEL source text: `"text"`, `20000`, `[1, 2]`, `timestamp("2026-01-05T02:00:00Z")`; at most about
/// `length_max` bytes, then "...".
std::string to_literal(Value const& value, std::size_t length_max = 2000);

/// A double as string() prints it: "1.5", "1e+06", "NaN", "+Inf".
std::string format_double(double number);

/// Code points of valid UTF-8 text.
std::int64_t count_code_points(std::string_view text);

bool is_valid_utf8(std::string_view text);

}  // namespace redress::cel

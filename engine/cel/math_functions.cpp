// min() and max() for deadlines and amounts, and the math extension.
#include "engine/cel/function.hpp"

#include <array>
#include <cmath>

namespace redress::cel {
namespace {

bool is_number(Value const& value) {
  return value.is(Kind::int64) || value.is(Kind::uint64) || value.is(Kind::float64);
}

/// The first of the values that no other one exceeds (falls below, for `least`).
template <bool least>
Outcome extreme(Calling& calling, Arguments values, std::string_view name) {
  calling.steps -= static_cast<Steps>(values.size());
  Value const* best = &values[0];
  for (Value const& value : values.subspan(1)) {
    auto const order = compare(value, *best);
    if (!order) return no_overload(name, std::array{*best, value});
    if (least ? *order < 0 : *order > 0) best = &value;
  }
  return *best;
}

template <bool least>
Outcome of_arguments(Calling& calling, Arguments a) {
  return extreme<least>(calling, a, least ? "min" : "max");
}

template <bool least>
Outcome of_numbers(Calling& calling, Arguments a) {
  constexpr std::string_view name = least ? "math.least" : "math.greatest";
  for (Value const& value : a) {
    if (!is_number(value) || --calling.steps < 0) return no_overload(name, std::array{value});
  }
  return extreme<least>(calling, a, name);
}

template <bool least>
Outcome of_list(Calling& calling, Arguments a) {
  List const& items = a[0].as_list();
  if (items.empty()) return error("列表为空，取不出最大或最小值", "no greatest or least in an empty list");
  return of_numbers<least>(calling, items);
}

template <double (*function)(double)>
Outcome rounded(Calling&, Arguments a) {
  return Value(function(a[0].as_double()));
}

Outcome absolute(Calling&, Arguments a) {
  if (a[0].is(Kind::uint64)) return a[0];
  if (a[0].is(Kind::float64)) return Value(std::fabs(a[0].as_double()));
  std::int64_t const number = a[0].as_int();
  if (number == std::numeric_limits<std::int64_t>::min()) return error("整数运算超出 64 位范围", "integer overflow");
  return Value(number < 0 ? -number : number);
}

Outcome sign(Calling&, Arguments a) {
  if (a[0].is(Kind::uint64)) return Value(std::uint64_t{a[0].as_uint() > 0});
  if (a[0].is(Kind::int64)) return Value(std::int64_t{a[0].as_int() > 0} - std::int64_t{a[0].as_int() < 0});
  double const number = a[0].as_double();
  return Value(number > 0 ? 1.0 : number < 0 ? -1.0 : number);
}

Outcome square_root(Calling&, Arguments a) {
  double const number = a[0].is(Kind::float64)  ? a[0].as_double()
                        : a[0].is(Kind::uint64) ? static_cast<double>(a[0].as_uint())
                                                : static_cast<double>(a[0].as_int());
  return Value(std::sqrt(number));
}

Outcome is_nan(Calling&, Arguments a) { return Value(std::isnan(a[0].as_double())); }
Outcome is_inf(Calling&, Arguments a) { return Value(std::isinf(a[0].as_double())); }
Outcome is_finite(Calling&, Arguments a) { return Value(std::isfinite(a[0].as_double())); }

template <class Operation>
Outcome bitwise(Calling&, Arguments a) {
  if (a[0].is(Kind::int64)) return Value(Operation{}(a[0].as_int(), a[1].as_int()));
  return Value(Operation{}(a[0].as_uint(), a[1].as_uint()));
}

Outcome bit_not(Calling&, Arguments a) {
  if (a[0].is(Kind::int64)) return Value(~a[0].as_int());
  return Value(~a[0].as_uint());
}

// Bits are bits: a shift to the right brings zeros also into a negative int, and past 63 nothing is left.
Outcome shift(Arguments a, bool left) {
  std::int64_t const places = a[1].as_int();
  if (places < 0) return error("移位的位数不能为负", "negative shift offset");
  bool const is_signed = a[0].is(Kind::int64);
  auto const bits = is_signed ? static_cast<std::uint64_t>(a[0].as_int()) : a[0].as_uint();
  std::uint64_t const moved = places > 63 ? 0 : left ? bits << places : bits >> places;
  return is_signed ? Value(static_cast<std::int64_t>(moved)) : Value(moved);
}
Outcome shift_left(Calling&, Arguments a) { return shift(a, true); }
Outcome shift_right(Calling&, Arguments a) { return shift(a, false); }

/// The same body for each type, from that type to `result`, or to itself.
Function unary(std::string name, Body body, std::vector<Type> const& types, std::optional<Type> const& result = {}) {
  Function made{std::move(name), {}};
  for (Type const& type : types) made.overloads.push_back({{{type}, result.value_or(type)}, body});
  return made;
}
Function binary(std::string name, Body body, std::vector<Type> const& types) {
  Function made{std::move(name), {}};
  for (Type const& type : types) made.overloads.push_back({{{type, type}, type}, body});
  return made;
}

Function same_kind_variadic(std::string name, Body body) {
  Function made{std::move(name), {}};
  for (Type const& type : {Type::int64(), Type::uint64(), Type::float64(), Type::timestamp(), Type::duration()}) {
    made.overloads.push_back({{{type}, type, false, true}, body});
  }
  return made;
}

template <bool least>
Function numbers(std::string name) {
  Type const any = Type::dyn();
  Function made{std::move(name), {{{{Type::list(any)}, any}, of_list<least>}}};
  for (Type const& type : {Type::int64(), Type::uint64(), Type::float64()}) {
    made.overloads.push_back({{{type}, type, false, true}, of_numbers<least>});
  }
  made.overloads.push_back({{{any}, any, false, true}, of_numbers<least>});
  return made;
}

}  // namespace

std::vector<Function> math_functions() {
  Type const i = Type::int64(), u = Type::uint64(), d = Type::float64();
  return {
      same_kind_variadic("min", of_arguments<true>),
      same_kind_variadic("max", of_arguments<false>),
      numbers<true>("math.least"),
      numbers<false>("math.greatest"),
      unary("math.ceil", rounded<std::ceil>, {d}),
      unary("math.floor", rounded<std::floor>, {d}),
      unary("math.round", rounded<std::round>, {d}),
      unary("math.trunc", rounded<std::trunc>, {d}),
      unary("math.abs", absolute, {i, u, d}),
      unary("math.sign", sign, {i, u, d}),
      unary("math.sqrt", square_root, {i, u, d}, d),
      unary("math.isNaN", is_nan, {d}, Type::boolean()),
      unary("math.isInf", is_inf, {d}, Type::boolean()),
      unary("math.isFinite", is_finite, {d}, Type::boolean()),
      binary("math.bitAnd", bitwise<std::bit_and<>>, {i, u}),
      binary("math.bitOr", bitwise<std::bit_or<>>, {i, u}),
      binary("math.bitXor", bitwise<std::bit_xor<>>, {i, u}),
      unary("math.bitNot", bit_not, {i, u}),
      {"math.bitShiftLeft", {{{{i, i}, i}, shift_left}, {{{u, i}, u}, shift_left}}},
      {"math.bitShiftRight", {{{{i, i}, i}, shift_right}, {{{u, i}, u}, shift_right}}},
  };
}

}  // namespace redress::cel

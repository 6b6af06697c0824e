// What the operators do. && || and ?: are the evaluator's own; what the others accept is in operator_signatures.cpp.
#include "engine/cel/comprehension.hpp"
#include "engine/cel/function.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace redress::cel {
namespace {

Outcome overflow() { return error("整数运算超出 64 位范围", "integer overflow"); }
Outcome out_of_range() { return error("时间或时长超出允许范围", "timestamp or duration out of range"); }
Outcome division_by_zero() { return error("除数为零", "division by zero"); }

template <class T>
Outcome or_out_of_range(std::optional<T> const& made) {
  return made ? Outcome(Value(*made)) : out_of_range();
}

Value joined(std::string const& a, std::string const& b) {
  std::string text;
  text.reserve(a.size() + b.size());
  return text.append(a).append(b);
}

Outcome add(Calling& calling, Value const& a, Value const& b) {
  if (a.is(Kind::timestamp) && b.is(Kind::duration))
    return or_out_of_range(cel::add(a.as_timestamp(), b.as_duration()));
  if (a.is(Kind::duration) && b.is(Kind::timestamp))
    return or_out_of_range(cel::add(b.as_timestamp(), a.as_duration()));
  if (a.kind() != b.kind()) return no_overload("+", std::array{a, b});
  switch (a.kind()) {
    case Kind::int64: {
      std::int64_t sum = 0;
      return __builtin_add_overflow(a.as_int(), b.as_int(), &sum) ? overflow() : Value(sum);
    }
    case Kind::uint64: {
      std::uint64_t sum = 0;
      return __builtin_add_overflow(a.as_uint(), b.as_uint(), &sum) ? overflow() : Value(sum);
    }
    case Kind::float64:
      return Value(a.as_double() + b.as_double());
    case Kind::string:
      calling.charge(a.as_string().size() + b.as_string().size());
      return joined(a.as_string(), b.as_string());
    case Kind::bytes:
      calling.charge(a.as_bytes().size() + b.as_bytes().size());
      return Value::bytes(a.as_bytes() + b.as_bytes());
    case Kind::list: {
      List const& right = b.as_list();
      calling.steps -= static_cast<Steps>(a.as_list().size() + right.size());
      if (calling.steps < 0) return Value();  // the evaluator reports the spent budget
      List both = a.as_list();
      both.insert(both.end(), right.begin(), right.end());
      return Value(std::move(both));
    }
    case Kind::duration:
      return or_out_of_range(cel::add(a.as_duration(), b.as_duration()));
    default:
      return no_overload("+", std::array{a, b});
  }
}

Outcome subtract(Value const& a, Value const& b) {
  if (a.is(Kind::timestamp) && b.is(Kind::duration))
    return or_out_of_range(cel::subtract(a.as_timestamp(), b.as_duration()));
  if (a.kind() != b.kind()) return no_overload("-", std::array{a, b});
  switch (a.kind()) {
    case Kind::int64: {
      std::int64_t rest = 0;
      return __builtin_sub_overflow(a.as_int(), b.as_int(), &rest) ? overflow() : Value(rest);
    }
    case Kind::uint64: {
      std::uint64_t rest = 0;
      return __builtin_sub_overflow(a.as_uint(), b.as_uint(), &rest) ? overflow() : Value(rest);
    }
    case Kind::float64:
      return Value(a.as_double() - b.as_double());
    case Kind::timestamp:
      return or_out_of_range(cel::subtract(a.as_timestamp(), b.as_timestamp()));
    case Kind::duration:
      return or_out_of_range(cel::subtract(a.as_duration(), b.as_duration()));
    default:
      return no_overload("-", std::array{a, b});
  }
}

Outcome multiply(Value const& a, Value const& b) {
  if (a.is(Kind::int64) && b.is(Kind::int64)) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a.as_int(), b.as_int(), &product) ? overflow() : Value(product);
  }
  if (a.is(Kind::uint64) && b.is(Kind::uint64)) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a.as_uint(), b.as_uint(), &product) ? overflow() : Value(product);
  }
  if (a.is(Kind::float64) && b.is(Kind::float64)) return Value(a.as_double() * b.as_double());
  return no_overload("*", std::array{a, b});
}

Outcome divide(Value const& a, Value const& b) {
  if (a.is(Kind::int64) && b.is(Kind::int64)) {
    if (b.as_int() == 0) return division_by_zero();
    if (a.as_int() == std::numeric_limits<std::int64_t>::min() && b.as_int() == -1) return overflow();
    return Value(a.as_int() / b.as_int());
  }
  if (a.is(Kind::uint64) && b.is(Kind::uint64)) {
    return b.as_uint() == 0 ? division_by_zero() : Value(a.as_uint() / b.as_uint());
  }
  if (a.is(Kind::float64) && b.is(Kind::float64)) return Value(a.as_double() / b.as_double());
  return no_overload("/", std::array{a, b});
}

Outcome modulo(Value const& a, Value const& b) {
  if (a.is(Kind::int64) && b.is(Kind::int64)) {
    if (b.as_int() == 0) return error("取余的除数为零", "modulus by zero");
    if (b.as_int() == -1) {
      return a.as_int() == std::numeric_limits<std::int64_t>::min() ? overflow() : Value(std::int64_t{0});
    }
    return Value(a.as_int() % b.as_int());
  }
  if (a.is(Kind::uint64) && b.is(Kind::uint64)) {
    return b.as_uint() == 0 ? error("取余的除数为零", "modulus by zero") : Value(a.as_uint() % b.as_uint());
  }
  return no_overload("%", std::array{a, b});
}

Outcome negate(Value const& a) {
  if (a.is(Kind::int64))
    return a.as_int() == std::numeric_limits<std::int64_t>::min() ? overflow() : Value(-a.as_int());
  if (a.is(Kind::float64)) return Value(-a.as_double());
  if (a.is(Kind::duration)) return or_out_of_range(cel::negate(a.as_duration()));
  return no_overload("-", std::array{a});
}

Outcome ordered(Operator op, Calling& calling, Value const& a, Value const& b) {
  if (a.is(Kind::string) && b.is(Kind::string)) calling.charge(std::min(a.as_string().size(), b.as_string().size()));
  if (a.is(Kind::bytes) && b.is(Kind::bytes)) calling.charge(std::min(a.as_bytes().size(), b.as_bytes().size()));
  auto const order = compare(a, b);
  if (!order) return no_overload(symbol_of(op), std::array{a, b});
  switch (op) {
    case Operator::less:
      return Value(*order < 0);
    case Operator::less_equal:
      return Value(*order <= 0);
    case Operator::greater:
      return Value(*order > 0);
    default:
      return Value(*order >= 0);
  }
}

void charge_lookup(Calling& calling, Value const& in, Value const& key) {
  Value const* map = &in;
  while (map->is(Kind::optional) && map->as_optional().value) map = map->as_optional().value.get();
  if (map->is(Kind::map)) calling.steps -= static_cast<Steps>(lookup_items(key, map->as_map().size()));
}

Outcome contained(Calling& calling, Value const& item, Value const& in) {
  charge_lookup(calling, in, item);
  if (in.is(Kind::map)) return Value(in.as_map().find(item) != nullptr);
  if (!in.is(Kind::list)) return no_overload("in", std::array{item, in});
  for (Value const& candidate : in.as_list()) {
    if (equal(item, candidate, calling.steps)) return Value(true);
    if (calling.steps < 0) break;
  }
  return Value(false);
}

std::string shown(Value const& key) { return to_literal(key, 60); }

/// The place a list index means: whole numbers of any type; nullopt where there is none.
std::optional<std::size_t> place_in(List const& list, Value const& index) {
  std::optional<std::partial_ordering> const from_zero = compare(index, Value(0));
  if (!from_zero || !(*from_zero >= 0)) return std::nullopt;
  if (index.is(Kind::float64) && index.as_double() != std::trunc(index.as_double())) return std::nullopt;
  if (!(*compare(index, Value(static_cast<std::uint64_t>(list.size()))) < 0)) return std::nullopt;
  if (index.is(Kind::int64)) return static_cast<std::size_t>(index.as_int());
  if (index.is(Kind::uint64)) return static_cast<std::size_t>(index.as_uint());
  return static_cast<std::size_t>(index.as_double());
}

bool is_number(Value const& value) {
  return value.is(Kind::int64) || value.is(Kind::uint64) || value.is(Kind::float64);
}

/// The item a key leads to; null pointer if the key is sound but leads nowhere; an Error if it cannot be a key here.
std::variant<Value const*, Error> item_at(Value const& from, Value const& key) {
  if (from.is(Kind::map)) {
    Value const* found = from.as_map().find(key);
    if (found == nullptr && !may_be_key(key) && !key.is(Kind::float64)) {
      return no_overload("[]", std::array{from, key}).error();
    }
    return found;
  }
  if (!from.is(Kind::list) || !is_number(key)) return no_overload("[]", std::array{from, key}).error();
  auto const place = place_in(from.as_list(), key);
  return place ? &from.as_list()[*place] : nullptr;
}

Outcome missing(Value const& from, Value const& key) {
  if (from.is(Kind::list)) {
    return error(fmt::format("列表没有第 {} 项，它有 {} 项（从 0 数起）", shown(key), from.as_list().size()),
                 fmt::format("index out of range: {} in a list of {}", shown(key), from.as_list().size()));
  }
  return error(fmt::format("没有这个键：{}", shown(key)), fmt::format("no such key: {}", shown(key)));
}

Outcome some(Value value) { return Value(Optional{std::make_shared<Value const>(std::move(value))}); }

/// `from[key]`; through an optional it stays optional, and `[?key]` makes it so.
Outcome index(Value const& from, Value const& key, bool optional) {
  if (from.is(Kind::optional)) {
    auto const& held = from.as_optional().value;
    return held ? index(*held, key, true) : Outcome(from);
  }
  auto const found = item_at(from, key);
  if (auto const* wrong = std::get_if<Error>(&found)) return *wrong;
  Value const* item = std::get<Value const*>(found);
  if (optional) return item != nullptr ? some(*item) : Outcome(Value(Optional{}));
  return item != nullptr ? Outcome(*item) : missing(from, key);
}

}  // namespace

Outcome apply(Operator op, Calling& calling, Arguments operands) {
  Value const& a = operands[0];
  Value const& b = operands.back();
  switch (op) {
    case Operator::negate_truth:
      return a.is(Kind::boolean) ? Outcome(Value(!a.as_bool())) : no_overload("!", operands);
    case Operator::equal:
      return Value(equal(a, b, calling.steps));
    case Operator::not_equal:
      return Value(!equal(a, b, calling.steps));
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal:
      return ordered(op, calling, a, b);
    case Operator::in:
      return contained(calling, a, b);
    case Operator::add:
      return add(calling, a, b);
    case Operator::subtract:
      return subtract(a, b);
    case Operator::multiply:
      return multiply(a, b);
    case Operator::divide:
      return divide(a, b);
    case Operator::modulo:
      return modulo(a, b);
    case Operator::negate:
      return negate(a);
    case Operator::index:
      charge_lookup(calling, a, b);
      return index(a, b, false);
    case Operator::optional_index:
    case Operator::optional_select:
      charge_lookup(calling, a, b);
      return index(a, b, true);
    default:
      return no_overload(symbol_of(op), operands);
  }
}

}  // namespace redress::cel

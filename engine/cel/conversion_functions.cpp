// Conversions between types: bool() bytes() double() duration() dyn() int() string() timestamp() type() uint().
#include "engine/cel/function.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace redress::cel {
namespace {

constexpr double two_to_63 = 9223372036854775808.0;
constexpr double two_to_64 = 18446744073709551616.0;

Outcome out_of_range(std::string_view type) {
  return error(fmt::format("数值超出 {} 的范围", type), fmt::format("value out of range for {}", type));
}

Outcome unreadable(Value const& text, std::string_view type) {
  std::string const shown = to_literal(text, 60);
  return error(fmt::format("无法把 {} 读作 {}", shown, type), fmt::format("cannot read {} as {}", shown, type));
}

Outcome identity(Calling&, Arguments a) { return a[0]; }

Outcome bool_from_string(Calling&, Arguments a) {
  std::string const& text = a[0].as_string();
  for (std::string_view yes : {"true", "True", "TRUE", "t", "T", "1"}) {
    if (text == yes) return Value(true);
  }
  for (std::string_view no : {"false", "False", "FALSE", "f", "F", "0"}) {
    if (text == no) return Value(false);
  }
  return unreadable(a[0], "bool");
}

Outcome bytes_from_string(Calling& calling, Arguments a) {
  calling.charge(a[0].as_string().size());
  return Value::bytes(a[0].as_string());
}

template <class Number>
Outcome read_number(Calling& calling, Value const& text, std::string_view type) {
  std::string_view digits = text.as_string();
  calling.charge(digits.size());
  if (digits.starts_with('+') && digits.size() > 1 && digits[1] != '-') digits.remove_prefix(1);
  Number number{};
  auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  bool const whole = end == digits.data() + digits.size() && !digits.ends_with(')');
  if (fault == std::errc::result_out_of_range && whole) return out_of_range(type);
  if (fault != std::errc{} || !whole) return unreadable(text, type);
  return Value(number);
}

Outcome double_from_int(Calling&, Arguments a) { return Value(static_cast<double>(a[0].as_int())); }
Outcome double_from_uint(Calling&, Arguments a) { return Value(static_cast<double>(a[0].as_uint())); }
Outcome double_from_string(Calling& calling, Arguments a) { return read_number<double>(calling, a[0], "double"); }

Outcome int_from_uint(Calling&, Arguments a) {
  if (a[0].as_uint() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return out_of_range("int");
  return Value(static_cast<std::int64_t>(a[0].as_uint()));
}
// Both ends are refused: a double that looks like an extreme of int may stand for a neighbour that is none.
Outcome int_from_double(Calling&, Arguments a) {
  double const number = a[0].as_double();
  return number > -two_to_63 && number < two_to_63 ? Value(static_cast<std::int64_t>(number)) : out_of_range("int");
}
Outcome int_from_string(Calling& calling, Arguments a) { return read_number<std::int64_t>(calling, a[0], "int"); }
Outcome int_from_timestamp(Calling&, Arguments a) { return Value(a[0].as_timestamp().seconds); }

Outcome uint_from_int(Calling&, Arguments a) {
  return a[0].as_int() < 0 ? out_of_range("uint") : Value(static_cast<std::uint64_t>(a[0].as_int()));
}
Outcome uint_from_double(Calling&, Arguments a) {
  double const number = a[0].as_double();
  return number >= 0 && number < two_to_64 ? Value(static_cast<std::uint64_t>(number)) : out_of_range("uint");
}
Outcome uint_from_string(Calling& calling, Arguments a) { return read_number<std::uint64_t>(calling, a[0], "uint"); }

Outcome string_from_bool(Calling&, Arguments a) { return Value(a[0].as_bool() ? "true" : "false"); }
Outcome string_from_int(Calling&, Arguments a) { return Value(std::to_string(a[0].as_int())); }
Outcome string_from_uint(Calling&, Arguments a) { return Value(std::to_string(a[0].as_uint())); }
Outcome string_from_double(Calling&, Arguments a) { return Value(format_double(a[0].as_double())); }
Outcome string_from_bytes(Calling& calling, Arguments a) {
  calling.charge(a[0].as_bytes().size());
  if (!is_valid_utf8(a[0].as_bytes())) return error("这些字节不是合法的 UTF-8", "invalid UTF-8 in bytes");
  return Value(a[0].as_bytes());
}
Outcome string_from_timestamp(Calling&, Arguments a) { return Value(format(a[0].as_timestamp())); }
Outcome string_from_duration(Calling&, Arguments a) { return Value(format(a[0].as_duration())); }
Outcome string_from_ip(Calling&, Arguments a) { return Value(format(a[0].as_ip())); }
Outcome string_from_cidr(Calling&, Arguments a) { return Value(format(a[0].as_cidr())); }

Outcome timestamp_from_string(Calling&, Arguments a) {
  auto const at = parse_timestamp(a[0].as_string());
  return at ? Outcome(Value(*at)) : unreadable(a[0], "timestamp");
}
Outcome timestamp_from_int(Calling&, Arguments a) {
  std::int64_t const seconds = a[0].as_int();
  if (seconds < timestamp_seconds_min || seconds > timestamp_seconds_max) return out_of_range("timestamp");
  return Value(Timestamp{seconds, 0});
}
Outcome duration_from_string(Calling& calling, Arguments a) {
  calling.charge(a[0].as_string().size());
  auto const span = parse_duration(a[0].as_string());
  return span ? Outcome(Value(*span)) : unreadable(a[0], "duration");
}

Outcome type_of(Calling&, Arguments a) { return Value(a[0].type()); }

}  // namespace

std::vector<Function> conversion_functions() {
  Type const b = Type::boolean(), i = Type::int64(), u = Type::uint64(), d = Type::float64(), s = Type::string(),
             y = Type::bytes(), t = Type::timestamp(), w = Type::duration(), A = Type::parameter(0);
  return {
      {"bool", {{{{b}, b}, identity}, {{{s}, b}, bool_from_string}}},
      {"bytes", {{{{y}, y}, identity}, {{{s}, y}, bytes_from_string}}},
      {"double",
       {{{{d}, d}, identity},
        {{{i}, d}, double_from_int},
        {{{u}, d}, double_from_uint},
        {{{s}, d}, double_from_string}}},
      {"duration", {{{{w}, w}, identity}, {{{s}, w}, duration_from_string}}},
      {"dyn", {{{{A}, Type::dyn()}, identity}}},
      {"int",
       {{{{i}, i}, identity},
        {{{u}, i}, int_from_uint},
        {{{d}, i}, int_from_double},
        {{{s}, i}, int_from_string},
        {{{t}, i}, int_from_timestamp}}},
      {"string",
       {{{{s}, s}, identity},
        {{{b}, s}, string_from_bool},
        {{{i}, s}, string_from_int},
        {{{u}, s}, string_from_uint},
        {{{d}, s}, string_from_double},
        {{{y}, s}, string_from_bytes},
        {{{t}, s}, string_from_timestamp},
        {{{w}, s}, string_from_duration},
        {{{Type::ip()}, s}, string_from_ip},
        {{{Type::cidr()}, s}, string_from_cidr}}},
      {"timestamp", {{{{t}, t}, identity}, {{{s}, t}, timestamp_from_string}, {{{i}, t}, timestamp_from_int}}},
      {"type", {{{{A}, Type::type(A)}, type_of}}},
      {"uint",
       {{{{u}, u}, identity}, {{{i}, u}, uint_from_int}, {{{d}, u}, uint_from_double}, {{{s}, u}, uint_from_string}}},
  };
}

}  // namespace redress::cel

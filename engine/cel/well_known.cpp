#include "engine/cel/well_known.hpp"

#include "engine/cel/function.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace redress::cel {
namespace {

constexpr std::string_view package = "google.protobuf.";

struct Wrapper {
  std::string_view message;
  std::string_view field;
  Kind kind;
};
constexpr std::array wrappers{
    Wrapper{"BoolValue", "value", Kind::boolean},   Wrapper{"BytesValue", "value", Kind::bytes},
    Wrapper{"DoubleValue", "value", Kind::float64}, Wrapper{"FloatValue", "value", Kind::float64},
    Wrapper{"Int32Value", "value", Kind::int64},    Wrapper{"Int64Value", "value", Kind::int64},
    Wrapper{"UInt32Value", "value", Kind::uint64},  Wrapper{"UInt64Value", "value", Kind::uint64},
    Wrapper{"StringValue", "value", Kind::string},  Wrapper{"ListValue", "values", Kind::list},
    Wrapper{"Struct", "fields", Kind::map},
};

constexpr std::array value_fields{
    Wrapper{"Value", "null_value", Kind::null},     Wrapper{"Value", "number_value", Kind::float64},
    Wrapper{"Value", "string_value", Kind::string}, Wrapper{"Value", "bool_value", Kind::boolean},
    Wrapper{"Value", "struct_value", Kind::map},    Wrapper{"Value", "list_value", Kind::list},
};

Value zero_of(Kind kind) {
  switch (kind) {
    case Kind::boolean:
      return false;
    case Kind::int64:
      return 0;
    case Kind::uint64:
      return 0U;
    case Kind::float64:
      return 0.0;
    case Kind::string:
      return "";
    case Kind::bytes:
      return Value::bytes("");
    case Kind::list:
      return List{};
    case Kind::map:
      return Map{};
    default:
      return {};
  }
}

Outcome no_field(std::string_view message, std::string_view field) {
  return error(fmt::format("{} 没有这样的字段 {}", message, field),
               fmt::format("{} has no such field {}", message, field));
}
Outcome wrong_value(std::string_view field, Value const& value) {
  std::string const shown = to_literal(value, 60);
  return error(fmt::format("字段 {} 不能是 {}", field, shown), fmt::format("the field {} cannot be {}", field, shown));
}

bool has_text_keys(Map const& map) {
  return std::all_of(map.entries().begin(), map.entries().end(),
                     [](Map::Entry const& entry) { return entry.first.is(Kind::string); });
}

/// The value as that field of that message holds it.
Outcome held(Wrapper const& wrapper, Value const& value) {
  bool const null_by_name = wrapper.kind == Kind::null && value.is(Kind::int64) && value.as_int() == 0;
  if (null_by_name) return Value();
  if (!value.is(wrapper.kind)) return wrong_value(wrapper.field, value);
  bool fits = true;
  if (wrapper.message == "Int32Value") fits = std::in_range<std::int32_t>(value.as_int());
  if (wrapper.message == "UInt32Value") fits = std::in_range<std::uint32_t>(value.as_uint());
  if (wrapper.kind == Kind::map) fits = has_text_keys(value.as_map());
  if (!fits) return wrong_value(wrapper.field, value);
  if (wrapper.message == "FloatValue") return Value(double{static_cast<float>(value.as_double())});
  return value;
}

Outcome moment(std::string_view message, std::span<std::string const> fields, std::span<Value const> values) {
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i] != "seconds" && fields[i] != "nanos") return no_field(message, fields[i]);
    if (!values[i].is(Kind::int64)) return wrong_value(fields[i], values[i]);
    (fields[i] == "seconds" ? seconds : nanos) = values[i].as_int();
  }
  bool const is_timestamp = message == "Timestamp";
  std::int64_t const nanos_min = is_timestamp ? 0 : 1 - second_nanos;
  if (nanos < nanos_min || nanos >= second_nanos) return wrong_value("nanos", nanos);
  if (is_timestamp) {
    if (seconds < timestamp_seconds_min || seconds > timestamp_seconds_max) return wrong_value("seconds", seconds);
    return Value(Timestamp{seconds, static_cast<std::int32_t>(nanos)});
  }
  std::int64_t total = 0;
  if (__builtin_mul_overflow(seconds, second_nanos, &total) || __builtin_add_overflow(total, nanos, &total))
    return wrong_value("seconds", seconds);
  return Value(Duration{total});
}

}  // namespace

bool is_well_known(std::string_view message) {
  if (!message.starts_with(package)) return false;
  message.remove_prefix(package.size());
  return message == "Value" || message == "Timestamp" || message == "Duration" ||
         std::any_of(wrappers.begin(), wrappers.end(),
                     [&](Wrapper const& wrapper) { return wrapper.message == message; });
}

Outcome well_known(std::string_view message, std::span<std::string const> fields, std::span<Value const> values) {
  std::string_view const name = message.substr(std::min(package.size(), message.size()));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (std::find(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(i), fields[i]) !=
        fields.begin() + static_cast<std::ptrdiff_t>(i)) {
      return error(fmt::format("字段 {} 写了两次", fields[i]), fmt::format("the field {} is set twice", fields[i]));
    }
  }
  if (name == "Timestamp" || name == "Duration") return moment(name, fields, values);
  if (fields.size() > 1) return no_field(message, fields[1]);
  std::span<Wrapper const> const among = name == "Value" ? std::span<Wrapper const>(value_fields) : wrappers;
  auto const found = std::find_if(among.begin(), among.end(), [&](Wrapper const& wrapper) {
    return wrapper.message == name && (fields.empty() || wrapper.field == fields[0]);
  });
  if (found == among.end()) return no_field(message, fields.empty() ? "" : fields[0]);
  return fields.empty() ? Outcome(zero_of(found->kind)) : held(*found, values[0]);
}

}  // namespace redress::cel

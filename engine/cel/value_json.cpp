#include "engine/cel/value_json.hpp"

#include "engine/cel/base64.hpp"
#include "engine/cel/well_known.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace redress::cel {
namespace {

namespace json = boost::json;

constexpr std::string_view type_prefix = "type.googleapis.com/";

/// Leaves the descent from wherever a value is malformed; never leaves this file.
struct Malformed {
  std::string position;
  Says says;
};

[[noreturn]] void malformed(std::string const& position, std::string zh, std::string en) {
  throw Malformed{position, {std::move(zh), std::move(en)}};
}

template <class Number>
Number whole(json::value const& held, std::string const& position) {
  if (held.is_int64() && std::in_range<Number>(held.get_int64())) return static_cast<Number>(held.get_int64());
  if (held.is_uint64() && std::in_range<Number>(held.get_uint64())) return static_cast<Number>(held.get_uint64());
  if (held.is_string()) {
    std::string_view const digits = held.get_string();
    Number number{};
    auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (fault == std::errc{} && end == digits.data() + digits.size()) return number;
  }
  malformed(position, "应为 64 位整数", "must be a whole number of 64 bits");
}

double floating(json::value const& held, std::string const& position) {
  if (held.is_double()) return held.get_double();
  if (held.is_int64()) return static_cast<double>(held.get_int64());
  if (held.is_uint64()) return static_cast<double>(held.get_uint64());
  if (held == json::value("NaN")) return std::nan("");
  if (held == json::value("Infinity")) return HUGE_VAL;
  if (held == json::value("-Infinity")) return -HUGE_VAL;
  malformed(position, "应为数、\"NaN\"、\"Infinity\" 或 \"-Infinity\"",
            "must be a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
}

std::string_view text(json::value const& held, std::string const& position) {
  if (!held.is_string()) malformed(position, "应为文本", "must be text");
  return held.get_string();
}

json::object const& object(json::value const& held, std::string const& position) {
  if (!held.is_object()) malformed(position, "应为 JSON 对象", "must be a JSON object");
  return held.get_object();
}

/// The list under that name; an absent one is empty, as proto3 JSON leaves empty lists out.
json::array const& items(json::value const& held, std::string_view name, std::string const& position) {
  static json::array const empty;
  json::value const* found = object(held, position).if_contains(name);
  if (found == nullptr) return empty;
  if (!found->is_array()) malformed(position + "." + std::string(name), "应为列表", "must be a list");
  return found->get_array();
}

Value read(json::value const& held, std::string const& position, int depth);

Value read_list(json::value const& held, std::string const& position, int depth) {
  List made;
  for (json::value const& item : items(held, "values", position)) {
    made.push_back(read(item, fmt::format("{}.values[{}]", position, made.size()), depth));
  }
  return made;
}

Value read_map(json::value const& held, std::string const& position, int depth) {
  std::vector<Map::Entry> entries;
  for (json::value const& entry : items(held, "entries", position)) {
    std::string const at = fmt::format("{}.entries[{}]", position, entries.size());
    auto const part = [&](std::string_view name) {
      json::value const* found = object(entry, at).if_contains(name);
      if (found == nullptr) malformed(at, "每一项要有 key 和 value", "every entry needs key and value");
      return read(*found, at + "." + std::string(name), depth);
    };
    Value key = part("key");
    entries.emplace_back(std::move(key), part("value"));
  }
  auto made = Map::of(std::move(entries));
  if (!made)
    malformed(position, "键重复，或不是 bool、int、uint、string",
              "a key occurs twice, or is no bool, int, uint or string");
  return std::move(*made);
}

/// JSON as protobuf's Value, ListValue and Struct have it: every number is a double.
Value read_plain(json::value const& held, std::string const& position, int depth) {
  if (depth > json_depth_max) malformed(position, "嵌套太深", "nested too deep");
  if (held.is_string()) return text(held, position);
  if (held.is_bool()) return held.get_bool();
  if (held.is_number()) return floating(held, position);
  if (auto const* array = held.if_array()) {
    List made;
    for (json::value const& item : *array) made.push_back(read_plain(item, position, depth + 1));
    return made;
  }
  if (auto const* object = held.if_object()) {
    std::vector<Map::Entry> entries;
    for (auto const& [name, value] : *object)
      entries.emplace_back(Value(std::string_view(name)), read_plain(value, position, depth + 1));
    auto made = Map::of(std::move(entries));
    if (!made) malformed(position, "键重复", "a key occurs twice");
    return std::move(*made);
  }
  return {};
}

/// What a wrapper message holds, by the form its JSON has; null where there is no such message.
std::optional<Value> read_wrapper(std::string_view message, json::value const& inner, std::string const& position,
                                  int depth) {
  if (message == "BoolValue" && inner.is_bool()) return inner.get_bool();
  if (message == "Int32Value" || message == "Int64Value") return whole<std::int64_t>(inner, position);
  if (message == "UInt32Value" || message == "UInt64Value") return whole<std::uint64_t>(inner, position);
  if (message == "FloatValue" || message == "DoubleValue") return floating(inner, position);
  if (message == "StringValue") return text(inner, position);
  if (message == "BytesValue") {
    auto octets = from_base64(text(inner, position));
    if (!octets) malformed(position, "应为 base64", "must be base64");
    return Value::bytes(std::move(*octets));
  }
  bool const shaped =
      message == "Value" || (message == "ListValue" && inner.is_array()) || (message == "Struct" && inner.is_object());
  return shaped ? std::optional(read_plain(inner, position, depth)) : std::nullopt;
}

Value read_object(json::value const& held, std::string const& position, int depth) {
  constexpr std::string_view package = "google.protobuf.";
  json::object const& parts = object(held, position);
  json::value const* type = parts.if_contains("@type");
  json::value const* value = parts.if_contains("value");
  std::string_view name = type != nullptr ? text(*type, position + ".@type") : std::string_view();
  if (name.starts_with(type_prefix)) name.remove_prefix(type_prefix.size());
  if (name.starts_with(package) && value != nullptr) {
    name.remove_prefix(package.size());
    if (name == "Timestamp") {
      if (auto const at = parse_timestamp(text(*value, position + ".value"))) return *at;
    } else if (name == "Duration") {
      if (auto const span = parse_duration(text(*value, position + ".value"))) return *span;
    } else if (auto made = read_wrapper(name, *value, position + ".value", depth)) {
      if (std::string const message = std::string(package) + std::string(name); name.ends_with("32Value")) {
        std::string const field = "value";
        auto const checked = well_known(message, {&field, 1}, {&*made, 1});
        if (!checked.is_value()) malformed(position, checked.error().says.zh, checked.error().says.en);
      }
      return std::move(*made);
    }
  }
  malformed(position, "应为时间戳、时长或值的包装", "must be a Timestamp, a Duration or a wrapper of a value");
}

Value read_type(std::string_view name, std::string const& position) {
  auto const type = Type::named(name);
  if (!type) malformed(position, "没有这种类型", "there is no such type");
  return *type;
}

Value read(json::value const& held, std::string const& position, int depth) {
  if (depth > json_depth_max) malformed(position, "嵌套太深", "nested too deep");
  json::object const& parts = object(held, position);
  if (parts.size() != 1)
    malformed(position, "应恰有一个成员，例如 int64Value", "must have one member, such as int64Value");
  std::string_view const form = parts.begin()->key();
  json::value const& inner = parts.begin()->value();
  std::string const at = (position.empty() ? "" : position + ".") + std::string(form);
  if (form == "nullValue") return Value();
  if (form == "boolValue" && inner.is_bool()) return inner.get_bool();
  if (form == "int64Value") return whole<std::int64_t>(inner, at);
  if (form == "uint64Value") return whole<std::uint64_t>(inner, at);
  if (form == "doubleValue") return floating(inner, at);
  if (form == "stringValue") return text(inner, at);
  if (form == "bytesValue") {
    if (auto octets = from_base64(text(inner, at))) return Value::bytes(std::move(*octets));
    malformed(at, "应为 base64", "must be base64");
  }
  if (form == "listValue") return read_list(inner, at, depth + 1);
  if (form == "mapValue") return read_map(inner, at, depth + 1);
  if (form == "typeValue") return read_type(text(inner, at), at);
  if (form == "objectValue") return read_object(inner, at, depth + 1);
  malformed(at, "没有这种值", "there is no such form of value");
}

json::value number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

json::object of_type(Type const& type, std::string const& written) {
  return {{"objectValue", {{"@type", fmt::format("{}{}", type_prefix, type.name())}, {"value", written}}}};
}

/// Writes while there is room.
class Writer {
 public:
  json::value write(Value const& value) {
    take(64);
    switch (value.kind()) {
      case Kind::null:
        return {{"nullValue", nullptr}};
      case Kind::boolean:
        return {{"boolValue", value.as_bool()}};
      case Kind::int64:
        return {{"int64Value", std::to_string(value.as_int())}};
      case Kind::uint64:
        return {{"uint64Value", std::to_string(value.as_uint())}};
      case Kind::float64:
        return {{"doubleValue", number(value.as_double())}};
      case Kind::string:
        take(value.as_string().size());
        return {{"stringValue", value.as_string()}};
      case Kind::bytes:
        take(value.as_bytes().size() * 4 / 3);
        return {{"bytesValue", to_base64(value.as_bytes())}};
      case Kind::timestamp:
        return of_type(Type::timestamp(), format(value.as_timestamp()));
      case Kind::duration:
        return of_type(Type::duration(), format(value.as_duration()));
      case Kind::type:
        return {{"typeValue", value.as_type().name()}};
      case Kind::list:
        return list(value.as_list());
      case Kind::map:
        return map(value.as_map());
      case Kind::optional:
      case Kind::ip:
      case Kind::cidr:
        break;
    }
    malformed({}, fmt::format("{} 没有 JSON 写法", value.type().name()),
              fmt::format("a value of type {} cannot be written as JSON", value.type().name()));
  }

 private:
  void take(std::size_t bytes) {
    room_ -= static_cast<std::int64_t>(bytes);
    if (room_ < 0)
      malformed({}, fmt::format("值写成 JSON 会超过 {} 字节", json_bytes_max),
                fmt::format("as JSON the value would be longer than {} bytes", json_bytes_max));
  }

  json::value list(List const& items) {
    json::array made;
    for (Value const& item : items) made.push_back(write(item));
    return {{"listValue", {{"values", std::move(made)}}}};
  }

  json::value map(Map const& map) {
    json::array made;
    for (auto const& [key, held] : map.entries()) {
      json::value written_key = write(key);
      made.push_back({{"key", std::move(written_key)}, {"value", write(held)}});
    }
    return {{"mapValue", {{"entries", std::move(made)}}}};
  }

  std::int64_t room_ = json_bytes_max;
};

}  // namespace

Result<Value> value_from_json(json::value const& held) {
  try {
    return read(held, {}, 0);
  } catch (Malformed& wrong) {
    return Fault{FaultKind::invalid_params, std::move(wrong.says), std::move(wrong.position)};
  }
}

Result<json::value> value_to_json(Value const& value) {
  try {
    return Writer().write(value);
  } catch (Malformed& wrong) {
    return Fault{FaultKind::invalid_params, std::move(wrong.says), {}};
  }
}

}  // namespace redress::cel

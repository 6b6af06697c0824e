#include "engine/cel/value_json.hpp"

#include "engine/cel/base64.hpp"

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

Value read_object(json::value const& held, std::string const& position) {
  json::object const& parts = object(held, position);
  json::value const* type = parts.if_contains("@type");
  json::value const* value = parts.if_contains("value");
  std::string_view name = type != nullptr ? text(*type, position + ".@type") : std::string_view();
  if (name.starts_with(type_prefix)) name.remove_prefix(type_prefix.size());
  std::string_view const written =
      value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
  if (name == Type::timestamp().name()) {
    if (auto const at = parse_timestamp(written)) return *at;
  } else if (name == Type::duration().name()) {
    if (auto const span = parse_duration(written)) return *span;
  }
  malformed(position, "只认得时间戳和时长这两种对象", "of objects, only a Timestamp or a Duration can be read");
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
  if (form == "objectValue") return read_object(inner, at);
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

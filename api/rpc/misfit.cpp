#include "api/rpc/misfit.hpp"

#include "engine/base/utf8.hpp"
#include "engine/cel/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redress::api::rpc {
namespace {

using boost::json::kind;
using boost::json::object;
using boost::json::value;

constexpr std::size_t choices_told_max = 20;
constexpr std::size_t name_bytes_told_max = 64;
constexpr std::string_view params = "params";  // where every place begins

struct TypeName {
  std::string_view name, zh, en;
};
constexpr std::array type_names{
    TypeName{"string", "字符串", "a string"},  TypeName{"boolean", " true 或 false", "true or false"},
    TypeName{"integer", "整数", "an integer"}, TypeName{"number", "数", "a number"},
    TypeName{"object", "对象", "an object"},   TypeName{"array", "数组", "an array"},
    TypeName{"null", " null", "null"}};

TypeName const& named(std::string_view type) {
  auto const at = std::ranges::find(type_names, type, &TypeName::name);
  return at == type_names.end() ? type_names.back() : *at;
}

std::string_view type_of(value const& given) {
  switch (given.kind()) {
    case kind::string:
      return "string";
    case kind::bool_:
      return "boolean";
    case kind::int64:
    case kind::uint64:
      return "integer";
    case kind::double_:
      return "number";
    case kind::object:
      return "object";
    case kind::array:
      return "array";
    case kind::null:
      break;
  }
  return "null";
}

// What a schema allows a value to be; nothing where it allows anything.
std::vector<std::string_view> types_in(object const& schema) {
  std::vector<std::string_view> types;
  if (auto const* any = schema.if_contains("anyOf"))
    for (auto const& each : any->as_array()) {
      auto const of_one = types_in(each.as_object());
      if (of_one.empty()) return {};
      types.insert(types.end(), of_one.begin(), of_one.end());
    }
  auto const* said = schema.if_contains("type");
  if (said && said->is_string()) types.push_back(said->get_string());
  if (said && said->is_array())
    for (auto const& each : said->get_array()) types.push_back(each.as_string());
  return types;
}

bool allows(std::vector<std::string_view> const& types, value const& given) {
  auto const type = type_of(given);
  auto const has = [&](std::string_view each) { return std::ranges::find(types, each) != types.end(); };
  return types.empty() || has(type) || (type == "integer" && has("number"));
}

Says of_another_type(std::vector<std::string_view> const& types, value const& given) {
  std::vector<std::string_view> zh, en;
  for (auto const type : types) {
    zh.push_back(named(type).zh);
    en.push_back(named(type).en);
  }
  static constexpr TypeName with_a_point{{}, "带小数点的数", "a number with a point"};
  auto const& is = given.is_double() ? with_a_point : named(type_of(given));
  return {fmt::format("应为{}，给出的是{}", fmt::join(zh, "或"), is.zh),
          fmt::format("must be {}, not {}", fmt::join(en, " or "), is.en)};
}

Says none_of(boost::json::array const& choices) {
  std::vector<std::string> told;
  for (auto const& each : choices)
    if (told.size() < choices_told_max)
      told.push_back(each.is_string() ? std::string(each.get_string()) : boost::json::serialize(each));
  bool const more = choices.size() > told.size();
  return {fmt::format("只能是 {}{}", fmt::join(told, "、"), more ? " 等" : ""),
          fmt::format("must be one of {}{}", fmt::join(told, ", "), more ? ", ..." : "")};
}

// As much of a name as helps to find it; names are UTF-8.
std::string beginning_of(std::string_view name) {
  if (name.size() <= name_bytes_told_max) return std::string(name);
  auto end = name_bytes_told_max;
  while ((static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return fmt::format("{}…", name.substr(0, end));
}

// Whether somebody may have meant it: the beginning of it, or no more than a third of its letters are others.
bool is_near(std::string_view name, std::string_view nearest) {
  if (nearest.empty() || name.empty()) return false;
  return nearest.starts_with(name) || name.starts_with(nearest) ||
         cel::edits_between(name, nearest) * 3 <= std::max(name.size(), nearest.size());
}

Fault unknown_name(std::string const& within, std::string_view given, object const& known) {
  auto const name = beginning_of(given);
  auto const place = fmt::format("{}.{}", within, name);
  std::string_view nearest;
  for (auto const& each : known)
    if (nearest.empty() || cel::edits_between(name, each.key()) < cel::edits_between(name, nearest))
      nearest = each.key();
  if (!is_near(name, nearest))
    return invalid_params(place, fmt::format("没有参数“{}”", name), fmt::format("unknown parameter \"{}\"", name));
  return invalid_params(place, fmt::format("没有参数“{}”，是否指“{}”？", name, nearest),
                        fmt::format("unknown parameter \"{}\", did you mean \"{}\"?", name, nearest));
}

Fault missing_name(std::string const& within, std::string_view name) {
  return invalid_params(fmt::format("{}.{}", within, name), fmt::format("缺少参数“{}”", name),
                        fmt::format("the parameter \"{}\" is missing", name));
}

// A bound of the schema; bounds are integers.
std::optional<std::int64_t> bound(object const& schema, std::string_view keyword) {
  auto const* said = schema.if_contains(keyword);
  if (!said || !said->is_int64()) return std::nullopt;
  return said->get_int64();
}

struct Counted {
  std::string_view least, most;  // keywords
  std::string_view zh, en;       // what is counted
};
constexpr Counted counted_characters{"minLength", "maxLength", "个字符", "characters"};
constexpr Counted counted_items{"minItems", "maxItems", "项", "items"};
constexpr Counted counted_members{"minProperties", "maxProperties", "个成员", "members"};

std::optional<Says> wrong_count(object const& schema, std::int64_t has, Counted const& of) {
  if (auto const least = bound(schema, of.least); least && has < *least) {
    if (has == 0 && *least == 1) return Says{"不能为空", "must not be empty"};
    return Says{fmt::format("至少要有 {} {}，给出的有 {} {}", *least, of.zh, has, of.zh),
                fmt::format("must have at least {} {}, not {}", *least, of.en, has)};
  }
  if (auto const most = bound(schema, of.most); most && has > *most)
    return Says{fmt::format("最多 {} {}，给出的有 {} {}", *most, of.zh, has, of.zh),
                fmt::format("must have at most {} {}, not {}", *most, of.en, has)};
  return std::nullopt;
}

bool is_plain_integer(object const& schema) {
  auto const* type = schema.if_contains("type");
  return type && *type == "integer";
}

std::optional<Says> wrong_size(object const& schema, value const& given) {
  auto const below = [&](std::int64_t least) {
    if (auto const* number = given.if_int64()) return *number < least;
    return given.is_double() && given.get_double() < static_cast<double>(least);
  };
  auto const above = [&](std::int64_t most) {
    if (auto const* number = given.if_int64()) return *number > most;
    return given.is_uint64() || (given.is_double() && given.get_double() > static_cast<double>(most));
  };
  if (auto const least = bound(schema, "minimum"); least && below(*least))
    return Says{fmt::format("不能小于 {}", *least), fmt::format("must be at least {}", *least)};
  auto most = bound(schema, "maximum");
  if (!most && is_plain_integer(schema))  // no integer of ours is greater
    most = std::numeric_limits<std::int64_t>::max();
  if (most && above(*most)) return Says{fmt::format("不能大于 {}", *most), fmt::format("must be at most {}", *most)};
  return std::nullopt;
}

std::optional<Says> wrong_text(object const& schema, std::string_view text) {
  if (auto wrong = wrong_count(schema, code_points(text), counted_characters)) return wrong;
  auto const* said = schema.if_contains("pattern");
  if (!said) return std::nullopt;
  std::string const pattern(said->as_string());
  bool const short_enough = text.size() <= patterned_bytes_max;
  if (short_enough && std::regex_search(text.begin(), text.end(), std::regex(pattern))) return std::nullopt;
  return Says{fmt::format("格式不对，须匹配 {}", pattern), fmt::format("is not of the form {}", pattern)};
}

std::optional<Says> wrong_here(object const& schema, value const& given) {
  if (auto const types = types_in(schema); !allows(types, given)) return of_another_type(types, given);
  if (auto const* choices = schema.if_contains("enum"))
    if (auto const& all = choices->as_array(); std::ranges::find(all, given) == all.end()) return none_of(all);
  if (auto const* text = given.if_string()) return wrong_text(schema, *text);
  if (auto const* items = given.if_array()) return wrong_count(schema, std::ssize(*items), counted_items);
  if (auto const* members = given.if_object()) return wrong_count(schema, std::ssize(*members), counted_members);
  return wrong_size(schema, given);
}

// Of alternatives the one that speaks of such a value; where several do, none can be held against it here.
object const& meant(object const& schema, value const& given) {
  static object const anything;
  auto const* any = schema.if_contains("anyOf");
  if (!any) return schema;
  object const* found = nullptr;
  for (auto const& each : any->as_array()) {
    if (!allows(types_in(each.as_object()), given)) continue;
    if (found) return anything;
    found = &each.as_object();
  }
  return found ? *found : schema;
}

using Look = std::optional<Fault> (*)(value const& given, object const& schema, std::string const& place);

// Looks at what is inside a value, beside the schema of each.
std::optional<Fault> inside(Look look, value const& given, object const& schema, std::string const& place) {
  if (auto const* items = given.if_array())
    if (auto const* each = schema.if_contains("items"); each && each->is_object())
      for (std::size_t i = 0; i < items->size(); ++i)
        if (auto fault = look((*items)[i], each->get_object(), fmt::format("{}[{}]", place, i))) return fault;
  auto const* members = given.if_object();
  if (!members) return std::nullopt;
  auto const* known = schema.if_contains("properties");
  auto const* others = schema.if_contains("additionalProperties");
  for (auto const& member : *members) {
    auto const* property = known ? known->as_object().if_contains(member.key()) : nullptr;
    if (!property) property = others;
    if (!property || !property->is_object()) continue;
    auto const where = fmt::format("{}.{}", place, beginning_of(member.key()));
    if (auto fault = look(member.value(), property->get_object(), where)) return fault;
  }
  return std::nullopt;
}

std::optional<Fault> wrong_name(value const& given, object const& schema_given, std::string const& place) {
  auto const& schema = meant(schema_given, given);
  if (auto const* members = given.if_object()) {
    static object const none;
    auto const* properties = schema.if_contains("properties");
    auto const& known = properties ? properties->as_object() : none;
    if (auto const* others = schema.if_contains("additionalProperties"); others && *others == false)
      for (auto const& member : *members)
        if (!known.contains(member.key())) return unknown_name(place, member.key(), known);
    if (auto const* required = schema.if_contains("required"))
      for (auto const& name : required->as_array())
        if (!members->contains(name.as_string())) return missing_name(place, name.as_string());
  }
  return inside(wrong_name, given, schema, place);
}

std::optional<Fault> wrong_value(value const& given, object const& schema_given, std::string const& place) {
  auto const& schema = meant(schema_given, given);
  if (auto const says = wrong_here(schema, given)) {
    auto const name = std::string_view(place).substr(params.size() + 1);
    return invalid_params(place, fmt::format("“{}”{}", name, says->zh), fmt::format("\"{}\" {}", name, says->en));
  }
  return inside(wrong_value, given, schema, place);
}

}  // namespace

std::optional<Fault> misfit_in(value const& given, object const& schema) {
  std::string const place(params);
  if (auto fault = wrong_name(given, schema, place)) return fault;
  return inside(wrong_value, given, schema, place);
}

}  // namespace redress::api::rpc

#include "api/rpc/quick_schema.hpp"

#include "api/rpc/misfit.hpp"
#include "engine/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <regex>
#include <utility>

namespace redress::api::rpc {
namespace {

using boost::json::kind;

constexpr unsigned bit(kind of) { return 1U << static_cast<unsigned>(of); }

// A number that is written with a point is nobody's integer here; the schema library may see it otherwise.
constexpr std::array types{
    std::pair{std::string_view{"string"}, bit(kind::string)},
    std::pair{std::string_view{"boolean"}, bit(kind::bool_)},
    std::pair{std::string_view{"integer"}, bit(kind::int64)},
    std::pair{std::string_view{"number"}, bit(kind::int64) | bit(kind::double_)},
    std::pair{std::string_view{"object"}, bit(kind::object)},
    std::pair{std::string_view{"array"}, bit(kind::array)},
    std::pair{std::string_view{"null"}, bit(kind::null)},
};

std::string_view view_of(boost::json::string_view text) { return {text.data(), text.size()}; }

}  // namespace

QuickSchema::QuickSchema(boost::json::object const& schema) {
  for (auto const& member : schema)
    if (!learn(view_of(member.key()), member.value())) unsure_ = true;
  auto const* required = schema.if_contains("required");
  if (!required) return;
  for (auto const& name : required->as_array()) {
    auto const property = std::ranges::find(properties_, view_of(name.as_string()),
                                            [](Property const& each) -> std::string_view { return each.name; });
    if (property == properties_.end()) {
      unsure_ = true;
      continue;
    }
    property->required = true;
    ++required_;
  }
}

// False: a keyword that is not known here.
bool QuickSchema::learn(std::string_view keyword, boost::json::value const& said) {
  if (keyword == "description" || keyword == "required") return true;
  if (keyword == "type") return learn_types(said);
  if (keyword == "pattern" && said.is_string()) return learn_pattern(view_of(said.get_string()));
  auto const* number = said.if_int64();
  auto const bound = [&](std::int64_t& which) {
    if (number) which = *number;
    return number != nullptr;
  };
  if (keyword == "minLength") return bound(length_.least);
  if (keyword == "maxLength") return bound(length_.most);
  if (keyword == "minimum") return bound(number_.least);
  if (keyword == "maximum") return bound(number_.most);
  if (keyword == "minItems") return bound(items_count_.least);
  if (keyword == "maxItems") return bound(items_count_.most);
  if (keyword == "maxProperties") return bound(members_count_.most);
  return learn_structure(keyword, said);
}

// The same expressions as the schema library's, compiled once; they go deep with the text, so long ones stay unsure.
bool QuickSchema::learn_pattern(std::string_view pattern) {
  try {
    matches_ = [compiled = std::regex(pattern.begin(), pattern.end())](std::string_view text) {
      return text.size() <= patterned_bytes_max && std::regex_search(text.begin(), text.end(), compiled);
    };
  } catch (std::regex_error const&) {
    return false;
  }
  return true;
}

bool QuickSchema::learn_types(boost::json::value const& said) {
  if (!said.is_string()) return false;
  auto const* const known = std::ranges::find(types, view_of(said.get_string()), &decltype(types)::value_type::first);
  if (known == types.end()) return false;
  kinds_ = known->second;
  return true;
}

bool QuickSchema::learn_structure(std::string_view keyword, boost::json::value const& said) {
  if (keyword == "enum") {
    for (auto const& each : said.as_array()) {
      if (!each.is_string()) return false;
      texts_.emplace_back(each.get_string());
    }
    return !texts_.empty();
  }
  if (keyword == "properties") {
    for (auto const& member : said.as_object())
      properties_.push_back({member.key(), std::make_shared<QuickSchema const>(member.value().as_object())});
    return true;
  }
  if (keyword == "additionalProperties") {
    if (said.is_object()) others_ = std::make_shared<QuickSchema const>(said.get_object());
    closed_ = said.is_bool() && !said.get_bool();
    return true;
  }
  if (keyword == "items") {
    if (!said.is_object()) return false;
    items_ = std::make_shared<QuickSchema const>(said.get_object());
    return true;
  }
  if (keyword == "anyOf") {
    for (auto const& each : said.as_array()) any_of_.emplace_back(each.as_object());
    return true;
  }
  return false;
}

QuickSchema::Property const* QuickSchema::find(std::string_view name) const {
  auto const at = std::ranges::find_if(properties_, [&](Property const& each) { return each.name == name; });
  return at == properties_.end() ? nullptr : &*at;
}

// Bytes are at least as many as characters, so that most texts need not be counted.
bool QuickSchema::string_fits(std::string_view text) const {
  if (!texts_.empty() && std::ranges::find(texts_, text) == texts_.end()) return false;
  if (matches_ && !matches_(text)) return false;
  auto const bytes = std::ssize(text);
  bool const short_enough = bytes <= length_.most;
  bool const long_enough = length_.least <= 0 || (length_.least == 1 && bytes > 0);
  return (short_enough && long_enough) || length_.holds(code_points(text));
}

bool QuickSchema::array_fits(boost::json::array const& array) const {
  return items_count_.holds(std::ssize(array)) &&
         (!items_ || std::ranges::all_of(array, [this](auto const& item) { return items_->surely_fits(item); }));
}

bool QuickSchema::surely_fits(boost::json::object const& object) const {
  return !unsure_ && (kinds_ & bit(kind::object)) != 0 && any_of_.empty() && members_fit(object);
}

bool QuickSchema::members_fit(boost::json::object const& object) const {
  if (!texts_.empty() || !members_count_.holds(std::ssize(object))) return false;
  std::size_t required = 0;
  for (auto const& member : object) {
    if (auto const* property = find(view_of(member.key()))) {
      if (!property->schema->surely_fits(member.value())) return false;
      required += property->required ? 1 : 0;
    } else if (closed_ || (others_ && !others_->surely_fits(member.value()))) {
      return false;
    }
  }
  return required == required_;  // names in an object are each there once
}

bool QuickSchema::surely_fits(boost::json::value const& value) const {
  if (unsure_ || (kinds_ & bit(value.kind())) == 0) return false;
  if (!any_of_.empty() &&
      std::ranges::none_of(any_of_, [&](QuickSchema const& each) { return each.surely_fits(value); }))
    return false;
  switch (value.kind()) {
    case kind::string:
      return string_fits(view_of(value.get_string()));
    case kind::int64:
      return texts_.empty() && number_.holds(value.get_int64());
    case kind::object:
      return members_fit(value.get_object());
    case kind::array:
      return texts_.empty() && array_fits(value.get_array());
    default:
      return texts_.empty() && !number_.bounds();
  }
}

}  // namespace redress::api::rpc

#include "engine/facts/facts.hpp"

#include "engine/ledger/canonical_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace redress {
namespace {

constexpr std::size_t text_bytes_max = 256;
constexpr std::size_t texts_max = 64;
// What a caller may report at most, either way; what rules reckon from it stays within what an entry can say.
constexpr std::int64_t fact_integer_max = 10'000'000'000'000;

std::size_t index_of(std::string_view path) {
  auto const index = fact_index(path);
  assert(index && "a fact path that is not in the schema");
  return *index;
}

struct TypeWords {
  std::string_view zh, en;
};

TypeWords words_of(FactType type) {
  switch (type) {
    case FactType::boolean:
      return {"true 或 false", "true or false"};
    case FactType::integer:
      return {"整数", "a whole number"};
    case FactType::text:
      return {"文本", "a text"};
    case FactType::instant:
      return {"RFC 3339 时间", "an RFC 3339 time"};
    case FactType::texts:
      return {"文本列表", "a list of texts"};
  }
  return {};
}

Fault wrong_type(FactType type, std::string position) {
  auto const [zh, en] = words_of(type);
  return invalid_params(std::move(position), fmt::format("须为{}", zh), fmt::format("must be {}", en));
}

Fault too_long(std::string position) {
  return invalid_params(std::move(position), fmt::format("文本最长 {} 字节", text_bytes_max),
                        fmt::format("a text has at most {} bytes", text_bytes_max));
}

bool is_within(boost::json::value const& json, std::int64_t most) {
  return json.is_int64() && json.get_int64() <= most && json.get_int64() >= -most;
}

bool text_fits(boost::json::value const& json) {
  return json.is_string() && json.get_string().size() <= text_bytes_max;
}

// What is told of a settable fact.
struct ToldFact {
  std::size_t position;            // in the schema
  std::optional<FactValue> value;  // nothing: it is cleared
};

Result<ToldFact> told(std::string_view path, boost::json::value const& json) {
  auto const index = fact_index(path);
  if (!index)
    return invalid_params(std::string(path), fmt::format("没有名为“{}”的事实", path),
                          fmt::format("there is no fact named \"{}\"", path));
  auto const& spec = fact_schema()[*index];
  if (!settable(spec))
    return invalid_params(std::string(path), fmt::format("“{}”由系统计算，不能设置", path),
                          fmt::format("\"{}\" is computed and cannot be set", path));
  if (json.is_null()) return ToldFact{*index, {}};
  auto value = fact_from_json(spec.type, json, std::string(path));
  if (!value) return value.error();
  return ToldFact{*index, std::move(*value)};
}

}  // namespace

boost::json::value to_json(FactValue const& value) {
  return std::visit(
      [](auto const& v) -> boost::json::value {
        using V = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<V, Instant>)
          return boost::json::string(format_rfc3339(v));
        else if constexpr (std::is_same_v<V, std::string>)
          return boost::json::string(v);
        else if constexpr (std::is_same_v<V, std::vector<std::string>>)
          return boost::json::value_from(v);
        else
          return v;
      },
      value);
}

Result<FactValue> fact_from_json(FactType type, boost::json::value const& json, std::string position) {
  switch (type) {
    case FactType::boolean:
      if (json.is_bool()) return FactValue{json.get_bool()};
      break;
    case FactType::integer:
      if (is_within(json, ledger::largest_safe_integer)) return FactValue{json.get_int64()};
      break;
    case FactType::text:
      if (text_fits(json)) return FactValue{std::string(json.get_string())};
      if (json.is_string()) return too_long(std::move(position));
      break;
    case FactType::instant:
      if (json.is_string()) {
        auto const at = parse_rfc3339(json.get_string());
        if (at) return FactValue{*at};
        return Fault{at.error().kind, at.error().says, std::move(position)};
      }
      break;
    case FactType::texts:
      if (auto const* array = json.if_array(); array && array->size() <= texts_max) {
        std::vector<std::string> texts;
        for (auto const& item : *array) {
          if (!text_fits(item))
            return item.is_string() ? too_long(std::move(position)) : wrong_type(type, std::move(position));
          texts.emplace_back(item.get_string());
        }
        return FactValue{std::move(texts)};
      }
      break;
  }
  return wrong_type(type, std::move(position));
}

FactValue const* Facts::find(std::string_view path) const { return at(index_of(path)); }

void Facts::put(std::size_t position, FactValue value) {
  assert(position < facts_max);
  auto& place = place_[position];
  if (place != 0) {
    known_[place - 1].value = std::move(value);
    return;
  }
  known_.push_back({position, std::move(value)});
  place = static_cast<std::uint8_t>(known_.size());
}

// The last takes the place of the one that goes.
void Facts::drop(std::size_t position) {
  auto const place = place_[position];
  if (place == 0) return;
  place_[position] = 0;
  if (auto& last = known_.back(); place != known_.size()) {
    place_[last.position] = place;
    known_[place - 1] = std::move(last);
  }
  known_.pop_back();
}

bool Facts::operator==(Facts const& other) const {
  return known_.size() == other.known_.size() && std::ranges::all_of(known_, [&](Known const& each) {
           auto const* theirs = other.at(each.position);
           return theirs && *theirs == each.value;
         });
}

void Facts::set(std::string_view path, FactValue value) {
  auto const index = index_of(path);
  assert(static_cast<std::size_t>(fact_schema()[index].type) == value.index() && "a fact of another type");
  put(index, std::move(value));
}

void Facts::clear(std::string_view path) { drop(index_of(path)); }

bool Facts::flag(std::string_view path, bool fallback) const {
  auto const* value = find(path);
  return value ? std::get<bool>(*value) : fallback;
}

std::int64_t Facts::integer(std::string_view path, std::int64_t fallback) const {
  auto const* value = find(path);
  return value ? std::get<std::int64_t>(*value) : fallback;
}

std::string_view Facts::text(std::string_view path) const {
  auto const* value = find(path);
  return value ? std::string_view(std::get<std::string>(*value)) : std::string_view{};
}

std::optional<Instant> Facts::instant(std::string_view path) const {
  auto const* value = find(path);
  if (!value) return std::nullopt;
  return std::get<Instant>(*value);
}

Result<void> Facts::set_from_json(std::string_view path, boost::json::value const& json) {
  if (json.is_int64() && !is_within(json, fact_integer_max))
    return invalid_params(std::string(path), fmt::format("整数不可超过 {}", fact_integer_max),
                          fmt::format("a whole number is at most {}", fact_integer_max));
  auto fact = told(path, json);
  if (!fact) return fact.error();
  if (fact->value)
    put(fact->position, std::move(*fact->value));
  else
    drop(fact->position);
  return {};
}

boost::json::object Facts::to_json() const {
  boost::json::object json;
  for (std::size_t i = 0; i < fact_schema().size(); ++i)
    if (auto const* value = at(i); value && settable(fact_schema()[i]))
      json.emplace(fact_schema()[i].path, redress::to_json(*value));
  return json;
}

boost::json::object Facts::all_to_json() const {
  boost::json::object json;
  for (std::size_t i = 0; i < fact_schema().size(); ++i)
    if (auto const* value = at(i)) json.emplace(fact_schema()[i].path, redress::to_json(*value));
  return json;
}

Result<Facts> Facts::from_json(boost::json::object const& json) {
  Facts facts;
  for (auto const& member : json)
    if (auto fact = told(member.key(), member.value()); !fact)
      return fact.error();
    else if (fact->value)
      facts.put(fact->position, std::move(*fact->value));
  return facts;
}

}  // namespace redress

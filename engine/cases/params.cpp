// What an event's parameters look like to a caller: their JSON Schema, and a set of values that would be accepted.
#include "engine/cases/attempt.hpp"

#include <algorithm>

namespace redress {
namespace {

constexpr std::string_view money_pattern = "^[A-Z]{3}$";

boost::json::object schema_of(ParamSpec const& param) {
  boost::json::object schema{{"title", param.zh}, {"description", param.en}};
  switch (param.type) {
    case ParamType::money:
      schema.emplace("type", "object");
      schema.emplace("required", boost::json::array{"minor", "currency"});
      schema.emplace("additionalProperties", false);
      schema.emplace("properties", boost::json::object{{"minor", {{"type", "integer"}, {"minimum", 1}}},
                                                       {"currency", {{"type", "string"}, {"pattern", money_pattern}}}});
      break;
    case ParamType::integer:
      schema.emplace("type", "integer");
      schema.emplace("minimum", 0);
      break;
    case ParamType::text:
      schema.emplace("type", "string");
      schema.emplace("maxLength", param.chars_max);
      break;
    case ParamType::instant:
      schema.emplace("type", "string");
      schema.emplace("format", "date-time");
      break;
    case ParamType::boolean:
      schema.emplace("type", "boolean");
      break;
    case ParamType::choice: {
      schema.emplace("type", "string");
      boost::json::array choices;
      for (auto const choice : param.choices) choices.emplace_back(choice);
      schema.emplace("enum", std::move(choices));
      break;
    }
  }
  return schema;
}

std::string last_characters(std::string const& text, std::size_t count) {
  return text.substr(text.size() - std::min(count, text.size()));
}

boost::json::value example_of(ParamSpec const& param, Case const& case_, std::int64_t refundable_minor, Instant now,
                              std::size_t choice) {
  switch (param.type) {
    case ParamType::money: {
      auto const claimed = case_.facts.integer("claim.amount_minor", refundable_minor);
      return to_json(Money{std::max<std::int64_t>(1, std::min(claimed, refundable_minor)), case_.currency});
    }
    case ParamType::integer:
      return 1;
    case ParamType::text:
      // Two parcels never share a number, so neither do the examples of two cases.
      if (param.name == "waybill") return boost::json::string("SF" + last_characters(case_.id, 12));
      return param.personal ? "已核实，处理说明见附件。" : "sample";
    case ParamType::instant:
      return boost::json::string(format_rfc3339(now));
    case ParamType::boolean:
      return false;
    case ParamType::choice:
      return boost::json::string(param.choices[choice % param.choices.size()]);
  }
  return nullptr;
}

}  // namespace

boost::json::object example_params(EventSpec const& event, Case const& case_, std::int64_t refundable_minor,
                                   Instant now, std::size_t choice) {
  boost::json::object example;
  for (auto const& param : event.params)
    if (param.required) example.emplace(param.name, example_of(param, case_, refundable_minor, now, choice));
  return example;
}

boost::json::object params_schema(EventSpec const& event) {
  boost::json::object properties;
  boost::json::array required;
  for (auto const& param : event.params) {
    properties.emplace(param.name, schema_of(param));
    if (param.required) required.emplace_back(param.name);
  }
  if (!event.stamps.empty() && !properties.contains("at"))
    properties.emplace(
        "at",
        boost::json::object{
            {"title", "发生时间"}, {"description", "when it happened"}, {"type", "string"}, {"format", "date-time"}});
  boost::json::object schema{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema.emplace("required", std::move(required));
  return schema;
}

}  // namespace redress

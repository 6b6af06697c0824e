#include "api/rpc/validator.hpp"

#include "api/rpc/quick_schema.hpp"

#include <fmt/format.h>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <vector>

namespace redress::api::rpc {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::string_view components = "#/components/schemas/";

value resolved(value const& schema, object const& schemas);

object resolved_object(object const& schema, object const& schemas) {
  if (auto const* reference = schema.if_contains("$ref"))
    return resolved(schemas.at(std::string_view{reference->as_string()}.substr(components.size())), schemas)
        .as_object();
  object result;
  for (auto const& member : schema) result.emplace(member.key(), resolved(member.value(), schemas));
  return result;
}

value resolved(value const& schema, object const& schemas) {
  if (auto const* found = schema.if_object()) return resolved_object(*found, schemas);
  if (auto const* list = schema.if_array()) {
    boost::json::array result;
    for (auto const& item : *list) result.push_back(resolved(item, schemas));
    return result;
  }
  return schema;
}

object params_schema(object const& method, object const& schemas) {
  object properties;
  boost::json::array required;
  for (auto const& each : method.at("params").as_array()) {
    auto const& param = each.as_object();
    properties.emplace(param.at("name").as_string(), resolved(param.at("schema"), schemas));
    if (param.at("required").as_bool()) required.push_back(param.at("name"));
  }
  object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema.emplace("required", std::move(required));
  return schema;
}

// Edits from one name to the other; names are short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

// Unknown and missing names are the commonest mistakes and deserve better words than a schema library has.
Result<void> check_names(object const& given, object const& schema, std::string const& position) {
  auto const* properties = schema.if_contains("properties");
  if (!properties) return {};
  auto const& known = properties->as_object();
  auto const* more = schema.if_contains("additionalProperties");
  bool const closed = more && more->is_bool() && !more->as_bool();
  for (auto const& member : given) {
    auto const* property = known.if_contains(member.key());
    auto const where = fmt::format("{}.{}", position, std::string_view{member.key()});
    if (!property && closed) {
      std::string_view nearest;
      for (auto const& each : known)
        if (nearest.empty() || distance(member.key(), each.key()) < distance(member.key(), nearest))
          nearest = each.key();
      return invalid_params(
          where, fmt::format("没有参数“{}”，是否指“{}”？", std::string_view{member.key()}, nearest),
          fmt::format("unknown parameter \"{}\", did you mean \"{}\"?", std::string_view{member.key()}, nearest));
    }
    if (property && member.value().is_object() && property->is_object())
      if (auto inner = check_names(member.value().get_object(), property->get_object(), where); !inner) return inner;
  }
  if (auto const* required = schema.if_contains("required"))
    for (auto const& name : required->as_array())
      if (!given.contains(name.as_string()))
        return invalid_params(fmt::format("{}.{}", position, std::string_view{name.as_string()}),
                              fmt::format("缺少参数“{}”", std::string_view{name.as_string()}),
                              fmt::format("the parameter \"{}\" is missing", std::string_view{name.as_string()}));
  return {};
}

std::string position_of(std::vector<std::string> const& context) {
  std::string position = "params";
  for (auto const& part : context)
    if (part != "<root>") {
      auto const inner = part.starts_with('[') ? part.substr(1, part.size() - 2) : part;
      bool const index = !inner.empty() && std::ranges::all_of(inner, [](char c) { return c >= '0' && c <= '9'; });
      position += index ? fmt::format("[{}]", inner) : fmt::format(".{}", inner);
    }
  return position;
}

}  // namespace

struct Validator::Compiled {
  explicit Compiled(object of) : schema(std::move(of)), quick(schema) {}

  object schema;
  QuickSchema quick;
  valijson::Schema checked;
};

Validator::Validator(object const& method, object const& schemas) : Validator(params_schema(method, schemas)) {}

Validator::Validator(object schema) : compiled_(std::make_unique<Compiled>(std::move(schema))) {
  value const root = compiled_->schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::BoostJsonAdapter(root), compiled_->checked);
}

Validator::~Validator() = default;
Validator::Validator(Validator&&) noexcept = default;

bool Validator::surely_fits(object const& params) const { return compiled_->quick.surely_fits(params); }

Result<void> Validator::check(object const& params) const {
  return surely_fits(params) ? Result<void>{} : check_in_full(params);
}

Result<void> Validator::check_in_full(object const& params) const {
  if (auto names = check_names(params, compiled_->schema, "params"); !names) return names;
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  value const target = params;
  if (validator.validate(compiled_->checked, valijson::adapters::BoostJsonAdapter(target), &results)) return {};
  valijson::ValidationResults::Error error;
  valijson::ValidationResults::Error deepest;  // the longest path names the actual mistake, the others what contains it
  while (results.popError(error))
    if (error.context.size() >= deepest.context.size()) deepest = error;
  return invalid_params(position_of(deepest.context), fmt::format("参数不符合要求：{}", deepest.description),
                        fmt::format("the parameter does not fit its schema: {}", deepest.description));
}

}  // namespace redress::api::rpc

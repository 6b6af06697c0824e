#include "api/rpc/validator.hpp"

#include "api/rpc/misfit.hpp"
#include "api/rpc/quick_schema.hpp"

#include <fmt/format.h>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <string_view>

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

// The library has the last word, but never sees a long text that ought to match a pattern: it would match it, and no
// stack is deep enough for that.
Result<void> Validator::check_in_full(object const& params) const {
  value const target = params;
  if (auto misfit = misfit_in(target, compiled_->schema)) return std::move(*misfit);
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (validator.validate(compiled_->checked, valijson::adapters::BoostJsonAdapter(target), &results)) return {};
  valijson::ValidationResults::Error error;
  results.popError(error);
  return invalid_params("params", fmt::format("参数不符合要求：{}", error.description),
                        fmt::format("the parameters do not fit their schema: {}", error.description));
}

}  // namespace redress::api::rpc

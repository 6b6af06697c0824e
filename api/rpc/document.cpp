#include "api/rpc/document.hpp"

#include "api/rpc/openrpc_json.hpp"

#include <algorithm>

namespace redress::api::rpc {
namespace {

bool flag(boost::json::object const& method, std::string_view name) {
  auto const* found = method.if_contains(name);
  return found && found->as_bool();
}

std::vector<MethodSpec> read_methods() {
  auto const document = boost::json::parse(document_text()).as_object();
  auto const& schemas = document.at("components").at("schemas").as_object();
  std::vector<MethodSpec> specs;
  for (auto const& each : document.at("methods").as_array()) {
    auto const& method = each.as_object();
    MethodSpec spec{.name = std::string(method.at("name").as_string()),
                    .roles = {},
                    .writes = flag(method, "x-writes"),
                    .changes = flag(method, "x-writes") || flag(method, "x-changes"),
                    .sandbox = flag(method, "x-sandbox"),
                    .validator = Validator(method, schemas)};
    for (auto const& role : method.at("x-roles").as_array()) spec.roles.push_back(role_from(role.as_string()).value());
    specs.push_back(std::move(spec));
  }
  return specs;
}

}  // namespace

std::string_view document_text() { return openrpc_json; }

std::vector<MethodSpec> const& method_specs() {
  static auto const specs = read_methods();
  return specs;
}

MethodSpec const* find_method(std::string_view name) {
  auto const& specs = method_specs();
  auto const at = std::ranges::find(specs, name, &MethodSpec::name);
  return at == specs.end() ? nullptr : &*at;
}

}  // namespace redress::api::rpc

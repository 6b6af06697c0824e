#include "api/cli/eval_line.hpp"

#include "api/seam/time_zones.hpp"
#include "engine/base/strict_json.hpp"
#include "engine/cel/program.hpp"
#include "engine/cel/value_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace redress::cli {
namespace {

namespace json = boost::json;

// A level of a list or map takes three of JSON: {"listValue": {"values": [...]}}.
constexpr JsonLimits line_limits{.depth = 3 * std::size_t{cel::json_depth_max} + 20,
                                 .string_bytes = line_bytes_max,
                                 .array_elements = 1'000'000,
                                 .object_members = 100'000,
                                 .number_chars = 1'000};

json::object error_json(std::string_view kind, Says const& says) {
  return {{"error", json::object{{"kind", kind}, {"says", to_json(says)}}}};
}

json::object error_at(std::string_view kind, Says const& says, cel::Position at) {
  auto made = error_json(kind, says);
  auto& error = made.at("error").get_object();
  error["line"] = at.line;
  error["column"] = at.column;
  return made;
}

json::object request_error(Fault const& fault) {
  auto made = error_json("request", fault.says);
  if (!fault.position.empty()) made.at("error").get_object()["at"] = fault.position;
  return made;
}

struct Request {
  std::string_view source;
  std::string_view container;
  json::object const* variables = nullptr;
};

Result<std::string_view> text_member(json::object const& line, std::string_view name) {
  auto const* found = line.if_contains(name);
  if (!found || found->is_null()) return std::string_view();
  if (!found->is_string())
    return invalid_params(std::string(name), fmt::format("{} 应为文本", name), fmt::format("{} must be text", name));
  return std::string_view(found->get_string());
}

Result<Request> read_request(json::object const& line) {
  Request request;
  if (!line.contains("expr")) return invalid_params("expr", "缺少 expr", "expr is missing");
  auto const source = text_member(line, "expr");
  if (!source) return source.error();
  request.source = *source;
  auto const container = text_member(line, "container");
  if (!container) return container.error();
  request.container = *container;
  if (auto const* vars = line.if_contains("vars"); vars && !vars->is_null()) {
    if (!vars->is_object()) return invalid_params("vars", "vars 应为 JSON 对象", "vars must be a JSON object");
    request.variables = &vars->get_object();
  }
  return request;
}

json::object evaluated(Request const& request) {
  cel::Declarations declarations;
  ZonedBindings bindings;
  if (!declarations.is_container(request.container)) {
    return request_error(invalid_params("container", "container 应为带点的名字，不超过 200 字节",
                                        "container must be a dotted name of at most 200 bytes"));
  }
  declarations.container(std::string(request.container));
  if (request.variables != nullptr) {
    for (auto const& variable : *request.variables) {
      auto value = cel::value_from_json(variable.value());
      if (!value) {
        auto fault = value.error();
        fault.position = fmt::format("vars.{}{}{}", std::string_view(variable.key()), fault.position.empty() ? "" : ".",
                                     fault.position);
        return request_error(fault);
      }
      declarations.variable(variable.key(), cel::Type::dyn());
      bindings.set(variable.key(), std::move(*value));
    }
  }
  auto const compiled = cel::compile(request.source, declarations, {.check_types = false});
  if (!compiled) {
    auto const& first = compiled.error().front();
    return error_at("syntax", first.says, {first.line, first.column});
  }
  return outcome_json(compiled->evaluate(bindings), request.source);
}

json::object with_id(json::value id, json::object answer) {
  json::object made{{"id", std::move(id)}};
  for (auto& member : answer) made[member.key()] = std::move(member.value());
  return made;
}

}  // namespace

std::optional<std::int32_t> ZonedBindings::utc_offset_s(std::string_view zone, cel::Timestamp at) const {
  return api::utc_offset_s(zone, at);
}

json::object outcome_json(cel::Outcome const& outcome, std::string_view source) {
  if (outcome.is_error())
    return error_at("evaluation", outcome.error().says, cel::position_of(source, outcome.error().span.offset));
  if (outcome.is_unknown()) {
    auto const missing = fmt::format("{}", fmt::join(outcome.unknown().labels, ", "));
    return error_json("evaluation", {"未知：" + missing, "unknown: " + missing});
  }
  auto value = cel::value_to_json(outcome.value());
  if (!value) return error_json("answer", value.error().says);
  return {{"value", std::move(*value)}};
}

json::object answer_line(std::string_view line) {
  auto const parsed = parse_strict_json(line, line_limits);
  if (!parsed) return with_id(nullptr, request_error(parsed.error()));
  if (!parsed->is_object())
    return with_id(nullptr, error_json("request", {"每行应为一个 JSON 对象", "each line must be a JSON object"}));
  auto const& members = parsed->get_object();
  json::value id = members.contains("id") ? members.at("id") : json::value();
  auto const request = read_request(members);
  return with_id(std::move(id), request ? evaluated(*request) : request_error(request.error()));
}

json::object answer_long_line() {
  return with_id(nullptr, error_json("request", {fmt::format("一行超过 {} 字节", line_bytes_max),
                                                 fmt::format("a line is longer than {} bytes", line_bytes_max)}));
}

}  // namespace redress::cli

#include "api/service/supposed_case.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::string_view clock_fact = "now";

value json_of(FactValue const* fact) { return fact ? to_json(*fact) : value(nullptr); }

bool some_rule_names(LoadedCase const& loaded, std::string_view event) {
  return std::ranges::any_of(loaded.book->rules, [&](rules::Rule const& rule) {
    return std::ranges::any_of(rule.on, [&](std::string_view pattern) {
      return pattern.ends_with(event) && rules::covers(pattern, loaded.workflow->kind(), event);
    });
  });
}

Result<void> suppose_facts(SupposedCase& supposed, object const& facts) {
  for (auto const& member : facts) {
    auto const path = std::string(member.key());
    auto const position = fmt::format("params.facts.{}", path);
    if (path == clock_fact) {
      auto const at = fact_from_json(FactType::instant, member.value(), position);
      if (!at) return at.error();
      supposed.assumed.push_back({path, json_of(nullptr), member.value()});
      supposed.assumed.back().was = boost::json::string(format_rfc3339(supposed.now));
      supposed.now = std::get<Instant>(*at);
      continue;
    }
    auto const was = fact_index(path) ? json_of(supposed.case_.facts.find(path)) : value(nullptr);
    if (auto set = supposed.case_.facts.set_from_json(path, member.value()); !set)
      return Fault{set.error().kind, set.error().says, position};
    auto const is = json_of(supposed.case_.facts.find(path));
    if (is != was) supposed.assumed.push_back({path, was, is});
  }
  return {};
}

Result<void> suppose_evidence(SupposedCase& supposed, boost::json::array const& kinds) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    std::string kind(kinds[i].as_string());
    if (!find_evidence_kind(kind))
      return invalid_params(fmt::format("params.evidence[{}]", i), fmt::format("没有证据类型 {}", kind),
                            fmt::format("there is no kind of evidence {}", kind));
    supposed.evidence.emplace_back().kind = kind;
    supposed.assumed.push_back({"evidence", nullptr, boost::json::string(kind)});
  }
  return {};
}

// What is required and was not given is taken from the example, and said to be assumed.
object whole_params(EventSpec const& event, object const& example, object const& given, std::vector<Assumed>& assumed) {
  object params = given;
  for (auto const& param : event.params) {
    auto const* stand_in = example.if_contains(param.name);
    if (!stand_in || params.contains(param.name)) continue;
    params[param.name] = *stand_in;
    assumed.push_back({fmt::format("params.{}", param.name), nullptr, *stand_in});
  }
  return params;
}

}  // namespace

object params_or_example(World const& world, EventSpec const& event, object const& call) {
  if (auto const* given = call.if_contains("params")) return given->as_object();
  return example_params(event, world.case_, refundable_on(world.account, world.case_.claim_lines), world.now);
}

Fault unknown_event_fault(LoadedCase const& loaded, std::string_view event) {
  return invalid_params("params.event", fmt::format("{} 流程没有动作 {}", loaded.workflow->kind(), event),
                        fmt::format("the workflow {} has no event {}", loaded.workflow->kind(), event));
}

Result<SupposedCase> suppose(LoadedCase const& loaded, DeskCall const& call, Instant now) {
  auto const name = std::string(call.params.at("event").as_string());
  auto const* event = loaded.workflow->find_event(name);
  if (!event && !some_rule_names(loaded, name)) return unknown_event_fault(loaded, name);
  SupposedCase supposed{loaded.case_, loaded.evidence, now, std::nullopt, {}};
  if (auto const* facts = call.params.if_contains("facts"))
    if (auto done = suppose_facts(supposed, facts->as_object()); !done) return done.error();
  if (auto const* kinds = call.params.if_contains("evidence"))
    if (auto done = suppose_evidence(supposed, kinds->as_array()); !done) return done.error();
  auto const* params = call.params.if_contains("params");
  if (!event) {
    if (params && !params->as_object().empty())
      return invalid_params("params.params", fmt::format("动作 {} 没有参数", name),
                            fmt::format("the event {} has no parameters", name));
    return supposed;
  }
  auto const world = supposed.world(loaded);
  auto const example =
      example_params(*event, supposed.case_, refundable_on(loaded.account, supposed.case_.claim_lines), supposed.now);
  Question const question{
      {.event = name,
       .party = event->party,
       .actor = call.actor,
       .params = whole_params(*event, example, params ? params->as_object() : object{}, supposed.assumed)},
      loaded.buyer_values};
  auto attempt = attempt_of(world, question);
  if (!attempt) {
    auto fault = attempt.error();
    if (fault.position.starts_with("params.")) fault.position = "params." + fault.position;
    return fault;
  }
  supposed.attempt = std::move(*attempt);
  return supposed;
}

}  // namespace redress::api

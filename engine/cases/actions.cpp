#include "engine/cases/actions.hpp"

#include "engine/cases/authority.hpp"
#include "engine/cases/item_verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace redress {
namespace {

std::vector<EventSpec const*> events_here(World const& world) {
  std::vector<EventSpec const*> events;
  for (auto const& row : world.workflow.rows())
    if (row.from->name == world.case_.state && std::ranges::find(events, row.on) == events.end())
      events.push_back(row.on);
  return events;
}

// Values of the first required choice: where one outcome is refused another may be open.
std::size_t choices_of(EventSpec const& event) {
  for (auto const& param : event.params)
    if (param.required && param.type == ParamType::choice) return param.choices.size();
  return 1;
}

Action try_event(World const& world, Actor const& actor, EventSpec const& event, std::size_t choice) {
  auto const refundable_minor = refundable_on(world.account, world.case_.claim_lines);
  Action action{.event = &event,
                .example_params = example_params(event, world.case_, refundable_minor, world.now, choice),
                .decision = {}};
  Command const command{.event = std::string(event.name), .actor = actor, .params = action.example_params};
  auto attempt = read_attempt(event, command, world.case_, world.now);
  assert(attempt && "an event's own example parameters are accepted");
  add_message_facts(*attempt, world.book, {});
  action.decision = decide(world, *attempt);
  action.allowed = action.decision.accepted();
  if (action.allowed) action.weak_items = weak_items_counted(action.decision, world);
  return action;
}

// Whoever reads only is told so first, and nothing of what a call of theirs could change.
void withhold(Action& action, Role role) {
  std::vector<WhyNot> reasons{{.code = "role_may_not",
                               .kind = FaultKind::forbidden,
                               .says = {fmt::format("{} 角色不能调用 case.apply，只能查看", name_of(role)),
                                        fmt::format("the role {} may not call case.apply; it reads", name_of(role))}}};
  if (action.decision.refusal) std::ranges::move(action.decision.refusal->why_not, std::back_inserter(reasons));
  for (auto& reason : reasons) {
    reason.fix.reset();
    reason.override_offer.reset();
  }
  action.decision.refusal = Refusal{std::move(reasons)};
  action.allowed = false;
}

boost::json::array because(Decision const& decision) {
  boost::json::array json;
  for (auto const& verdict : decision.verdicts)
    if (verdict.applies && verdict.verdict == rules::Verdict::holds)
      json.push_back(boost::json::object{{"rule", verdict.rule->id}, {"cites", verdict.rule->cites.text}});
  return json;
}

boost::json::array warnings(Action const& action) {
  auto json = action.weak_items;
  for (auto const& verdict : action.decision.verdicts) {
    bool const speaks =
        verdict.applies && verdict.verdict != rules::Verdict::holds && verdict.rule->effect == rules::RuleEffect::warn;
    if (!speaks) continue;
    boost::json::array missing;
    for (auto const& each : verdict.missing) missing.emplace_back(each.name);
    json.push_back(boost::json::object{{"rule", verdict.rule->id},
                                       {"cites", verdict.rule->cites.text},
                                       {"verdict", name_of(verdict.verdict)},
                                       {"confidence", name_of(verdict.rule->confidence)},
                                       {"missing", std::move(missing)},
                                       {"says", to_json(verdict.says)}});
  }
  return json;
}

}  // namespace

std::vector<Action> actions_of(World const& world, Actor const& actor) {
  std::vector<Action> actions;
  for (auto const* event : events_here(world)) {
    auto action = try_event(world, actor, *event, 0);
    for (std::size_t choice = 1; !action.allowed && choice < choices_of(*event); ++choice)
      if (auto other = try_event(world, actor, *event, choice); other.allowed) action = std::move(other);
    if (!may_apply(actor.role)) withhold(action, actor.role);
    actions.push_back(std::move(action));
  }
  std::ranges::stable_partition(actions, &Action::allowed);
  return actions;
}

boost::json::object to_json(Action const& action) {
  auto const& event = *action.event;
  boost::json::object json{{"event", event.name},
                           {"party", name_of(event.party)},
                           {"allowed", action.allowed},
                           {"irreversible", event.irreversible},
                           {"says", {{"zh", event.zh}, {"en", event.en}}},
                           {"params_schema", params_schema(event)},
                           {"example_params", action.example_params},
                           {"because", because(action.decision)},
                           {"warnings", warnings(action)}};
  if (action.allowed) json.emplace("to", action.decision.to);
  json.emplace("why_not", action.decision.refusal ? to_json(action.decision.refusal->why_not) : boost::json::array{});
  return json;
}

}  // namespace redress

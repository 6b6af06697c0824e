#include "engine/machine/workflow.hpp"
#include "workflows/rulebook_loader/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {

Names names_of(std::span<Workflow const* const> workflows) {
  Names names;
  for (auto const* workflow : workflows) {
    for (auto const* event : workflow->events()) {
      auto const name = fmt::format("{}.{}", workflow->kind(), event->name);
      names.events.insert(name);
      if (event->party == Party::buyer) names.buyer_events.insert(name);
      if (event->party == Party::seller) names.sellers_events.insert(name);
      for (auto const& param : event->params) {
        if (param.type == ParamType::text && !param.personal) names.params[name].texts.emplace(param.name);
        if (param.required) names.params[name].required.emplace(param.name);
      }
    }
    for (auto const& row : workflow->rows()) {
      auto& states = names.states_with[fmt::format("{}.{}", workflow->kind(), row.on->name)];
      if (std::ranges::find(states, row.from->name) == states.end()) states.emplace_back(row.from->name);
    }
    names.events.insert(fmt::format("{}.evidence_added", workflow->kind()));
    names.events.insert(fmt::format("{}.evidence_staged", workflow->kind()));
    for (auto const* state : workflow->states())
      if (!state->deadline.empty()) names.slots.emplace(state->deadline);
  }
  names.sellers_slots = names.slots;
  for (auto const* workflow : workflows)
    for (auto const* state : workflow->states())
      if (state->owed_by != Party::seller) names.sellers_slots.erase(std::string(state->deadline));
  return names;
}

}  // namespace redress::rules

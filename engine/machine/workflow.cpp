#include "engine/machine/workflow.hpp"

#include <algorithm>

namespace redress {

StateSpec const* Workflow::find_state(std::string_view name) const {
  auto const all = states();
  auto const at = std::ranges::find(all, name, [](StateSpec const* state) { return state->name; });
  return at == all.end() ? nullptr : *at;
}

EventSpec const* Workflow::find_event(std::string_view name) const {
  auto const all = events();
  auto const at = std::ranges::find(all, name, [](EventSpec const* event) { return event->name; });
  return at == all.end() ? nullptr : *at;
}

}  // namespace redress

#include "api/server/rulebooks.hpp"

#include "workflows/catalogue.hpp"

#include <fmt/format.h>

namespace redress::api {

rules::Names workflow_names() {
  rules::Names names;
  for (auto const* workflow : workflows::all_workflows()) {
    for (auto const* event : workflow->events())
      names.events.insert(fmt::format("{}.{}", workflow->kind(), event->name));
    names.events.insert(fmt::format("{}.evidence_added", workflow->kind()));
    for (auto const* state : workflow->states())
      if (!state->deadline.empty()) names.slots.emplace(state->deadline);
  }
  return names;
}

Result<rules::Library> built_in_rulebooks() { return rules::Library::built_in(workflow_names()); }

}  // namespace redress::api

// A case as it would be if: facts, parameters and kinds of evidence laid over what is stored, and a list of what was
// assumed. Nothing of it is ever written.
#pragma once

#include "api/service/case_desk.hpp"
#include "engine/cases/explanation.hpp"

namespace redress::api {

struct SupposedCase {
  Case case_;
  std::vector<Evidence> evidence;
  Instant now;
  std::optional<Attempt> attempt;  // none for an event that only rules know
  std::vector<Assumed> assumed;

  /// Borrows from both.
  World world(LoadedCase const& loaded) const {
    return {*loaded.workflow, *loaded.book, case_, loaded.account, evidence, now};
  }
};

/// Reads `event`, `facts`, `params` and `evidence` of the call. Faults: `invalid_params` with the member as position.
Result<SupposedCase> suppose(LoadedCase const& loaded, DeskCall const& call, Instant now);

/// The call's `params`, or an example of the event's.
boost::json::object params_or_example(World const& world, EventSpec const& event, boost::json::object const& call);

/// `invalid_params` at params.event.
Fault unknown_event_fault(LoadedCase const& loaded, std::string_view event);

}  // namespace redress::api

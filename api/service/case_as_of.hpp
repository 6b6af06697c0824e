// A case as it stood at a past moment, derived from its entries until then.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"

namespace redress::api {

/// case.get {case_id, as_of} -> {case, facts, evidence, trail_length, as_of, recorded_at, entry_id, rulebook,
/// derived_facts, untold?}: what was recorded up to and including that moment. `facts` are those the store keeps; what
/// rules derive from them is in each entry's `facts_read`, and `derived_facts` says so. Fault `not_found`: there was no
/// such case yet; `ledger_broken`: its trail is not sound.
AnswerText case_as_of(Store& store, DeskCall const& call);

}  // namespace redress::api

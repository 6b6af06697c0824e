// The yardstick's refund case (docs/performance.md), taken apart: what stands before the engine at each of its six
// moves, so that each stage of a decision can be measured alone.
#pragma once

#include "api/service/loaded_case.hpp"
#include "engine/cases/entry_draft.hpp"

#include <string>
#include <vector>

namespace redress::bench {

/// Ready to be decided: the case as it stands before the move, the new item among its evidence.
struct Moment {
  api::LoadedCase loaded;
  Attempt attempt;
  Instant now;

  World world() const { return loaded.world(now); }
  Evidence const& added() const { return loaded.evidence.back(); }
};

/// The six moves of one story by the built-in book of Taobao. Made once.
std::vector<Moment> const& moments();

/// The entry that records a decision at that moment.
EntryDraft draft_of(Moment const& moment, Decision const& decision);

/// The JSON-RPC text that asks for the first move.
std::string const& request_text();

}  // namespace redress::bench

// Evidence staged for the platform: chosen, checked against the platform's limits, and waiting in the outbox.
//
// What is staged is one row of the outbox, of kind "send_staged", due at the last safe moment; it is delivered when the
// move it holds is recorded, in the same commit. So it goes once, whoever sends it and whatever crashes. A case with
// something staged carries the flag "evidence_staged".
#pragma once

#include "engine/cases/decision.hpp"
#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

inline constexpr std::string_view send_staged = "send_staged";
inline constexpr std::string_view staged_flag = "evidence_staged";

/// Far enough to wait for a deadline that there is none of yet: 9999-12-31.
inline constexpr Instant never{253'402'214'400'000};

struct StagedEvidence {
  std::string key;  // of the outbox row
  std::string event;
  boost::json::object params;
  std::string via;
  std::vector<std::string> evidence;  // ids, in the order they go
  std::string seal;                   // SHA-256 over the canonical list of ids and hashes
  std::string staged_by;              // actor id
  std::string role;                   // of that actor
  Instant send_at;
  int attempts = 0;
  std::string last_failure;
};

/// What the case has staged; nothing without the flag.
std::optional<StagedEvidence> staged_of(StoreReader& store, Case const& case_);

/// The same, if it is what `event` would send.
std::optional<StagedEvidence> staged_for(StoreReader& store, Case const& case_, std::string_view event);

/// SHA-256, hex, over the canonical JSON of [{"id", "sha256" or "commitment"}, ...].
std::string seal_of(std::vector<Evidence> const& items);

/// What the entry of the move that sends it says: {evidence, via, seal}.
boost::json::object sealed(StagedEvidence const& staged);

/// Writes that into the effects of the move, and takes the flag off.
void seal(Decision& decision, StagedEvidence const& staged);

void add_flag(Case& case_);
void drop_flag(Case& case_);

/// For whoever reads the checklist.
boost::json::object to_json(StagedEvidence const& staged);

}  // namespace redress::api

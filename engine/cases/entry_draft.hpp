// Turns one decided attempt into the entry that records it: no personal value in it, every rule with the facts it read.
#pragma once

#include "engine/cases/decision.hpp"
#include "engine/cases/entry.hpp"

#include <span>
#include <string>

namespace redress {

/// What surrounds an entry: everything random or of the caller, handed in because the engine makes neither.
struct EntryContext {
  std::string entry_id;
  std::string nonce;  // 32 hex characters
  std::string request_id;
  Actor actor;
  Party party;
  std::string_view event;
  Instant now;
  boost::json::object plain_params = {};
  boost::json::object commitments = {};     // name -> commitment of every personal value
  std::span<Evidence const> evidence = {};  // what this attempt added
  rules::Rulebook const& book;
};

EntryDraft draft_entry(Decision const& decision, EntryContext const& context);

/// One item as an entry tells it: files by hash, texts by commitment; everything of its row but text, salt and note.
boost::json::object evidence_in_entry(Evidence const& item);

/// One consulted rule as an entry keeps it.
boost::json::object verdict_in_entry(rules::RuleVerdict const& verdict);

}  // namespace redress

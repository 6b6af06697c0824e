// An act that concerns no single case, as the ledger records it: an automation switched off, rulebooks put in force, a
// key rotated, a person forgotten.
//
// Such entries have the form of every other (docs/ledger-format.md, section 3) with kind "office" and no state; they
// chain among themselves: one office for each shop, and one for the whole deployment.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/cases/entry.hpp"
#include "engine/cases/party.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace redress {

struct OfficeAct {
  std::string entry_id;
  std::string nonce;  // 32 hex characters
  Instant at;
  Actor actor;
  std::string shop = {};        // "": the whole deployment
  std::string event;            // "automation_switched", "rulebooks_activated" ...
  std::string request_id = {};  // "" where nobody asked for it
  boost::json::object params = {};
  boost::json::object commitments = {};  // name -> commitment of every personal value
};

/// What stands as an entry's `case_id`: "office", or "office_<shop>".
std::string office_of(std::string_view shop);
bool is_office(std::string_view case_id);

EntryDraft draft_office_entry(OfficeAct const& act);

}  // namespace redress

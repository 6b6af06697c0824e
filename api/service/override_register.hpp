// The override register: who passed which rule, why, and who confirmed. Read from entries; nothing about it is kept
// twice.
//
// Reasons are personal texts beside the ledger and are missing once they were erased. Reads only; any thread.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

/// An entry `override_proposed`, and what became of it.
struct Proposal {
  std::string id;  // of its entry
  std::string case_id;
  std::string shop;
  std::string state;  // the case's when it was proposed
  std::string proposed_by;
  Role proposer_role = Role::agent;
  std::vector<std::string> rules;
  Instant expires_at;
  Given given;
  std::string confirmed_in = {};  // entry of the accepted confirmation; "" while there is none
  std::string confirmed_by = {};
  std::string confirmed_at = {};
  std::string declined_in = {};  // likewise, of the second person's no
  std::string declined_by = {};
  std::string declined_at = {};
};

/// The event of an entry by which the second person says no.
inline constexpr std::string_view declined_event = "override_declined";

/// Nothing if the entry is none, or was refused.
std::optional<Proposal> find_proposal(StoreReader& store, std::string_view entry_id);

/// override.list: {overrides, next_cursor?}, oldest first, by shop, time, rule, person and status.
AnswerText list_overrides(Store& store, Clock const& clock, DeskCall const& call);

}  // namespace redress::api

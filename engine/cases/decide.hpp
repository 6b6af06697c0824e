// The heart: decides one attempt on one case. Pure and total: no clock, no store, every input has an answer.
//
// The ladder, cheapest first: the case is open; the event exists; it is this party's move; a deadline really passed;
// the table has a row here; the row's guard asks the rulebook; the order's money and pieces suffice. The first rung
// that says no is the refusal; nothing changed then.
#pragma once

#include "engine/cases/account.hpp"
#include "engine/cases/decision.hpp"

#include <span>

namespace redress {

/// Everything a decision may look at. Borrowed: all of it must outlive the call and the Decision (verdicts point into
/// the book).
struct World {
  Workflow const& workflow;
  rules::Rulebook const& book;
  Case const& case_;
  OrderAccount const& account;
  std::span<Evidence const> evidence = {};  // of the case, those attached to this attempt included
  Instant now;
  std::span<std::string const> automation_off = {};  // automations the shop switched off; "*" is every one
};

Decision decide(World const& world, Attempt const& attempt);

/// The refusal of an event that this workflow does not know at all.
Decision refuse_unknown_event(World const& world, std::string_view event);

/// The case with newly reported facts: no move of the table, but the deadline is computed anew.
Decision report_facts(World const& world, boost::json::object const& facts_set, Facts facts_after);

/// Every fact a rule may read at this moment: stored, derived, and - with an attempt - those of the event.
Facts facts_at(World const& world, Attempt const* attempt);

}  // namespace redress

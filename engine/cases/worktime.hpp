// What a deadline means for the people who work on a case: what is left to do, when it must begin at the latest, and
// when somebody is reminded (docs/calendars.md).
//
// Only of deadlines the seller owes: the others are not ours to start in time. Pure; points into the world's book.
#pragma once

#include "engine/cases/decide.hpp"
#include "engine/rules/effort.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redress {

/// One remaining step: an event to apply, or evidence to get first (the kinds it may be).
struct WorkStep {
  std::string event;
  std::vector<std::string> evidence = {};
  int minutes = 0;
};

/// The longest way out of the present state: of all events the seller may apply in it the one that, with the evidence
/// it still wants, takes most work. Whoever starts in time for it is in time for any.
struct RemainingWork {
  std::vector<WorkStep> steps;
  std::int64_t minutes = 0;
};

RemainingWork remaining_work(World const& world, Facts const& facts);

/// A deadline of the present state: the term of the platform, or the shop's own target.
struct SellersDeadline {
  enum class What { due, shop_due } what;
  Instant at;
  bool provisional = false;  // counted over a year the calendar has no notice for
};

/// Those that run now; none of a final case or where another party owes the move.
std::vector<SellersDeadline> sellers_deadlines(World const& world, Facts const& facts);

/// The last safe moment of a deadline: from it the remaining work still fits before the deadline, in working time where
/// the shop has hours. Of the platform's term at least as much is left as the book's margin is long (slot
/// window.last_safe), in working time, too; where the shop never works the margin counts around the clock. Nothing
/// without either. May lie in the past.
std::optional<Instant> last_safe_moment(World const& world, Facts const& facts, SellersDeadline const& deadline,
                                        RemainingWork const& work);

struct CaseReminder {
  rules::Reminder const* reminder;
  SellersDeadline of;
  Instant at;
};

/// What reminders there are of them, by time; `since` as in rules::reminders_of.
std::vector<CaseReminder> case_reminders(World const& world, Instant since);

std::string_view name_of(SellersDeadline::What what);

}  // namespace redress

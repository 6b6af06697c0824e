// Plans with a book's reminders and efforts: when somebody is told of a deadline, and how long a step takes. Pure.
#pragma once

#include "engine/rules/rulebook.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// Whether a pattern of `slots` covers a slot: "refund.seller_answer", "refund.*", "*".
bool covers_slot(std::string_view pattern, std::string_view slot);

struct PlannedReminder {
  Reminder const* reminder;  // of the book
  Instant at;
};

/// The book's reminders of a deadline of that slot, earliest first; of several for one moment the first of the book.
/// One that would come before `since` is left out: when the time is that short, the deadline speaks for itself. But one
/// counted in working time whose moment passed while the shop was closed comes when it opens.
std::vector<PlannedReminder> reminders_of(Rulebook const& book, std::string_view slot, Instant due, Instant since,
                                          Instant at);

/// How many minutes applying that event takes; 0 where the book has no word on it.
int minutes_for_event(Rulebook const& book, std::string_view kind, std::string_view event, Instant at);

/// How many minutes the easiest of these kinds of evidence takes to get.
int minutes_for_evidence(Rulebook const& book, std::span<std::string const> kinds, Instant at);

/// The last moment from which so many minutes of work fit in before `due`: by the calendar's shifts, or around the
/// clock where there are none.
std::optional<Instant> last_moment(Rulebook const& book, Instant due, std::int64_t minutes);

/// Minutes of work, rounded down, between two moments.
std::optional<std::int64_t> minutes_between(Rulebook const& book, Instant from, Instant to);

}  // namespace redress::rules

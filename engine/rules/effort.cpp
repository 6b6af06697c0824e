#include "engine/rules/effort.hpp"

#include "engine/rules/calendar.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

// When the shop opens again; nothing where it is open, or has no hours.
std::optional<Instant> opening_after(Rulebook const& book, Instant since) {
  if (!book.calendar || !book.calendar->has_shifts()) return std::nullopt;
  auto const first_ms = book.calendar->add_working_ms(since, 1);
  if (!first_ms || *first_ms + -1 <= since) return std::nullopt;
  return *first_ms + -1;
}

}  // namespace

bool covers_slot(std::string_view pattern, std::string_view slot) {
  if (pattern == "*") return true;
  if (pattern.ends_with(".*")) return slot.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == slot;
}

std::vector<PlannedReminder> reminders_of(Rulebook const& book, std::string_view slot, Instant due, Instant since,
                                          Instant at) {
  std::vector<PlannedReminder> planned;
  for (auto const& reminder : book.reminders) {
    auto const speaks = [&](std::string const& pattern) { return covers_slot(pattern, slot); };
    if (!reminder.span.holds_at(at) || std::ranges::none_of(reminder.slots, speaks)) continue;
    auto moment = reminder.working ? last_moment(book, due, reminder.minutes_before)
                                   : std::optional(due + -reminder.minutes_before * minute_ms);
    if (moment && *moment < since && reminder.working) moment = opening_after(book, since);
    if (!moment || *moment < since || *moment >= due) continue;
    if (std::ranges::find(planned, *moment, &PlannedReminder::at) == planned.end())
      planned.push_back({&reminder, *moment});
  }
  std::ranges::stable_sort(planned, {}, &PlannedReminder::at);
  return planned;
}

int minutes_for_event(Rulebook const& book, std::string_view kind, std::string_view event, Instant at) {
  auto const found = std::ranges::find_if(book.efforts, [&](Effort const& effort) {
    return !effort.event.empty() && effort.span.holds_at(at) &&
           (effort.event == "*" || covers(effort.event, kind, event));
  });
  return found == book.efforts.end() ? 0 : found->minutes;
}

int minutes_for_evidence(Rulebook const& book, std::span<std::string const> kinds, Instant at) {
  std::optional<int> least;
  for (auto const& kind : kinds) {
    auto const found = std::ranges::find_if(book.efforts, [&](Effort const& effort) {
      return effort.span.holds_at(at) && (effort.evidence == "*" || effort.evidence == kind);
    });
    auto const minutes = found == book.efforts.end() ? 0 : found->minutes;
    least = std::min(least.value_or(minutes), minutes);
  }
  return least.value_or(0);
}

std::optional<Instant> last_moment(Rulebook const& book, Instant due, std::int64_t minutes) {
  if (!book.calendar) return due + -minutes * minute_ms;
  return book.calendar->latest_start(due, minutes * minute_ms);
}

std::optional<std::int64_t> minutes_between(Rulebook const& book, Instant from, Instant to) {
  if (!book.calendar) return std::max<std::int64_t>(0, to - from) / minute_ms;
  auto const worked_ms = book.calendar->working_ms(from, to);
  return worked_ms ? std::optional(*worked_ms / minute_ms) : std::nullopt;
}

}  // namespace redress::rules

#include "engine/rules/calendar.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

constexpr int saturday = 5;

bool has(std::vector<DayNumber> const& sorted, DayNumber day) { return std::ranges::binary_search(sorted, day); }

std::int64_t overlap_ms(Stretch const& stretch, Instant from, Instant to) {
  return std::max<std::int64_t>(0, std::min(stretch.to, to) - std::max(stretch.from, from));
}

}  // namespace

Calendar::Calendar(std::string name, std::vector<PublicYear> years, Timetable timetable)
    : name_(std::move(name)), years_(std::move(years)), timetable_(std::move(timetable)) {
  std::ranges::sort(years_, {}, &PublicYear::year);
  for (auto const& year : years_) {
    holidays_.insert(holidays_.end(), year.holidays.begin(), year.holidays.end());
    makeup_days_.insert(makeup_days_.end(), year.makeup_days.begin(), year.makeup_days.end());
  }
  std::ranges::sort(holidays_);
  std::ranges::sort(makeup_days_);
}

bool Calendar::knows(DayNumber day) const {
  return std::ranges::find(years_, year_of(day), &PublicYear::year) != years_.end();
}

Calendar::Public Calendar::kind_of(DayNumber day) const {
  if (has(holidays_, day)) return Public::holiday;
  return has(makeup_days_, day) ? Public::makeup : Public::plain;
}

bool Calendar::is_workday(DayNumber day) const {
  auto const kind = kind_of(day);
  return kind == Public::plain ? weekday_of(day) < saturday : kind == Public::makeup;
}

std::optional<Instant> Calendar::add_workdays(Instant at, std::int64_t n) const {
  if (n < 0 || n > workdays_max) return std::nullopt;
  auto day = beijing_day(at);
  auto const since_midnight_ms = at - start_of(day);
  while (n > 0)
    if (is_workday(++day)) --n;
  return start_of(day) + since_midnight_ms;
}

std::optional<std::int64_t> Calendar::workdays_between(Instant from, Instant to) const {
  if (to < from) {
    auto const back = workdays_between(to, from);
    return back ? std::optional(-*back) : std::nullopt;
  }
  auto const first = beijing_day(from);
  auto const last = beijing_day(to);
  if (last - first > days_max) return std::nullopt;
  std::int64_t count = 0;
  for (auto day = first + 1; day <= last; ++day) count += is_workday(day) ? 1 : 0;
  return count;
}

std::vector<Stretch> Calendar::stretches_of(DayNumber day) const {
  std::vector<Stretch> made;
  if (!has_shifts()) return {{start_of(day), start_of(day + 1)}};
  int weekday = weekday_of(day);
  auto const extra = std::ranges::find(timetable_.extra_days, day, &ExtraDay::day);
  if (extra != timetable_.extra_days.end()) {
    weekday = extra->as_weekday;
  } else {
    if (std::ranges::any_of(timetable_.days_off, [&](DaysOff const& off) { return off.span.holds(day); })) return made;
    auto const kind = timetable_.closed_on_holidays ? kind_of(day) : Public::plain;
    if (kind == Public::holiday) return made;
    if (kind == Public::makeup) weekday = timetable_.makeup_as_weekday;
  }
  auto const midnight = start_of(day);
  for (auto const& shift : timetable_.shifts)
    if (shift.on.at(static_cast<std::size_t>(weekday)) && shift.span.holds(day))
      made.push_back({midnight + shift.start_minute * minute_ms, midnight + shift.end_minute * minute_ms});
  std::ranges::sort(made, {}, &Stretch::from);
  for (std::size_t i = 1; i < made.size(); ++i) {  // a day worked like another may meet its own shifts
    made[i].from = std::max(made[i].from, made[i - 1].to);
    made[i].to = std::max(made[i].from, made[i].to);
  }
  return made;
}

std::optional<std::int64_t> Calendar::working_ms(Instant from, Instant to) const {
  if (to <= from) return 0;
  auto const first = beijing_day(from);
  auto const last = beijing_day(to);
  if (last - first > days_max) return std::nullopt;
  std::int64_t worked_ms = 0;
  Instant reached = from;
  for (auto day = first - 1; day <= last; ++day)  // a shift may have begun the day before
    for (auto const& stretch : stretches_of(day)) {
      worked_ms += overlap_ms(stretch, reached, to);
      reached = std::max(reached, stretch.to);
    }
  return worked_ms;
}

std::optional<Instant> Calendar::add_working_ms(Instant at, std::int64_t span_ms) const {
  if (span_ms <= 0) return at;
  auto const first = beijing_day(at);
  Instant reached = at;
  for (auto day = first - 1; day <= first + days_max; ++day)
    for (auto const& stretch : stretches_of(day)) {
      auto const from = std::max(stretch.from, reached);
      auto const here_ms = std::max<std::int64_t>(0, stretch.to - from);
      if (here_ms >= span_ms) return from + span_ms;
      span_ms -= here_ms;
      reached = std::max(reached, stretch.to);
    }
  return std::nullopt;
}

std::optional<Instant> Calendar::latest_start(Instant due, std::int64_t span_ms) const {
  if (span_ms <= 0) return due;
  auto const last = beijing_day(due);
  // Nights run into the next day's shifts where a make-up day is worked like another: the later stretch gives way, as
  // when counting forwards.
  auto later = stretches_of(last);
  for (auto day = last; day >= last - days_max; --day) {
    auto earlier = stretches_of(day - 1);
    auto const night_ends = earlier.empty() ? Instant{start_of(day)} : earlier.back().to;
    for (auto at = later.rbegin(); at != later.rend(); ++at) {
      auto const from = std::max(at->from, night_ends);
      auto const here_ms = std::max<std::int64_t>(0, std::min(at->to, due) - from);
      if (here_ms >= span_ms) return std::min(at->to, due) + -span_ms;
      span_ms -= here_ms;
    }
    later = std::move(earlier);
  }
  return std::nullopt;
}

}  // namespace redress::rules

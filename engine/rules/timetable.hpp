// A shop's working hours as dated data: shifts by weekday, own days off, extra days.
//
// Minutes count from 00:00 Beijing time of the day a shift begins on; a shift past midnight ends beyond 1440. Values.
#pragma once

#include "engine/base/instant.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// Beijing days since 1970-01-01, which was a Thursday.
using DayNumber = std::int32_t;

DayNumber beijing_day(Instant at);
Instant start_of(DayNumber day);

/// 0 Monday to 6 Sunday.
int weekday_of(DayNumber day);
int year_of(DayNumber day);

/// "2026-02-15", and the way back; nothing for what is no date.
std::string date_text(DayNumber day);
std::optional<DayNumber> day_from(std::string_view date);

inline constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
std::optional<int> weekday_from(std::string_view name);

/// Days with both ends; an end that is left out is open.
struct DaySpan {
  std::optional<DayNumber> first = {};
  std::optional<DayNumber> last = {};

  bool holds(DayNumber day) const { return (!first || *first <= day) && (!last || day <= *last); }
  bool overlaps(DaySpan const& other) const {
    return (!first || !other.last || *first <= *other.last) && (!other.first || !last || *other.first <= *last);
  }
  bool operator==(DaySpan const&) const = default;
};

struct Shift {
  std::array<bool, 7> on{};  // weekdays it begins on
  int start_minute = 0;      // 0 to 1439
  int end_minute = 0;        // later than the start, at most 24 hours after it
  DaySpan span = {};

  bool operator==(Shift const&) const = default;
};

struct DaysOff {
  DaySpan span;
  std::string why = {};

  bool operator==(DaysOff const&) const = default;
};

/// A day that is worked like another weekday, whatever it is itself.
struct ExtraDay {
  DayNumber day = 0;
  int as_weekday = 0;

  bool operator==(ExtraDay const&) const = default;
};

struct Timetable {
  std::vector<Shift> shifts = {};  // none: around the clock
  bool closed_on_holidays = false;
  int makeup_as_weekday = 0;  // where it closes on holidays: a make-up workday is worked like this one
  std::vector<DaysOff> days_off = {};
  std::vector<ExtraDay> extra_days = {};

  bool operator==(Timetable const&) const = default;
};

/// From and to, the second not included.
struct Stretch {
  Instant from;
  Instant to;

  bool operator==(Stretch const&) const = default;
};

/// "22:00", "06:30"; nothing for what is no time of day.
std::optional<int> minute_from(std::string_view text);
std::string minute_text(int minute);

}  // namespace redress::rules

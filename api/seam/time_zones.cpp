#include "api/seam/time_zones.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace redress::api {
namespace {

// Zone files list their changes up to 2037; from then on the last rules hold for ever, as the files' format has it.
constexpr int last_listed_year = 2037;
constexpr int years_before_days_repeat = 28;

/// The same moment of a listed year that begins on the same weekday and is a leap year or not just as its own: rules
/// such as "the last Sunday of March" fall on the same day in both.
date::sys_seconds in_listed_year(date::sys_seconds at) {
  date::year_month_day const day{date::floor<date::days>(at)};
  if (static_cast<int>(day.year()) < last_listed_year) return at;
  auto const new_year = [](date::year year) { return date::sys_days{year / date::January / 1}; };
  for (int listed = last_listed_year - years_before_days_repeat; listed < last_listed_year; ++listed) {
    date::year const year{listed};
    if (year.is_leap() == day.year().is_leap() &&
        date::weekday{new_year(year)} == date::weekday{new_year(day.year())}) {
      return at - (new_year(day.year()) - new_year(year));
    }
  }
  return at;
}

}  // namespace

std::optional<std::int32_t> utc_offset_s(std::string_view zone, cel::Timestamp at) {
  try {
    auto const moment = in_listed_year(date::sys_seconds{std::chrono::seconds{at.seconds}});
    return static_cast<std::int32_t>(date::locate_zone(zone)->get_info(moment).offset.count());
  } catch (std::runtime_error const&) {
    return std::nullopt;  // no such zone, or no zone files on this machine
  }
}

}  // namespace redress::api

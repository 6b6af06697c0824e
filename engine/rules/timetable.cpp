#include "engine/rules/timetable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace redress::rules {
namespace {

std::chrono::year_month_day date_of(DayNumber day) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}};
}

std::optional<int> two_digits(std::string_view text) {
  if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

}  // namespace

DayNumber beijing_day(Instant at) {
  return static_cast<DayNumber>((start_of_beijing_day(at).ms + beijing_offset_ms) / day_ms);
}

Instant start_of(DayNumber day) { return {std::int64_t{day} * day_ms - beijing_offset_ms}; }

int weekday_of(DayNumber day) { return ((day + 3) % 7 + 7) % 7; }

int year_of(DayNumber day) { return static_cast<int>(date_of(day).year()); }

std::string date_text(DayNumber day) {
  auto const date = date_of(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<DayNumber> day_from(std::string_view date) {
  auto const at = parse_beijing_date(date);
  return at ? std::optional(beijing_day(*at)) : std::nullopt;
}

std::optional<int> weekday_from(std::string_view name) {
  auto const at = std::ranges::find(weekday_names, name);
  return at == weekday_names.end() ? std::nullopt : std::optional(static_cast<int>(at - weekday_names.begin()));
}

std::optional<int> minute_from(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  auto const hours = two_digits(text.substr(0, 2));
  auto const minutes = two_digits(text.substr(3));
  if (!hours || !minutes || *hours > 24 || *minutes > 59 || (*hours == 24 && *minutes > 0)) return std::nullopt;
  return *hours * 60 + *minutes;
}

std::string minute_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

}  // namespace redress::rules

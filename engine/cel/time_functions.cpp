// The parts of timestamps and durations: getFullYear() .. getMilliseconds().
#include "engine/cel/function.hpp"

#include <fmt/format.h>

namespace redress::cel {
namespace {

constexpr std::size_t zone_name_bytes_max = 64;  // the longest there is has half of that

/// The calendar in the zone of the second argument, UTC without one.
std::variant<CalendarTime, Error> calendar_of(Calling& calling, Arguments a) {
  Timestamp const at = a[0].as_timestamp();
  if (a.size() == 1) return calendar_time(at, 0);
  std::string const& zone = a[1].as_string();
  auto offset = fixed_utc_offset_s(zone, at);
  if (!offset && zone.size() <= zone_name_bytes_max) offset = calling.activation.utc_offset_s(zone, at);
  if (offset) return calendar_time(at, *offset);
  std::string const shown = to_literal(a[1], 60);
  return Error{{fmt::format("不认识时区 {}；可写 \"+08:00\" 这样的固定偏移、\"UTC\" 或 \"Asia/Shanghai\"", shown),
                fmt::format("unknown time zone {}; use a fixed offset such as \"+08:00\", \"UTC\" or \"Asia/Shanghai\"",
                            shown)}};
}

/// One row for each part; `less` is 1 where CEL counts from 0 and the calendar from 1.
template <int CalendarTime::*Part, int less = 0>
Outcome calendar_part(Calling& calling, Arguments a) {
  auto const calendar = calendar_of(calling, a);
  if (auto const* wrong = std::get_if<Error>(&calendar)) return *wrong;
  return Value(std::int64_t{std::get<CalendarTime>(calendar).*Part} - less);
}

template <std::int64_t nanos_each>
Outcome whole(Calling&, Arguments a) {
  return Value(a[0].as_duration().nanos / nanos_each);
}
// The milliseconds beside the whole seconds, not the whole span in milliseconds: so the conformance suite has it.
Outcome milliseconds(Calling&, Arguments a) { return Value(a[0].as_duration().nanos % second_nanos / 1'000'000); }

Function part(std::string name, Body of_timestamp, Body of_duration = nullptr) {
  Type const i = Type::int64(), t = Type::timestamp(), s = Type::string(), w = Type::duration();
  Function made{std::move(name), {{{{t}, i, true}, of_timestamp}, {{{t, s}, i, true}, of_timestamp}}};
  if (of_duration != nullptr) made.overloads.push_back({{{w}, i, true}, of_duration});
  return made;
}

}  // namespace

std::vector<Function> time_functions() {
  return {
      part("getFullYear", calendar_part<&CalendarTime::year>),
      part("getMonth", calendar_part<&CalendarTime::month, 1>),
      part("getDate", calendar_part<&CalendarTime::day>),
      part("getDayOfMonth", calendar_part<&CalendarTime::day, 1>),
      part("getDayOfWeek", calendar_part<&CalendarTime::weekday>),
      part("getDayOfYear", calendar_part<&CalendarTime::day_of_year, 1>),
      part("getHours", calendar_part<&CalendarTime::hour>, whole<3600 * second_nanos>),
      part("getMinutes", calendar_part<&CalendarTime::minute>, whole<60 * second_nanos>),
      part("getSeconds", calendar_part<&CalendarTime::second>, whole<second_nanos>),
      part("getMilliseconds", calendar_part<&CalendarTime::millisecond>, milliseconds),
  };
}

}  // namespace redress::cel

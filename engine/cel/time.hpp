// Moments and spans of time as CEL has them, exact to the nanosecond.
//
// A Timestamp lies within 0001-01-01T00:00:00Z .. 9999-12-31T23:59:59.999999999Z, a Duration within what 64 bits of
// nanoseconds hold (about +-292 years): the ranges CEL's conformance suite asks for. Out of range is nullopt, never a
// wrap. Pure: no clock and no time-zone files are read.
#pragma once

#include "engine/base/instant.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress::cel {

/// Nanoseconds are 0 .. 999 999 999 and count forward from `seconds`, also before 1970.
struct Timestamp {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;

  auto operator<=>(Timestamp const&) const = default;
};

struct Duration {
  std::int64_t nanos = 0;

  auto operator<=>(Duration const&) const = default;
};

inline constexpr std::int64_t timestamp_seconds_min = -62'135'596'800;  // 0001-01-01T00:00:00Z
inline constexpr std::int64_t timestamp_seconds_max = 253'402'300'799;  // 9999-12-31T23:59:59Z
inline constexpr std::int64_t second_nanos = 1'000'000'000;

/// nullopt if the instant is outside the years 0001 to 9999.
std::optional<Timestamp> timestamp_from(Instant at);

/// Cuts to whole milliseconds, toward the past.
Instant instant_from(Timestamp at);

/// A span of milliseconds; nullopt if out of range.
std::optional<Duration> duration_from_ms(std::int64_t span_ms);

std::optional<Timestamp> add(Timestamp at, Duration span);
std::optional<Timestamp> subtract(Timestamp at, Duration span);
std::optional<Duration> subtract(Timestamp later, Timestamp earlier);
std::optional<Duration> add(Duration a, Duration b);
std::optional<Duration> subtract(Duration a, Duration b);
std::optional<Duration> negate(Duration span);

/// RFC 3339, any offset, up to nine decimals; nullopt if it is not one or out of range.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// "2026-01-05T02:00:00Z", with 3, 6 or 9 decimals only where needed.
std::string format(Timestamp at);

/// "1h30m", "-1.5s", "100ms": a sign and numbers with h, m, s, ms, us, ns; nullopt if it is not one or out of range.
std::optional<Duration> parse_duration(std::string_view text);

/// Seconds with as many decimals as needed: "5400s", "1.5s".
std::string format(Duration span);

/// A moment taken apart on a calendar. Counts as printed: month 1..12, day 1..31, weekday 0 = Sunday.
struct CalendarTime {
  int year, month, day, hour, minute, second, millisecond, weekday, day_of_year;
};

CalendarTime calendar_time(Timestamp at, std::int32_t utc_offset_s);

/// Seconds east of UTC, for "UTC", fixed offsets ("+08:00", "-03:30", "02:00") and "Asia/Shanghai", which has been
/// UTC+8 without daylight saving since 1991-09-15; nullopt for anything else, whose rules would need time-zone files.
std::optional<std::int32_t> fixed_utc_offset_s(std::string_view zone, Timestamp at);

}  // namespace redress::cel

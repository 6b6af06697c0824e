// A moment: whole milliseconds since 1970-01-01T00:00:00Z. The engine reads no clock; `now` arrives as one of these.
#pragma once

#include "engine/base/fault.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace redress {

struct Instant {
  std::int64_t ms = 0;

  auto operator<=>(Instant const&) const = default;
};

inline constexpr std::int64_t second_ms = 1000;
inline constexpr std::int64_t minute_ms = 60 * second_ms;
inline constexpr std::int64_t hour_ms = 60 * minute_ms;
inline constexpr std::int64_t day_ms = 24 * hour_ms;

/// Platform clocks run on Beijing time, UTC+8, without daylight saving (platform rules, section 0).
inline constexpr std::int64_t beijing_offset_ms = 8 * hour_ms;

constexpr Instant operator+(Instant at, std::int64_t span_ms) { return {at.ms + span_ms}; }
constexpr std::int64_t operator-(Instant later, Instant earlier) { return later.ms - earlier.ms; }

/// 00:00 Beijing time of the day that holds `at`.
Instant start_of_beijing_day(Instant at);

/// "2026-01-05T02:00:00.000Z": always UTC, always three decimals.
std::string format_rfc3339(Instant at);

/// RFC 3339 with any offset and up to nine decimals (cut to milliseconds); years 0001 to 9999. Fault `invalid_params`.
Result<Instant> parse_rfc3339(std::string_view text);

/// "2026-01-05 10:00:00", Beijing time without a zone, as the Taobao Open Platform sends it.
Result<Instant> parse_platform_time(std::string_view text);

/// "2026-01-05": 00:00 Beijing time of that date; rulebooks date their rules so.
Result<Instant> parse_beijing_date(std::string_view text);

}  // namespace redress

#include "engine/cel/time.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <limits>

namespace redress::cel {
namespace {

__extension__ using Wide = __int128;  // room for years 1 to 9999 in nanoseconds

std::optional<Timestamp> timestamp_from(Wide nanos_since_epoch) {
  Wide seconds = nanos_since_epoch / second_nanos;
  Wide nanos = nanos_since_epoch % second_nanos;
  if (nanos < 0) {
    nanos += second_nanos;
    --seconds;
  }
  if (seconds < timestamp_seconds_min || seconds > timestamp_seconds_max) return std::nullopt;
  return Timestamp{static_cast<std::int64_t>(seconds), static_cast<std::int32_t>(nanos)};
}

Wide nanos_of(Timestamp at) { return Wide{at.seconds} * second_nanos + at.nanos; }

std::optional<Duration> duration_from(Wide nanos) {
  if (nanos < std::numeric_limits<std::int64_t>::min() || nanos > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return Duration{static_cast<std::int64_t>(nanos)};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads text from the left; every step answers whether it could.
struct Scanner {
  std::string_view rest;

  bool literal(char wanted) {
    if (rest.empty() || rest.front() != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool digits(int count, int& number) {
    if (rest.size() < static_cast<std::size_t>(count)) return false;
    number = 0;
    for (int i = 0; i < count; ++i) {
      if (!is_digit(rest[i])) return false;
      number = number * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    return true;
  }
};

/// "+08:00", "-03:30", "02:00"; hours to 23, minutes to 59.
std::optional<std::int32_t> parse_offset_s(std::string_view text, bool sign_needed) {
  Scanner in{text};
  bool const negative = in.literal('-');
  bool const signed_ = negative || in.literal('+');
  int hours = 0;
  int minutes = 0;
  if ((sign_needed && !signed_) || !in.digits(2, hours) || !in.literal(':') || !in.digits(2, minutes))
    return std::nullopt;
  if (!in.rest.empty() || hours > 23 || minutes > 59) return std::nullopt;
  std::int32_t const offset_s = hours * 3600 + minutes * 60;
  return negative ? -offset_s : offset_s;
}

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};
constexpr std::array units{Unit{"h", 3600 * second_nanos},
                           Unit{"ms", 1'000'000},
                           Unit{"m", 60 * second_nanos},
                           Unit{"s", second_nanos},
                           Unit{"us", 1'000},
                           Unit{"\xC2\xB5s", 1'000},
                           Unit{"ns", 1}};

/// One "1.5h" from the left of `rest`, in nanoseconds, cut below one.
std::optional<Wide> parse_part(std::string_view& rest) {
  constexpr Wide whole_max = Wide{1} << 63;
  Wide whole = 0;
  Wide fraction = 0;
  Wide scale = 1;
  bool any = false;
  while (!rest.empty() && is_digit(rest.front())) {
    whole = whole * 10 + (rest.front() - '0');
    if (whole > whole_max) return std::nullopt;
    rest.remove_prefix(1);
    any = true;
  }
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    while (!rest.empty() && is_digit(rest.front())) {
      if (scale < Wide{1'000'000'000'000'000}) {  // finer digits are below any nanosecond
        fraction = fraction * 10 + (rest.front() - '0');
        scale *= 10;
      }
      rest.remove_prefix(1);
      any = true;
    }
  }
  if (!any) return std::nullopt;
  for (Unit const& unit : units) {
    if (!rest.starts_with(unit.name)) continue;
    rest.remove_prefix(unit.name.size());
    return whole * unit.nanos + fraction * unit.nanos / scale;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Timestamp> timestamp_from(Instant at) { return timestamp_from(Wide{at.ms} * 1'000'000); }

Instant instant_from(Timestamp at) { return {at.seconds * 1000 + at.nanos / 1'000'000}; }

std::optional<Duration> duration_from_ms(std::int64_t span_ms) { return duration_from(Wide{span_ms} * 1'000'000); }

std::optional<Timestamp> add(Timestamp at, Duration span) { return timestamp_from(nanos_of(at) + span.nanos); }
std::optional<Timestamp> subtract(Timestamp at, Duration span) { return timestamp_from(nanos_of(at) - span.nanos); }
std::optional<Duration> subtract(Timestamp later, Timestamp earlier) {
  return duration_from(nanos_of(later) - nanos_of(earlier));
}
std::optional<Duration> add(Duration a, Duration b) { return duration_from(Wide{a.nanos} + b.nanos); }
std::optional<Duration> subtract(Duration a, Duration b) { return duration_from(Wide{a.nanos} - b.nanos); }
std::optional<Duration> negate(Duration span) { return duration_from(-Wide{span.nanos}); }

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  namespace c = std::chrono;
  Scanner in{text};
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!in.digits(4, year) || !in.literal('-') || !in.digits(2, month) || !in.literal('-') || !in.digits(2, day) ||
      !(in.literal('T') || in.literal('t')) || !in.digits(2, hour) || !in.literal(':') || !in.digits(2, minute) ||
      !in.literal(':') || !in.digits(2, second)) {
    return std::nullopt;
  }
  Wide nanos = 0;
  if (in.literal('.')) {
    int decimals = 0;
    for (int digit = 0; decimals < 9 && in.digits(1, digit); ++decimals) nanos = nanos * 10 + digit;
    if (decimals == 0) return std::nullopt;
    for (; decimals < 9; ++decimals) nanos *= 10;
  }
  std::int32_t offset_s = 0;
  if (in.literal('Z') || in.literal('z')) {
    if (!in.rest.empty()) return std::nullopt;
  } else if (auto offset = parse_offset_s(in.rest, true)) {
    offset_s = *offset;
  } else {
    return std::nullopt;
  }
  c::year_month_day const date{c::year{year}, c::month(static_cast<unsigned>(month)),
                               c::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  Wide const seconds = Wide{c::sys_days{date}.time_since_epoch().count()} * 86'400 + hour * 3600 + minute * 60 + second;
  return timestamp_from((seconds - offset_s) * second_nanos + nanos);
}

std::string format(Timestamp at) {
  CalendarTime const t = calendar_time(at, 0);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", t.year, t.month, t.day, t.hour, t.minute, t.second);
  if (at.nanos % 1'000'000 == 0) {
    if (at.nanos != 0) text += fmt::format(".{:03}", at.nanos / 1'000'000);
  } else if (at.nanos % 1'000 == 0) {
    text += fmt::format(".{:06}", at.nanos / 1'000);
  } else {
    text += fmt::format(".{:09}", at.nanos);
  }
  return text + 'Z';
}

std::optional<Duration> parse_duration(std::string_view text) {
  bool const negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return Duration{};
  if (text.empty()) return std::nullopt;
  Wide nanos = 0;
  while (!text.empty()) {
    auto part = parse_part(text);
    if (!part) return std::nullopt;
    nanos += *part;
    if (!duration_from(-nanos)) return std::nullopt;  // the negative side reaches one further
  }
  return duration_from(negative ? -nanos : nanos);
}

std::string format(Duration span) {
  Wide const magnitude = span.nanos < 0 ? -Wide{span.nanos} : Wide{span.nanos};
  auto const seconds = static_cast<std::uint64_t>(magnitude / second_nanos);
  auto const nanos = static_cast<std::uint32_t>(magnitude % second_nanos);
  std::string text = fmt::format("{}{}", span.nanos < 0 ? "-" : "", seconds);
  if (nanos != 0) {
    text += fmt::format(".{:09}", nanos);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + 's';
}

CalendarTime calendar_time(Timestamp at, std::int32_t utc_offset_s) {
  namespace c = std::chrono;
  c::sys_seconds const local{c::seconds{at.seconds + utc_offset_s}};
  c::sys_days const day = c::floor<c::days>(local);
  c::year_month_day const date{day};
  c::hh_mm_ss const clock{local - day};
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<int>(static_cast<unsigned>(date.month())),
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .hour = static_cast<int>(clock.hours().count()),
          .minute = static_cast<int>(clock.minutes().count()),
          .second = static_cast<int>(clock.seconds().count()),
          .millisecond = at.nanos / 1'000'000,
          .weekday = static_cast<int>(c::weekday{day}.c_encoding()),
          .day_of_year = static_cast<int>((day - c::sys_days{date.year() / c::January / 1}).count()) + 1};
}

std::optional<std::int32_t> fixed_utc_offset_s(std::string_view zone, Timestamp at) {
  constexpr std::int64_t last_daylight_saving_ended = 684'867'600;  // 1991-09-14T17:00:00Z
  if (zone == "UTC") return 0;
  if (zone == "Asia/Shanghai" && at.seconds >= last_daylight_saving_ended) return 8 * 3600;
  return parse_offset_s(zone, false);
}

}  // namespace redress::cel

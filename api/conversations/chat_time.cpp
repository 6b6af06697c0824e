#include "api/conversations/conversation.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace redress::api {
namespace {

// Takes 1 to `digits_max` digits; nothing where there are none.
std::optional<int> take_number(std::string_view& rest, std::size_t digits_max) {
  int value = 0;
  std::size_t count = 0;
  while (count < digits_max && count < rest.size() && rest[count] >= '0' && rest[count] <= '9')
    value = 10 * value + (rest[count++] - '0');
  if (count == 0) return std::nullopt;
  rest.remove_prefix(count);
  return value;
}

bool take(std::string_view& rest, std::initializer_list<std::string_view> marks) {
  for (auto const mark : marks)
    if (rest.starts_with(mark)) {
      rest.remove_prefix(mark.size());
      return true;
    }
  return false;
}

struct Parts {
  int year, month, day, hour, minute, second;
};

std::optional<Parts> take_parts(std::string_view& rest) {
  auto const before = rest;
  auto const year = take_number(rest, 4);
  if (!year || before.size() - rest.size() != 4 || !take(rest, {"-", "/", ".", "年"})) return std::nullopt;
  auto const month = take_number(rest, 2);
  if (!month || !take(rest, {"-", "/", ".", "月"})) return std::nullopt;
  auto const day = take_number(rest, 2);
  if (!day) return std::nullopt;
  take(rest, {"日"});
  if (!take(rest, {"T", " ", "　"})) return std::nullopt;
  while (take(rest, {" ", "　"})) {
  }
  auto const hour = take_number(rest, 2);
  if (!hour || !take(rest, {":", "："})) return std::nullopt;
  auto const minute = take_number(rest, 2);
  if (!minute) return std::nullopt;
  std::optional<int> second = 0;
  if (auto ahead = rest; take(ahead, {":", "："})) {
    second = take_number(ahead, 2);
    if (!second) return std::nullopt;
    rest = ahead;
  }
  return Parts{*year, *month, *day, *hour, *minute, *second};
}

std::optional<Instant> take_time(std::string_view& rest) {
  auto const begin = rest;
  auto const parts = take_parts(rest);
  if (!parts) return std::nullopt;
  auto const written = begin.substr(0, begin.size() - rest.size());
  // A zone of its own makes it RFC 3339 as it stands.
  if (auto const end = begin.find_first_of("Z+", written.size());
      written.find('T') != std::string_view::npos && end != std::string_view::npos) {
    auto const zone = begin[end] == 'Z' ? end + 1 : end + 6;
    if (zone <= begin.size())
      if (auto const at = parse_rfc3339(begin.substr(0, zone))) {
        rest = begin.substr(zone);
        return *at;
      }
  }
  auto const at = parse_rfc3339(fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+08:00", parts->year, parts->month,
                                            parts->day, parts->hour, parts->minute, parts->second));
  if (!at) return std::nullopt;
  return *at;
}

// Days since 1899-12-30, Beijing's wall clock, as spreadsheets count.
std::optional<Instant> from_day_number(std::string_view text) {
  constexpr double first_day = 36'526;  // 2000-01-01: what is smaller is no time of a chat
  constexpr double last_day = 73'050;   // 2099-12-31
  constexpr double unix_epoch_day = 25'569;
  double days = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (failed != std::errc{} || end != text.data() + text.size() || !(days >= first_day && days <= last_day))
    return std::nullopt;
  auto const seconds = static_cast<std::int64_t>(std::llround((days - unix_epoch_day) * 86'400));
  return Instant{(seconds - 8 * 3600) * second_ms};
}

}  // namespace

std::optional<Instant> read_chat_time(std::string_view text) {
  auto rest = text;
  if (auto const at = take_time(rest); at && rest.find_first_not_of(" \t") == std::string_view::npos) return at;
  return from_day_number(text);
}

std::optional<FoundTime> find_chat_time(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] < '0' || line[i] > '9' || (i > 0 && line[i - 1] >= '0' && line[i - 1] <= '9')) continue;
    auto rest = line.substr(i);
    if (auto const at = take_time(rest)) return FoundTime{i, line.size() - rest.size(), *at};
  }
  return std::nullopt;
}

}  // namespace redress::api

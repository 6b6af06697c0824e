#include "engine/base/instant.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <optional>

namespace redress {
namespace {

using namespace std::chrono;

// Reads fixed-width digits and marks from the front of a text; one failure makes all later answers worthless.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(std::size_t width) {
    int number = 0;
    if (rest_.size() < width) return fail();
    auto const [end, ec] = std::from_chars(rest_.data(), rest_.data() + width, number);
    if (ec != std::errc{} || end != rest_.data() + width || number < 0 || rest_.front() == '-') return fail();
    rest_.remove_prefix(width);
    return number;
  }
  char mark(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) {
      fail();
      return 0;
    }
    char const seen = rest_.front();
    rest_.remove_prefix(1);
    return seen;
  }
  bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }
  int decimals_as_ms() {  // after the point: one to nine digits
    int ms = 0;
    int seen = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++seen, rest_.remove_prefix(1))
      if (seen < 3) ms = ms * 10 + (rest_.front() - '0');
    if (seen == 0 || seen > 9) return fail();
    for (; seen < 3; ++seen) ms *= 10;
    return ms;
  }
  bool done() const { return ok_ && rest_.empty(); }
  bool ok() const { return ok_; }

 private:
  int fail() {
    ok_ = false;
    return 0;
  }
  std::string_view rest_;
  bool ok_ = true;
};

std::optional<std::int64_t> date_ms(Reader& in) {
  int const y = in.digits(4);
  in.mark("-");
  int const m = in.digits(2);
  in.mark("-");
  int const d = in.digits(2);
  year_month_day const date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!in.ok() || y < 1 || !date.ok()) return std::nullopt;
  return duration_cast<milliseconds>(sys_days{date}.time_since_epoch()).count();
}

std::optional<std::int64_t> clock_ms(Reader& in) {
  int const h = in.digits(2);
  in.mark(":");
  int const m = in.digits(2);
  in.mark(":");
  int const s = in.digits(2);
  if (!in.ok() || h > 23 || m > 59 || s > 59) return std::nullopt;
  return h * hour_ms + m * minute_ms + s * second_ms;
}

Fault not_a_time(std::string_view text, std::string_view form) {
  return invalid_params({}, fmt::format("“{}”不是形如 {} 的时间", text, form),
                        fmt::format("\"{}\" is not a time of the form {}", text, form));
}

}  // namespace

Instant start_of_beijing_day(Instant at) {
  auto const local = floor<days>(milliseconds{at.ms + beijing_offset_ms});
  return {duration_cast<milliseconds>(local).count() - beijing_offset_ms};
}

std::string format_rfc3339(Instant at) {
  auto const since_epoch = milliseconds{at.ms};
  auto const whole_days = floor<days>(since_epoch);
  year_month_day const date{sys_days{whole_days}};
  hh_mm_ss const clock{since_epoch - whole_days};
  auto const y = static_cast<int>(date.year());
  if (y < 0 || y > 9999)  // nobody's time, and wider than four digits
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", y, static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count(), clock.subseconds().count());
  std::string text = "0000-00-00T00:00:00.000Z";
  auto const put = [&](std::size_t last, auto number) {
    for (auto rest = static_cast<unsigned>(number); rest != 0; rest /= 10)
      text[last--] = static_cast<char>('0' + rest % 10);
  };
  put(3, y);
  put(6, static_cast<unsigned>(date.month()));
  put(9, static_cast<unsigned>(date.day()));
  put(12, clock.hours().count());
  put(15, clock.minutes().count());
  put(18, clock.seconds().count());
  put(22, clock.subseconds().count());
  return text;
}

Result<Instant> parse_rfc3339(std::string_view text) {
  Reader in{text};
  auto const date = date_ms(in);
  in.mark("Tt");
  auto const clock = date ? clock_ms(in) : std::nullopt;
  int fraction_ms = 0;
  if (in.next_is('.')) {
    in.mark(".");
    fraction_ms = in.decimals_as_ms();
  }
  std::int64_t offset_ms = 0;
  if (char const sign = in.mark("Zz+-"); sign == '+' || sign == '-') {
    int const h = in.digits(2);
    in.mark(":");
    int const m = in.digits(2);
    if (h > 23 || m > 59) return not_a_time(text, "2026-01-05T02:00:00.000Z");
    offset_ms = (h * hour_ms + m * minute_ms) * (sign == '-' ? -1 : 1);
  }
  if (!date || !clock || !in.done()) return not_a_time(text, "2026-01-05T02:00:00.000Z");
  return Instant{*date + *clock + fraction_ms - offset_ms};
}

Result<Instant> parse_platform_time(std::string_view text) {
  Reader in{text};
  auto const date = date_ms(in);
  in.mark(" ");
  auto const clock = date ? clock_ms(in) : std::nullopt;
  if (!date || !clock || !in.done()) return not_a_time(text, "2026-01-05 10:00:00");
  return Instant{*date + *clock - beijing_offset_ms};
}

Result<Instant> parse_beijing_date(std::string_view text) {
  Reader in{text};
  auto const date = date_ms(in);
  if (!date || !in.done()) return not_a_time(text, "2026-01-05");
  return Instant{*date - beijing_offset_ms};
}

}  // namespace redress

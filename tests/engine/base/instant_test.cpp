#include "engine/base/instant.hpp"

#include <gtest/gtest.h>

namespace redress {
namespace {

TEST(Instant, rfc3339_round_trips) {
  for (std::string_view text : {"1970-01-01T00:00:00.000Z", "2026-01-05T02:00:00.123Z", "1969-12-31T23:59:59.999Z",
                                "2024-02-29T23:59:59.001Z", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z"})
    EXPECT_EQ(format_rfc3339(parse_rfc3339(text).value()), text);
}

TEST(Instant, offsets_and_decimals_are_read) {
  struct Case {
    std::string_view given, same_as;
  };
  for (auto [given, same_as] : {Case{"2026-01-05T10:00:00+08:00", "2026-01-05T02:00:00.000Z"},
                                Case{"2026-01-04T21:30:00-04:30", "2026-01-05T02:00:00.000Z"},
                                Case{"2026-01-05T02:00:00.5Z", "2026-01-05T02:00:00.500Z"},
                                Case{"2026-01-05t02:00:00.123456789z", "2026-01-05T02:00:00.123Z"}})
    EXPECT_EQ(format_rfc3339(parse_rfc3339(given).value()), same_as) << given;
}

TEST(Instant, anything_else_is_refused) {
  for (std::string_view text :
       {"", "2026-01-05", "2026-01-05 02:00:00Z", "2026-13-05T02:00:00Z", "2026-02-29T02:00:00Z",
        "2026-01-05T24:00:00Z", "2026-01-05T02:60:00Z", "2026-01-05T02:00:00", "2026-01-05T02:00:00.Z",
        "2026-01-05T02:00:00.1234567890Z", "2026-01-05T02:00:00+8:00", "2026-01-05T02:00:00Z ", "-026-01-05T02:00:00Z",
        "0000-01-05T02:00:00Z", "2026-01-05T02:00:00+24:00"})
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
}

TEST(Instant, platform_times_are_beijing_times) {
  EXPECT_EQ(format_rfc3339(parse_platform_time("2026-01-05 10:00:00").value()), "2026-01-05T02:00:00.000Z");
  EXPECT_FALSE(parse_platform_time("2026-01-05T10:00:00").has_value());
  EXPECT_EQ(format_rfc3339(parse_beijing_date("2022-08-09").value()), "2022-08-08T16:00:00.000Z");
}

TEST(Instant, a_beijing_day_starts_at_16_00_utc) {
  auto const at = [](std::string_view text) { return parse_rfc3339(text).value(); };
  EXPECT_EQ(start_of_beijing_day(at("2026-01-05T15:59:59.999Z")), at("2026-01-04T16:00:00.000Z"));
  EXPECT_EQ(start_of_beijing_day(at("2026-01-05T16:00:00.000Z")), at("2026-01-05T16:00:00.000Z"));
  EXPECT_EQ(start_of_beijing_day(at("1969-12-31T15:00:00.000Z")), at("1969-12-30T16:00:00.000Z"));
}

}  // namespace
}  // namespace redress

#include "api/seam/time_zones.hpp"

#include <gtest/gtest.h>

namespace redress::api {
namespace {

struct Moment {
  std::string_view zone;
  std::string_view at;
  std::int32_t offset_s;
};

// Offsets as published by the authorities of each place (see the comments of the tz database).
TEST(TimeZones, OffsetsOfPlaces) {
  Moment const table[] = {
      {"Asia/Shanghai", "2026-01-05T00:00:00Z", 8 * 3600},
      {"Asia/Shanghai", "1988-07-01T00:00:00Z", 9 * 3600},  // daylight saving, 1986 to 1991
      {"America/Los_Angeles", "2026-01-05T00:00:00Z", -8 * 3600},
      {"America/Los_Angeles", "2026-03-08T09:59:59Z", -8 * 3600},
      {"America/Los_Angeles", "2026-03-08T10:00:00Z", -7 * 3600},
      {"America/Los_Angeles", "2050-07-01T00:00:00Z", -7 * 3600},  // past the last change that the files list
      {"America/Los_Angeles", "2050-12-01T00:00:00Z", -8 * 3600},
      {"Australia/Sydney", "2009-02-13T23:31:30Z", 11 * 3600},
      {"Australia/Sydney", "2044-01-01T00:00:00Z", 11 * 3600},
      {"Asia/Kathmandu", "2009-02-13T23:31:30Z", 5 * 3600 + 45 * 60},
      {"America/St_Johns", "2009-02-13T02:00:00Z", -(3 * 3600 + 30 * 60)},
      {"Europe/London", "9999-07-01T00:00:00Z", 3600},
      {"UTC", "0001-01-01T00:00:00Z", 0},
  };
  for (auto const& [zone, at, offset_s] : table) {
    EXPECT_EQ(utc_offset_s(zone, *cel::parse_timestamp(at)), offset_s) << zone << " " << at;
  }
}

TEST(TimeZones, NobodyLivesInAnUnknownOne) {
  for (std::string_view name : {"", "Mars/Olympus", "../../etc/passwd", "Asia/", "asia/shanghai\n", "zone.tab"}) {
    EXPECT_EQ(utc_offset_s(name, {}), std::nullopt) << name;
  }
  EXPECT_EQ(utc_offset_s(std::string(1 << 20, 'A'), {}), std::nullopt);
}

}  // namespace
}  // namespace redress::api

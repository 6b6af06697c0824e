#include "tests/engine/cel/run.hpp"

#include <rapidcheck/gtest.h>

#include <limits>

namespace redress::cel {
namespace {

TEST(CelTime, InstantsAndTimestamps) {
  EXPECT_EQ(timestamp_from(Instant{-1}), (Timestamp{-1, 999'000'000}));
  EXPECT_EQ(timestamp_from(Instant{1'500}), (Timestamp{1, 500'000'000}));
  EXPECT_EQ(instant_from(Timestamp{-1, 999'999'999}), Instant{-1});
  EXPECT_EQ(instant_from(Timestamp{1, 1'999'999}), Instant{1'001});
  EXPECT_FALSE(timestamp_from(Instant{std::numeric_limits<std::int64_t>::max()}));
  EXPECT_EQ(duration_from_ms(90'000), Duration{90 * second_nanos});
  EXPECT_FALSE(duration_from_ms(std::numeric_limits<std::int64_t>::max()));
}

RC_GTEST_PROP(CelTimeLaws, InstantsSurviveTheRoundTrip, ()) {
  Instant const at{*rc::gen::inRange<std::int64_t>(timestamp_seconds_min * 1000, timestamp_seconds_max * 1000)};
  auto const timestamp = timestamp_from(at);
  RC_ASSERT(timestamp.has_value());
  RC_ASSERT(instant_from(*timestamp) == at);
}

RC_GTEST_PROP(CelTimeLaws, TextOfTimestampsReadsBack, ()) {
  Timestamp const at{*rc::gen::inRange(timestamp_seconds_min, timestamp_seconds_max),
                     *rc::gen::inRange(0, 1'000'000'000)};
  RC_ASSERT(parse_timestamp(format(at)) == at);
}

RC_GTEST_PROP(CelTimeLaws, TextOfDurationsReadsBack, (std::int64_t nanos)) {
  RC_ASSERT(parse_duration(format(Duration{nanos})) == Duration{nanos});
}

RC_GTEST_PROP(CelTimeLaws, AddingAndTakingAwayAgree, (std::int64_t nanos)) {
  Timestamp const at{*rc::gen::inRange(timestamp_seconds_min, timestamp_seconds_max),
                     *rc::gen::inRange(0, 1'000'000'000)};
  if (auto const later = add(at, Duration{nanos})) {
    RC_ASSERT(subtract(*later, at) == Duration{nanos});
    RC_ASSERT(subtract(*later, Duration{nanos}) == at);
  }
}

TEST(CelTime, DurationTexts) {
  EXPECT_EQ(parse_duration("1h30m"), Duration{5400 * second_nanos});
  EXPECT_EQ(parse_duration("-1.5s"), Duration{-1'500'000'000});
  EXPECT_EQ(parse_duration("+.5ms"), Duration{500'000});
  EXPECT_EQ(parse_duration("3us4ns"), Duration{3'004});
  EXPECT_EQ(parse_duration("0"), Duration{0});
  EXPECT_EQ(parse_duration("-9223372036854775808ns"), Duration{std::numeric_limits<std::int64_t>::min()});
  for (std::string_view wrong :
       {"", "-", "1", "s", "1 s", "1x", ".s", "1s-", "9223372036854775808ns", "99999999999999999999999h"}) {
    EXPECT_FALSE(parse_duration(wrong)) << wrong;
  }
}

TEST(CelTime, TimestampTexts) {
  EXPECT_EQ(parse_timestamp("1970-01-01T08:00:00+08:00"), (Timestamp{0, 0}));
  EXPECT_EQ(parse_timestamp("2024-02-29T00:00:00.123456789Z")->nanos, 123'456'789);
  for (std::string_view wrong :
       {"", "2026-01-05", "2026-01-05 00:00:00Z", "2026-1-5T00:00:00Z", "2023-02-29T00:00:00Z", "2026-01-05T24:00:00Z",
        "2026-01-05T00:60:00Z", "2026-01-05T00:00:60Z", "2026-01-05T00:00:00", "2026-01-05T00:00:00.Z",
        "2026-01-05T00:00:00.1234567890Z", "2026-01-05T00:00:00+8:00", "2026-01-05T00:00:00Zx", "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z"}) {
    EXPECT_FALSE(parse_timestamp(wrong)) << wrong;
  }
}

TEST(CelValues, KindsAndLiterals) {
  EXPECT_TRUE(Value(1).is(Kind::int64));
  EXPECT_TRUE(Value(1U).is(Kind::uint64));
  EXPECT_TRUE(Value(true).is(Kind::boolean));
  EXPECT_TRUE(Value("x").is(Kind::string));
  EXPECT_TRUE(Value(List{1, "a"}).is(Kind::list));
  EXPECT_EQ(to_literal(List{1, 2U, 1.0, "a\"", Value(), true}), "[1, 2u, 1.0, \"a\\\"\", null, true]");
  EXPECT_EQ(to_literal(Value::bytes("\x01z")), "b\"\\x01z\"");
  EXPECT_EQ(to_literal("\u9000\u8d27\u9000\u8d27", 8), "\"\u9000\u8d27...");
  EXPECT_EQ(to_literal(List(100, Value(1)), 10), "[1, 1, 1, ...");
}

TEST(CelValues, SharedPartsDoNotMakeLiteralsEndless) {
  Value doubled = List{1};
  for (int i = 0; i < 60; ++i) doubled = List{doubled, doubled};
  EXPECT_LT(to_literal(doubled).size(), 2100U);
  Steps steps = 1000;
  EXPECT_FALSE(equal(doubled, Value(List{doubled.as_list()[0], doubled.as_list()[1]}), steps));
  EXPECT_LT(steps, 0);
}

TEST(CelValues, Maps) {
  auto const map = Map::of({{"b", 1}, {1, 2}, {true, 3}, {"a", 4}});
  ASSERT_TRUE(map);
  EXPECT_EQ(map->entries()[0].first, Value("b"));
  EXPECT_EQ(*map->find("a"), Value(4));
  EXPECT_EQ(*map->find(1U), Value(2));
  EXPECT_EQ(*map->find(1.0), Value(2));
  EXPECT_EQ(*map->find(true), Value(3));
  EXPECT_EQ(map->find(false), nullptr);
  EXPECT_EQ(map->find(1.5), nullptr);
  EXPECT_EQ(map->find(Value()), nullptr);
  EXPECT_EQ(map->find(1e300), nullptr);
  EXPECT_EQ(map->find(std::numeric_limits<double>::quiet_NaN()), nullptr);
  EXPECT_FALSE(Map::of({{1, 1}, {1U, 2}}));
  EXPECT_FALSE(Map::of({{1.0, 1}}));
}

TEST(CelValues, Utf8) {
  EXPECT_TRUE(is_valid_utf8("a\u00ff\u9000\U0001f600"));
  for (std::string_view wrong :
       {"\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xff"}) {
    EXPECT_FALSE(is_valid_utf8(wrong));
  }
}

RC_GTEST_PROP(CelValueLaws, OrderOfNumbersIsConsistent, (std::int64_t a, std::int64_t b)) {
  RC_ASSERT((*compare(Value(a), Value(b)) == 0) == (a == b));
  RC_ASSERT((*compare(Value(a), Value(b)) < 0) == (*compare(Value(b), Value(a)) > 0));
  RC_ASSERT(equal(Value(a), Value(static_cast<double>(a)), *std::make_unique<Steps>(9)));
}

RC_GTEST_PROP(CelValueLaws, DoublesReadBack, (double number)) {
  EXPECT_EQ(run("double('" + format_double(number) + "')"), to_literal(number));
}

}  // namespace
}  // namespace redress::cel

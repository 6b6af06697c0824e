// Counting by a calendar: dates around Spring Festival and National Day, shifts past midnight, and the laws that hold
// of any calendar.
#include "engine/rules/calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace redress::rules {
namespace {

DayNumber day(std::string_view date) { return *day_from(date); }

void add_days(std::vector<DayNumber>& days, std::string_view from, std::string_view to) {
  for (auto each = day(from); each <= day(to); ++each) days.push_back(each);
}

// 国办发明电〔2025〕7号, 2025-11-04.
std::vector<PublicYear> year_2026() {
  PublicYear year{.year = 2026, .cites = "国办发明电〔2025〕7号", .source = "新华社", .confidence = "high"};
  for (auto const& [from, to] : std::array{std::pair{"2026-01-01", "2026-01-03"}, std::pair{"2026-02-15", "2026-02-23"},
                                           std::pair{"2026-04-04", "2026-04-06"}, std::pair{"2026-05-01", "2026-05-05"},
                                           std::pair{"2026-06-19", "2026-06-21"}, std::pair{"2026-09-25", "2026-09-27"},
                                           std::pair{"2026-10-01", "2026-10-07"}})
    add_days(year.holidays, from, to);
  for (auto const* each : {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"})
    year.makeup_days.push_back(day(each));
  return {year};
}

Instant at(std::string_view text) { return *parse_rfc3339(std::string(text) + "+08:00"); }

std::string shown(std::optional<Instant> moment) { return moment ? format_rfc3339(*moment) : "none"; }

Shift shift(std::initializer_list<int> on, int start_minute, int end_minute) {
  Shift made{.start_minute = start_minute, .end_minute = end_minute};
  for (auto const each : on) made.on.at(static_cast<std::size_t>(each)) = true;
  return made;
}

// Weekdays 09:00 to 12:00 and 13:30 to 18:00, Friday and Saturday nights 22:00 to 06:00.
Timetable shop_hours() {
  return {.shifts = {shift({0, 1, 2, 3, 4}, 9 * 60, 12 * 60), shift({0, 1, 2, 3, 4}, 13 * 60 + 30, 18 * 60),
                     shift({4, 5}, 22 * 60, 30 * 60)},
          .closed_on_holidays = true};
}

TEST(CalendarDays, are_beijings_whatever_the_hour) {
  EXPECT_EQ(date_text(beijing_day(at("2026-02-15T00:00:00"))), "2026-02-15");
  EXPECT_EQ(date_text(beijing_day(at("2026-02-15T23:59:59"))), "2026-02-15");
  EXPECT_EQ(date_text(beijing_day(Instant{0})), "1970-01-01");
  EXPECT_EQ(weekday_of(day("1970-01-01")), 3);
  EXPECT_EQ(weekday_of(day("2026-02-15")), 6);
  EXPECT_EQ(weekday_of(day("1969-12-28")), 6);
}

TEST(Calendar, knows_holidays_make_up_days_and_its_years) {
  Calendar const calendar{"cn", year_2026()};
  struct {
    char const* date;
    bool workday;
  } const table[]{{"2026-02-13", true},  {"2026-02-14", true}, {"2026-02-15", false}, {"2026-02-16", false},
                  {"2026-02-23", false}, {"2026-02-24", true}, {"2026-02-28", true},  {"2026-03-01", false},
                  {"2026-09-20", true},  {"2026-09-30", true}, {"2026-10-01", false}, {"2026-10-07", false},
                  {"2026-10-08", true},  {"2026-10-10", true}, {"2026-10-11", false}, {"2026-01-04", true},
                  {"2026-11-21", false}, {"2026-11-23", true}, {"2027-01-01", true},  {"2027-01-02", false}};
  for (auto const& row : table) EXPECT_EQ(calendar.is_workday(day(row.date)), row.workday) << row.date;
  EXPECT_TRUE(calendar.knows(day("2026-12-31")));
  EXPECT_FALSE(calendar.knows(day("2027-01-01"))) << "1 January is counted as a Friday, and nobody said it is one";
  EXPECT_FALSE(calendar.knows(day("2025-12-31")));
}

TEST(Calendar, adds_working_days_over_festivals) {
  Calendar const calendar{"cn", year_2026()};
  struct {
    char const* from;
    int days;
    char const* to;
  } const table[]{{"2026-02-12T10:00:00", 1, "2026-02-13T10:00:00"}, {"2026-02-13T10:00:00", 1, "2026-02-14T10:00:00"},
                  {"2026-02-14T10:00:00", 1, "2026-02-24T10:00:00"}, {"2026-02-18T10:00:00", 1, "2026-02-24T10:00:00"},
                  {"2026-02-12T10:00:00", 7, "2026-02-28T10:00:00"}, {"2026-02-27T10:00:00", 2, "2026-03-02T10:00:00"},
                  {"2026-09-30T23:59:59", 1, "2026-10-08T23:59:59"}, {"2026-09-30T10:00:00", 3, "2026-10-10T10:00:00"},
                  {"2026-10-09T10:00:00", 2, "2026-10-12T10:00:00"}, {"2026-09-18T10:00:00", 1, "2026-09-20T10:00:00"},
                  {"2026-01-05T00:00:00", 0, "2026-01-05T00:00:00"}, {"2026-12-31T10:00:00", 1, "2027-01-01T10:00:00"}};
  for (auto const& row : table) {
    EXPECT_EQ(shown(calendar.add_workdays(at(row.from), row.days)), format_rfc3339(at(row.to))) << row.from;
    EXPECT_EQ(calendar.workdays_between(at(row.from), at(row.to)), row.days) << row.from;
    EXPECT_EQ(calendar.workdays_between(at(row.to), at(row.from)), -row.days) << row.from;
  }
}

TEST(Calendar, counts_no_further_than_its_limits) {
  Calendar const calendar{"cn", year_2026(), shop_hours()};
  auto const from = at("2026-01-05T10:00:00");
  EXPECT_TRUE(calendar.add_workdays(from, Calendar::workdays_max));
  EXPECT_FALSE(calendar.add_workdays(from, Calendar::workdays_max + 1));
  EXPECT_FALSE(calendar.add_workdays(from, -1));
  EXPECT_TRUE(calendar.workdays_between(from, from + Calendar::days_max * day_ms));
  EXPECT_FALSE(calendar.workdays_between(from, from + (Calendar::days_max + 1) * day_ms));
  EXPECT_TRUE(calendar.working_ms(from, from + Calendar::days_max * day_ms));
  EXPECT_FALSE(calendar.working_ms(from, from + (Calendar::days_max + 1) * day_ms));
  EXPECT_FALSE(calendar.add_working_ms(from, Calendar::days_max * day_ms));
  EXPECT_FALSE(calendar.latest_start(from, Calendar::days_max * day_ms));
}

TEST(Shifts, count_over_noon_nights_and_holidays) {
  Calendar const calendar{"cn", year_2026(), shop_hours()};
  struct {
    char const* from;
    int minutes;
    char const* to;
  } const table[]{{"2026-01-05T08:00:00", 30, "2026-01-05T09:30:00"},   // before the day begins
                  {"2026-01-05T11:30:00", 60, "2026-01-05T14:00:00"},   // over noon
                  {"2026-01-05T17:30:00", 60, "2026-01-06T09:30:00"},   // over night
                  {"2026-01-09T17:00:00", 120, "2026-01-09T23:00:00"},  // into Friday's night shift
                  {"2026-01-09T23:00:00", 180, "2026-01-10T02:00:00"},  // past midnight
                  {"2026-01-11T05:00:00", 120, "2026-01-12T10:00:00"},  // Sunday morning's end, then Monday
                  {"2026-02-14T17:00:00", 120, "2026-02-24T10:00:00"},  // a make-up Saturday is worked as a Monday
                  {"2026-09-30T17:00:00", 90, "2026-10-08T09:30:00"}};  // National Day is closed
  for (auto const& row : table) {
    EXPECT_EQ(shown(calendar.add_working_ms(at(row.from), row.minutes * minute_ms)), format_rfc3339(at(row.to)))
        << row.from;
    EXPECT_EQ(calendar.working_ms(at(row.from), at(row.to)), row.minutes * minute_ms) << row.from;
  }
  EXPECT_EQ(shown(calendar.latest_start(at("2026-10-08T09:30:00"), 90 * minute_ms)),
            format_rfc3339(at("2026-09-30T17:00:00")));
  EXPECT_EQ(shown(calendar.latest_start(at("2026-01-05T10:00:00"), 0)), format_rfc3339(at("2026-01-05T10:00:00")));
}

TEST(Shifts, heed_days_off_and_extra_days) {
  auto hours = shop_hours();
  hours.days_off.push_back({{day("2026-01-06"), day("2026-01-07")}, "年会"});
  hours.extra_days.push_back({day("2026-01-07"), 5});
  hours.extra_days.push_back({day("2026-02-16"), 0});
  Calendar const calendar{"cn", year_2026(), hours};
  EXPECT_TRUE(calendar.stretches_of(day("2026-01-06")).empty());
  ASSERT_EQ(calendar.stretches_of(day("2026-01-07")).size(), 1U) << "an extra day goes before a day off";
  EXPECT_EQ(shown(calendar.stretches_of(day("2026-01-07")).front().from), format_rfc3339(at("2026-01-07T22:00:00")));
  EXPECT_EQ(calendar.stretches_of(day("2026-02-16")).size(), 2U) << "and before a public holiday";
  hours.closed_on_holidays = false;
  EXPECT_EQ(Calendar("cn", year_2026(), hours).stretches_of(day("2026-02-17")).size(), 2U);
  EXPECT_TRUE(calendar.is_workday(day("2026-01-06"))) << "a shop's day off moves no platform's term";
}

TEST(Shifts, none_means_around_the_clock) {
  Calendar const calendar{"cn", year_2026()};
  auto const from = at("2026-02-14T17:00:00");
  EXPECT_EQ(calendar.add_working_ms(from, 90 * minute_ms), from + 90 * minute_ms);
  EXPECT_EQ(calendar.latest_start(from, 90 * minute_ms), from + -90 * minute_ms);
  EXPECT_EQ(calendar.working_ms(from, from + 3 * day_ms), 3 * day_ms);
}

TEST(Shifts, that_begin_and_end_are_counted_from_their_days) {
  auto hours = shop_hours();
  for (auto& each : hours.shifts) each.span.last = day("2026-03-31");
  auto summer = shift({0, 1, 2, 3, 4}, 10 * 60, 19 * 60);
  summer.span.first = day("2026-04-01");
  hours.shifts.push_back(summer);
  Calendar const calendar{"cn", year_2026(), hours};
  EXPECT_EQ(shown(calendar.add_working_ms(at("2026-03-31T17:00:00"), 120 * minute_ms)),
            format_rfc3339(at("2026-04-01T11:00:00")));
}

TEST(Calendar, comes_back_from_json_as_it_was) {
  auto hours = shop_hours();
  hours.shifts.front().span = {day("2026-01-01"), day("2026-12-31")};
  hours.days_off.push_back({{day("2026-01-06"), day("2026-01-07")}, "年会"});
  hours.extra_days.push_back({day("2026-02-16"), 0});
  for (auto const& calendar : {Calendar{"cn", year_2026()}, Calendar{"cn", year_2026(), hours}}) {
    auto const back = calendar_from_json(to_json(calendar));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, calendar);
  }
  EXPECT_FALSE(calendar_from_json({}));
  EXPECT_FALSE(calendar_from_json(boost::json::object{{"name", "cn"}}));
  auto bad = to_json(Calendar{"cn", year_2026()});
  bad["years"].as_array().front().as_object()["holidays"].as_array().front() = "2026-02-30";
  EXPECT_FALSE(calendar_from_json(bad));
}

// Any few shifts, possibly past midnight; overlaps are allowed here, where the loader refuses them.
Timetable any_hours() {
  Timetable made{.closed_on_holidays = *rc::gen::arbitrary<bool>()};
  auto const count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    auto const start = *rc::gen::inRange(0, 1440);
    Shift each{.start_minute = start, .end_minute = start + *rc::gen::inRange(1, 1441)};
    for (auto& on : each.on) on = *rc::gen::arbitrary<bool>();
    each.on.at(static_cast<std::size_t>(*rc::gen::inRange(0, 7))) = true;
    made.shifts.push_back(each);
  }
  return made;
}

Instant any_moment() {
  return at("2026-01-01T00:00:00") + *rc::gen::inRange<std::int64_t>(0, 400 * 24 * 60) * minute_ms;
}

RC_GTEST_PROP(CalendarLaws, adding_n_then_m_working_days_is_adding_both, ()) {
  Calendar const calendar{"cn", year_2026()};
  auto const from = any_moment();
  auto const n = *rc::gen::inRange(1, 60);
  auto const m = *rc::gen::inRange(0, 60);
  auto const first = calendar.add_workdays(from, n);
  RC_ASSERT(first.has_value());
  RC_ASSERT(calendar.is_workday(beijing_day(*first)));
  RC_ASSERT(calendar.add_workdays(*first, m) == calendar.add_workdays(from, n + m));
  RC_ASSERT(calendar.workdays_between(from, *first) == n);
  RC_ASSERT((*first - start_of(beijing_day(*first))) == (from - start_of(beijing_day(from))));
}

RC_GTEST_PROP(CalendarLaws, minutes_added_are_the_minutes_between, ()) {
  Calendar const calendar{"cn", year_2026(), any_hours()};
  auto const from = any_moment();
  auto const span_ms = *rc::gen::inRange<std::int64_t>(1, 3000) * minute_ms;
  auto const to = calendar.add_working_ms(from, span_ms);
  RC_PRE(to.has_value());  // else so little is worked that the count gives up
  RC_ASSERT(calendar.working_ms(from, *to) == span_ms);
  RC_ASSERT(*calendar.working_ms(from, *to + -1) < span_ms);  // and no earlier moment has as many
}

RC_GTEST_PROP(CalendarLaws, the_last_safe_moment_is_safe_and_the_last, ()) {
  Calendar const calendar{"cn", year_2026(), any_hours()};
  auto const due = any_moment() + 100 * day_ms;
  auto const span_ms = *rc::gen::inRange<std::int64_t>(1, 3000) * minute_ms;
  auto const start = calendar.latest_start(due, span_ms);
  RC_PRE(start.has_value());
  RC_ASSERT(*calendar.working_ms(*start, due) >= span_ms);
  RC_ASSERT(*calendar.working_ms(*start + 1, due) < span_ms);
}

RC_GTEST_PROP(CalendarLaws, working_time_adds_up_over_any_cut, ()) {
  Calendar const calendar{"cn", year_2026(), any_hours()};
  std::array moments{any_moment(), any_moment(), any_moment()};
  std::ranges::sort(moments);
  RC_ASSERT(*calendar.working_ms(moments[0], moments[1]) + *calendar.working_ms(moments[1], moments[2]) ==
            *calendar.working_ms(moments[0], moments[2]));
}

RC_GTEST_PROP(CalendarLaws, every_day_of_beijing_has_24_hours, ()) {
  auto const number = *rc::gen::inRange<DayNumber>(-20000, 40000);
  RC_ASSERT(start_of(number + 1) - start_of(number) == day_ms);
  RC_ASSERT(beijing_day(start_of(number)) == number);
  RC_ASSERT(beijing_day(start_of(number + 1) + -1) == number);
  RC_ASSERT(day_from(date_text(number)) == number);
}

}  // namespace
}  // namespace redress::rules

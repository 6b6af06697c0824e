// Reminders and efforts of a book, with and without hours, and what conditions answer where the calendar ends.
#include "engine/rules/effort.hpp"

#include "engine/rules/calendar.hpp"
#include "tests/engine/rules/rule_maker.hpp"

#include <gtest/gtest.h>

namespace redress::rules {
namespace {

Instant at(std::string_view text) { return *parse_rfc3339(std::string(text) + "+08:00"); }

Calendar weekdays_nine_to_six() {
  Shift shift{.start_minute = 9 * 60, .end_minute = 18 * 60};
  for (std::size_t day = 0; day < 5; ++day) shift.on.at(day) = true;
  return {"cn", {}, {.shifts = {shift}}};
}

Reminder reminder(std::string id, int minutes, bool working, std::vector<std::string> slots = {"*"}) {
  return {.id = std::move(id),
          .cites = {},
          .confidence = Confidence::design,
          .slots = std::move(slots),
          .minutes_before = minutes,
          .working = working,
          .span = {},
          .says = {}};
}

Rulebook book_with(std::vector<Reminder> reminders, bool hours) {
  Rulebook book{.id = "b", .platform = "p", .version = "1", .digest = "", .title = {}};
  book.reminders = std::move(reminders);
  if (hours) book.calendar = std::make_shared<Calendar const>(weekdays_nine_to_six());
  return book;
}

std::vector<std::string> times(Rulebook const& book, Instant due, Instant since) {
  std::vector<std::string> found;
  for (auto const& each : reminders_of(book, "refund.seller_answer", due, since, since))
    found.push_back(each.reminder->id + " " + format_rfc3339(each.at + beijing_offset_ms).substr(5, 11));
  return found;
}

TEST(SlotPatterns, cover_by_name_by_group_and_all) {
  struct {
    char const* pattern;
    bool covers;
  } const table[]{{"*", true},       {"refund.*", true},    {"refund.seller_answer", true},   {"refund.seller", false},
                  {"refund", false}, {"exchange.*", false}, {"refund.seller_answer.*", false}};
  for (auto const& row : table) EXPECT_EQ(covers_slot(row.pattern, "refund.seller_answer"), row.covers) << row.pattern;
}

TEST(Reminders, are_counted_in_working_or_natural_time) {
  auto const monday_ten = at("2026-01-12T10:00:00");
  auto const thursday = at("2026-01-08T10:00:00");
  std::vector<Reminder> const both{reminder("W", 120, true), reminder("N", 120, false)};
  EXPECT_EQ(times(book_with(both, true), monday_ten, thursday),
            (std::vector<std::string>{"W 01-09T17:00", "N 01-12T08:00"}));
  EXPECT_EQ(times(book_with(both, false), monday_ten, thursday), (std::vector<std::string>{"W 01-12T08:00"}))
      << "without hours both are the same moment, and it is told once";
}

TEST(Reminders, that_would_come_too_early_or_elsewhere_are_left_out) {
  auto const due = at("2026-01-12T10:00:00");
  auto const book = book_with({reminder("A", 60, false), reminder("B", 60, false, {"exchange.*"})}, false);
  EXPECT_EQ(times(book, due, due + -60 * minute_ms).size(), 1U);
  EXPECT_TRUE(times(book, due, due + -60 * minute_ms + 1).empty()) << "less than an hour is left";
  auto dated = book;
  dated.reminders[0].span.from = due;
  EXPECT_TRUE(times(dated, due, due + -60 * minute_ms).empty()) << "it does not hold yet";
}

TEST(Reminders, whose_moment_passed_while_the_shop_was_closed_come_when_it_opens) {
  auto const sunday = at("2026-01-11T10:00:00");
  auto const book = book_with({reminder("W", 120, true)}, true);
  EXPECT_EQ(times(book, at("2026-01-12T09:30:00"), sunday), (std::vector<std::string>{"W 01-12T09:00"}));
  EXPECT_TRUE(times(book, at("2026-01-12T08:30:00"), sunday).empty()) << "it opens too late";
  EXPECT_TRUE(times(book, at("2026-01-12T10:30:00"), at("2026-01-12T09:00:00")).empty()) << "it is open";
  EXPECT_TRUE(times(book_with({reminder("N", 2880, false)}, true), at("2026-01-12T09:30:00"), sunday).empty());
}

TEST(Efforts, the_first_that_speaks_counts_and_the_quickest_evidence) {
  auto book = book_with({}, false);
  auto const effort = [&](std::string event, std::string evidence, int minutes) {
    book.efforts.push_back({.id = "E",
                            .cites = {},
                            .confidence = Confidence::design,
                            .event = std::move(event),
                            .evidence = std::move(evidence),
                            .minutes = minutes,
                            .span = {},
                            .says = {}});
  };
  effort("refund.refuse", "", 30);
  effort("", "E-CHAT", 5);
  effort("*", "", 10);
  effort("", "*", 15);
  auto const now = at("2026-01-12T10:00:00");
  EXPECT_EQ(minutes_for_event(book, "refund", "refuse", now), 30);
  EXPECT_EQ(minutes_for_event(book, "exchange", "refuse", now), 10);
  std::vector<std::string> const either{"E-VIDEO", "E-CHAT"}, one{"E-VIDEO"};
  EXPECT_EQ(minutes_for_evidence(book, either, now), 5);
  EXPECT_EQ(minutes_for_evidence(book, one, now), 15);
  EXPECT_EQ(minutes_for_event(book_with({}, false), "refund", "refuse", now), 0);
}

TEST(WorkingTime, of_a_book_without_hours_is_natural) {
  auto const due = at("2026-01-12T10:00:00");
  EXPECT_EQ(last_moment(book_with({}, false), due, 90), due + -90 * minute_ms);
  EXPECT_EQ(last_moment(book_with({}, true), due, 90), at("2026-01-09T17:30:00"));
  EXPECT_EQ(minutes_between(book_with({}, false), due + -day_ms, due), 24 * 60);
  EXPECT_EQ(minutes_between(book_with({}, true), due + -day_ms, due), 60);
  EXPECT_EQ(minutes_between(book_with({}, true), due, due + -day_ms), 0) << "past is past";
}

TEST(CountingInConditions, errs_beyond_its_limits_and_marks_unknown_years) {
  Facts facts;
  facts.set("order.paid_at", at("2026-01-12T10:00:00"));
  auto const due = [&](std::string const& source) {
    Deadline const deadline{
        .id = "D-1",
        .slot = "window.x",
        .cites = {},
        .confidence = Confidence::high,
        .when = std::nullopt,
        .due = compiled(source, cel::Type::timestamp()),
        .span = {},
        .says = {},
        .calendar = std::make_shared<Calendar const>(
            "cn", std::vector{PublicYear{.year = 2026, .cites = "", .source = "", .confidence = ""}})};
    return due_of(deadline, {facts});
  };
  EXPECT_TRUE(due("add_workdays(order.paid_at, 1000)"));
  EXPECT_FALSE(due("add_workdays(order.paid_at, 1001)"));
  EXPECT_FALSE(due("add_workdays(order.paid_at, -1)"));
  EXPECT_FALSE(due("add_workdays(order.paid_at, 1)")->provisional);
  EXPECT_TRUE(due("add_workdays(order.paid_at, 300)")->provisional);
  EXPECT_TRUE(
      due("order.paid_at + duration(string(workdays_between(order.paid_at, timestamp('2027-01-05T00:00:00Z'))) + 'h')")
          ->provisional);
  EXPECT_FALSE(due("calendar_known(timestamp('2027-01-05T00:00:00Z')) ? order.paid_at : order.paid_at + duration('1h')")
                   ->provisional)
      << "asking whether it is known is no count";
}

}  // namespace
}  // namespace redress::rules

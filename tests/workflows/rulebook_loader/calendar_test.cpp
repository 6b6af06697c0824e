// Calendars as rulebooks hold them: the built-in one against an oracle, what is refused and where, and which conditions
// may count by it.
#include "engine/rules/calendar.hpp"

#include "engine/rules/book_diff.hpp"
#include "engine/rules/proof.hpp"
#include "engine/rules/rulebook_json.hpp"
#include "tests/workflows/rulebook_loader/sample_book.hpp"
#include "workflows/catalogue.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace redress::rules {
namespace {

constexpr std::string_view book_head =
    "book: sample\nversion: \"1\"\nplatform: sample\ntitle: {zh: 样例, en: Sample}\n"
    "version_selector: at_decision_time\n";

BookSource calendar(std::string_view years) { return {"days", "book: days\ncalendar:\n" + std::string(years)}; }

constexpr std::string_view good_year =
    "  - year: 2026\n"
    "    cites: {text: 通知, source: S1}\n"
    "    confidence: high\n"
    "    holidays: [{name: 国庆节, from: 2026-10-01, to: 2026-10-07}]\n"
    "    makeup_days: [2026-10-10]\n";

BookSource book_with_due(std::string_view include, std::string_view due) {
  return {"sample", std::string(book_head) + std::string(include) +
                        "deadlines:\n  - id: D-1\n    slot: window.test\n    cites: {text: 第1条, source: S1}\n"
                        "    confidence: high\n    when: has(order.paid_at)\n    due: \"" +
                        std::string(due) +
                        "\"\n    says: {zh: 期限, en: due}\n    examples:\n"
                        "      - {facts: {order.paid_at: \"2026-09-30T10:00:00+08:00\"}, due: "
                        "\"2026-10-10T10:00:00+08:00\"}\n"};
}

Loaded load_files(std::vector<BookSource> const& files) { return load_books(files, sample_names()); }

TEST(CalendarFile, counts_for_books_that_include_it) {
  auto const loaded =
      load_files({calendar(good_year), book_with_due("include: [days]\n", "add_workdays(order.paid_at, 3)")});
  ASSERT_TRUE(loaded.findings.empty()) << listed(loaded.findings);
  ASSERT_EQ(loaded.books.size(), 1U);
  ASSERT_NE(loaded.books[0]->calendar, nullptr);
  EXPECT_EQ(loaded.books[0]->calendar->name(), "days");
  EXPECT_EQ(loaded.books[0]->deadlines[0].calendar, loaded.books[0]->calendar);
}

TEST(CalendarFile, that_changes_changes_the_books_digest) {
  auto const digest_with = [](std::string const& years) {
    auto const loaded =
        load_files({calendar(years), book_with_due("include: [days]\n", "add_workdays(order.paid_at, 3)")});
    return loaded.books.empty() ? listed(loaded.findings) : loaded.books[0]->digest;
  };
  EXPECT_NE(digest_with(std::string(good_year)), digest_with(replaced(good_year, "text: 通知", "text: 新通知")));
}

struct Refused {
  std::string_view from;
  std::string_view to;
  int line, column;
  std::string_view says;
};

TEST(CalendarFile, is_refused_at_its_place) {
  Refused const table[]{{"[2026-10-10]", "[2026-10-07]", 7, 19, "is both a holiday and a make-up workday"},
                        {"[2026-10-10]", "[2026-10-09]", 7, 19, "is a working day anyway"},
                        {"[2026-10-10]", "[2026-10-10, 2026-10-10]", 7, 31, "is a make-up workday already"},
                        {"[2026-10-10]", "[2026-10-32]", 7, 19, "2026-10-32"},
                        {"[2026-10-10]", "[2024-10-12]", 7, 19, "is not of the year 2026"},
                        {"to: 2026-10-07}", "to: 2026-09-30}", 6, 50, "a holiday lasts 1 to 31 days"},
                        {"to: 2026-10-07}", "to: 2026-11-01}", 6, 50, "a holiday lasts 1 to 31 days"},
                        {"to: 2026-10-07}]", "to: 2026-10-07}, {name: 又, from: 2026-10-07, to: 2026-10-07}]", 6, 63,
                         "is a holiday already"},
                        {"year: 2026", "year: 1999", 3, 11, "between 2000 and 2100"},
                        {"    confidence: high\n", "", 3, 5, "\"confidence\" is missing"},
                        {"source: S1", "sauce: S1", 4, 23, "no member \"sauce\""},
                        {"makeup_days", "make_up_days", 7, 5, "did you mean \"makeup_days\""}};
  for (auto const& c : table) {
    auto const loaded = load_files({calendar(replaced(good_year, c.from, c.to))});
    ASSERT_FALSE(loaded.findings.empty()) << c.to;
    bool found = false;
    for (auto const& finding : loaded.findings)
      found = found || (finding.file == "days" && finding.place.line == c.line && finding.place.column == c.column &&
                        finding.says.en.find(c.says) != std::string::npos && !finding.says.zh.empty());
    EXPECT_TRUE(found) << c.to << "\n" << listed(loaded.findings);
  }
  auto const gap =
      load_files({calendar(std::string(good_year) +
                           "  - {year: 2028, cites: {text: 通知, source: S1}, confidence: high, "
                           "holidays: [{name: 元旦, from: 2028-01-01, to: 2028-01-01}], makeup_days: []}\n")});
  ASSERT_FALSE(gap.findings.empty());
  EXPECT_NE(listed(gap.findings).find("after 2026 comes 2027"), std::string::npos) << listed(gap.findings);
}

TEST(CalendarFile, of_31_days_is_taken_and_of_32_refused) {
  EXPECT_TRUE(load_files({calendar(replaced(good_year, "from: 2026-10-01, to: 2026-10-07",
                                            "from: 2026-11-01, to: 2026-12-01"))})
                  .findings.empty());
  EXPECT_EQ(load_files(
                {calendar(replaced(good_year, "from: 2026-10-01, to: 2026-10-07", "from: 2026-11-01, to: 2026-12-02"))})
                .findings.size(),
            1U);
}

TEST(CountingConditions, need_a_calendar_and_shifts_at_their_place) {
  auto const without = load_files({book_with_due("", "add_workdays(order.paid_at, 3)")});
  ASSERT_EQ(without.findings.size(), 1U) << listed(without.findings);
  EXPECT_NE(without.findings[0].says.en.find("add_workdays needs a calendar"), std::string::npos);
  EXPECT_EQ(without.findings[0].place.line, 12);
  EXPECT_EQ(without.findings[0].place.column, 11);
  auto const shiftless = load_files(
      {calendar(good_year), book_with_due("include: [days]\n", "add_working_time(order.paid_at, duration('8h'))")});
  ASSERT_EQ(shiftless.findings.size(), 1U) << listed(shiftless.findings);
  EXPECT_NE(shiftless.findings[0].says.en.find("needs shifts"), std::string::npos);
  EXPECT_EQ(shiftless.findings[0].place.line, 13);
}

constexpr std::string_view weekday_rule =
    "include: [days]\n"
    "rules:\n"
    "  - id: T-1\n"
    "    cites: {text: 第1条, source: S1}\n"
    "    confidence: high\n"
    "    effect: warn\n"
    "    on: [refund.refuse]\n"
    "    require: is_workday(now) && workdays_between(case.opened_at, now) <= 2 && calendar_known(now)\n"
    "    says: {zh: 工作日处理, en: on working days}\n"
    "    examples:\n"
    "      - {verdict: holds, facts: {case.opened_at: \"2026-10-08T10:00:00+08:00\"}, at: "
    "\"2026-10-10T10:00:00+08:00\"}\n"
    "      - {verdict: fails, facts: {case.opened_at: \"2026-10-08T10:00:00+08:00\"}, at: "
    "\"2026-10-11T10:00:00+08:00\"}\n"
    "      - {verdict: fails, facts: {case.opened_at: \"2026-09-29T10:00:00+08:00\"}, at: "
    "\"2026-10-10T10:00:00+08:00\"}\n"
    "      - {verdict: fails, facts: {case.opened_at: \"2027-01-04T10:00:00+08:00\"}, at: "
    "\"2027-01-04T10:00:00+08:00\"}\n";

TEST(CountingConditions, of_rules_judge_and_explain_and_survive_a_receipt) {
  auto const loaded = load_files({calendar(good_year), {"sample", std::string(book_head) + std::string(weekday_rule)}});
  ASSERT_TRUE(loaded.findings.empty()) << listed(loaded.findings);
  auto const& rule = loaded.books[0]->rules[0];
  Facts facts;
  facts.set("now", *parse_rfc3339("2026-10-07T10:00:00+08:00"));
  facts.set("case.opened_at", *parse_rfc3339("2026-09-30T10:00:00+08:00"));
  auto const verdict = judge(rule, {facts});
  EXPECT_EQ(verdict.verdict, Verdict::fails);
  ASSERT_FALSE(verdict.failed.empty());
  EXPECT_EQ(verdict.failed[0].expression, "is_workday(now)");
  auto const again = rule_from_json(to_json(rule));
  ASSERT_TRUE(again) << again.error().says.en;
  EXPECT_EQ(judge(*again, {facts}).verdict, Verdict::fails) << "a receipt's reader has the calendar, too";
  EXPECT_EQ(prove(*again, {facts}, false).verdict.verdict, Verdict::fails);
  auto bad = to_json(rule);
  bad["calendar"] = "none";
  EXPECT_FALSE(rule_from_json(bad));
  bad.erase("calendar");
  auto const blind = rule_from_json(bad);
  ASSERT_TRUE(blind);
  EXPECT_EQ(judge(*blind, {facts}).verdict, Verdict::unproven) << "without one nothing is guessed";
}

TEST(CountingConditions, give_no_false_alarm_in_the_whole_book_checks) {
  std::vector<BookSource> const files{calendar(good_year),
                                      {"sample", std::string(book_head) + std::string(weekday_rule)}};
  for (auto const& finding : check_sources(files, sample_names()))
    EXPECT_EQ(finding.says.en.find("T-1"), std::string::npos) << to_text(finding);
}

TEST(CalendarDiff, says_in_words_which_days_came_and_went) {
  auto const loaded = [](std::string const& years) {
    return load_files({calendar(years), book_with_due("include: [days]\n", "add_workdays(order.paid_at, 3)")})
        .books.at(0);
  };
  auto const was = loaded(std::string(good_year));
  auto const now =
      loaded(replaced(replaced(good_year, "makeup_days: [2026-10-10]", "makeup_days: [2026-10-10, 2026-10-17]"),
                      "holidays: [", "holidays: [{name: 又, from: 2026-12-25, to: 2026-12-25}, "));
  auto const changes = diff(*was, *now);
  ASSERT_EQ(changes.size(), 1U) << "once, and not with every deadline that counts by it";
  EXPECT_EQ(changes[0].list, "calendar");
  EXPECT_EQ(changes[0].id, "2026");
  EXPECT_NE(changes[0].says.zh.find("放假增加 2026-12-25"), std::string::npos) << changes[0].says.zh;
  EXPECT_NE(changes[0].says.en.find("make-up workdays added: 2026-10-17"), std::string::npos) << changes[0].says.en;
  auto const back = diff(*now, *was);
  EXPECT_NE(back.at(0).says.en.find("public holidays removed: 2026-12-25"), std::string::npos) << back[0].says.en;
}

TEST(CountingConditions, are_typed) {
  auto const wrong = load_files({calendar(good_year), book_with_due("include: [days]\n", "add_workdays('a', 3)")});
  EXPECT_EQ(wrong.findings.size(), 1U) << listed(wrong.findings);
}

TEST(TwoCalendars, are_one_too_many_for_a_book) {
  auto other = calendar(good_year);
  other.name = "more";
  other.text = replaced(other.text, "book: days", "book: more");
  auto const loaded = load_files(
      {calendar(good_year), other, book_with_due("include: [days, more]\n", "add_workdays(order.paid_at, 3)")});
  ASSERT_EQ(loaded.findings.size(), 1U) << listed(loaded.findings);
  EXPECT_NE(loaded.findings[0].says.en.find("a book has one calendar"), std::string::npos);
}

std::string const timetable_book =
    "book: tea\nversion: \"1\"\nshop: s1\nextends: sample\ntitle: {zh: 茶, en: Tea}\n"
    "timetable:\n"
    "  shifts:\n"
    "    - {on: [mon, tue], start: \"09:00\", end: \"18:00\"}\n"
    "    - {on: [tue], start: \"22:00\", end: \"06:00\"}\n"
    "  holidays: closed\n";

Loaded load_shop(std::string text) {
  return load_files({calendar(good_year),
                     book_with_due("include: [days]\n", "add_workdays(order.paid_at, 3)"),
                     {"tea", std::move(text)}});
}

TEST(ShopsTimetable, is_laid_over_the_platforms_calendar) {
  auto const loaded = load_shop(timetable_book);
  ASSERT_TRUE(loaded.findings.empty()) << listed(loaded.findings);
  ASSERT_EQ(loaded.books.size(), 2U);
  auto const& shop = *loaded.books[1];
  ASSERT_TRUE(shop.calendar && shop.calendar->has_shifts());
  EXPECT_EQ(shop.calendar->years().size(), 1U);
  EXPECT_EQ(shop.calendar->timetable().shifts[1].end_minute, 30 * 60);
  EXPECT_FALSE(shop.deadlines[0].calendar->has_shifts()) << "a platform's term counts by public days alone";
}

TEST(ShopsTimetable, is_refused_at_its_place) {
  Refused const table[]{
      {"start: \"22:00\", end: \"06:00\"", "start: \"17:00\", end: \"20:00\"", 9, 7, "overlaps the one of line 8"},
      {"on: [tue], start: \"22:00\", end: \"06:00\"", "on: [mon], start: \"22:00\", end: \"09:30\"", 9, 7,
       "overlaps the one of line 8"},
      {"on: [tue], start: \"22:00\", end: \"06:00\"", "on: [sun], start: \"22:00\", end: \"09:01\"", 9, 7,
       "overlaps the one of line 8"},
      {"end: \"18:00\"", "end: \"24:01\"", 8, 45, "is not a time like"},
      {"end: \"18:00\"", "end: \"09:00\"", 8, 45, "has no length"},
      {"[mon, tue]", "[mon, tus]", 8, 18, "none of mon, tue"},
      {"holidays: closed", "holidays: shut", 10, 13, "is none of closed, open"},
      {"  holidays: closed\n", "", 7, 3, "\"holidays\" is missing"}};
  for (auto const& c : table) {
    auto const loaded = load_shop(replaced(timetable_book, c.from, c.to));
    bool found = false;
    for (auto const& finding : loaded.findings)
      found = found || (finding.file == "tea" && finding.place.line == c.line && finding.place.column == c.column &&
                        finding.says.en.find(c.says) != std::string::npos);
    EXPECT_TRUE(found) << c.to << "\n" << listed(loaded.findings);
  }
  EXPECT_TRUE(load_shop(replaced(timetable_book, "on: [tue], start: \"22:00\", end: \"06:00\"",
                                 "on: [sun], start: \"22:00\", end: \"09:00\""))
                  .findings.empty())
      << "shifts may touch";
  EXPECT_TRUE(load_shop(timetable_book + "  days_off: [{from: 2026-10-02, to: 2026-10-01, why: x}]\n").books.size() <
              2);
}

TEST(BuiltInCalendar, agrees_with_the_oracle_day_by_day) {
  auto const library = Library::built_in(names_of(workflows::all_workflows()));
  ASSERT_TRUE(library) << library.error().says.en;
  auto const* calendar = library->find("taobao")->calendar.get();
  ASSERT_NE(calendar, nullptr);
  std::ifstream in{REDRESS_SOURCE_DIR "/tests/workflows/rulebook_loader/public_days.txt"};
  std::map<DayNumber, bool> special;  // whether it is worked
  for (std::string line; std::getline(in, line);) {
    std::istringstream words{line};
    std::string kind, date;
    if (line.starts_with('#')) continue;
    words >> kind;
    while (words >> date) special[*day_from(date)] = kind == "work";
  }
  ASSERT_GT(special.size(), 120U);
  int compared = 0;
  for (auto day = *day_from("2023-01-01"); day <= *day_from("2026-12-31"); ++day, ++compared) {
    auto const told = special.find(day);
    bool const works = told != special.end() ? told->second : weekday_of(day) < 5;
    EXPECT_EQ(calendar->is_workday(day), works) << date_text(day);
    EXPECT_TRUE(calendar->knows(day));
  }
  EXPECT_EQ(compared, 1461);
  EXPECT_FALSE(calendar->is_workday(*day_from("2022-12-31")));
}

TEST(CalendarNotice, comes_60_days_before_the_last_year_is_over) {
  auto const library = Library::built_in(names_of(workflows::all_workflows()));
  ASSERT_TRUE(library);
  auto const at = [](std::string_view date) { return start_of(*day_from(date)); };
  EXPECT_TRUE(calendar_notices(*library, at("2026-10-31")).empty());
  auto const notices = calendar_notices(*library, at("2026-11-01"));
  ASSERT_EQ(notices.size(), 1U) << "once, however many books count by it";
  EXPECT_EQ(notices[0].file, "calendar-cn");
  EXPECT_EQ(notices[0].check, "calendar_ends");
  EXPECT_GT(notices[0].place.line, 1);
  EXPECT_EQ(calendar_notices(*library, at("2028-01-01")).size(), 1U) << "and does not stop when it is over";
}

}  // namespace
}  // namespace redress::rules

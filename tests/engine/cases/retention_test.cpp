#include "engine/cases/retention.hpp"

#include <gtest/gtest.h>

namespace redress {
namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

TEST(YearsAfter, are_calendar_years_in_beijing) {
  struct Line {
    std::string_view from, until;
    int years;
  };
  for (auto const& line : {Line{"2026-01-05T02:00:00Z", "2029-01-05T02:00:00Z", 3},
                           Line{"2027-12-31T16:00:00Z", "2030-12-31T16:00:00Z", 3},  // 1 January in Beijing
                           Line{"2028-02-28T15:59:59.999Z", "2031-02-28T15:59:59.999Z", 3},
                           Line{"2028-02-28T16:00:00Z", "2031-02-28T16:00:00Z", 3},  // 29 February: to 1 March
                           Line{"2028-02-29T15:59:59.999Z", "2031-03-01T15:59:59.999Z", 3},
                           Line{"2028-02-29T03:00:00Z", "2032-02-29T03:00:00Z", 4}})
    EXPECT_EQ(format_rfc3339(years_after(at(line.from), line.years)), format_rfc3339(at(line.until))) << line.from;
}

TEST(KeptUntil, is_the_later_of_completion_and_closing_and_open_while_the_case_is) {
  struct Line {
    bool final;
    std::string_view closed, completed, until;
  };
  for (auto const& line : {Line{false, "2026-01-05T02:00:00Z", "2026-01-20T02:00:00Z", ""},
                           Line{true, "2026-01-05T02:00:00Z", "", "2029-01-05T02:00:00.000Z"},
                           Line{true, "2026-01-05T02:00:00Z", "2026-01-20T02:00:00Z", "2029-01-20T02:00:00.000Z"},
                           Line{true, "2026-03-05T02:00:00Z", "2026-01-20T02:00:00Z", "2029-03-05T02:00:00.000Z"}}) {
    Case case_;
    case_.final = line.final;
    case_.state_entered_at = at(line.closed);
    if (!line.completed.empty()) case_.facts.set("order.succeeded_at", at(line.completed));
    auto const until = kept_until(case_);
    EXPECT_EQ(until ? format_rfc3339(*until) : "", line.until);
  }
}

TEST(RetentionPeriods, name_their_source_and_none_is_shorter_than_the_law_says) {
  for (auto const& period : retention_periods()) {
    EXPECT_GE(period.years, 3) << period.id;
    EXPECT_FALSE(period.cites.empty() || period.source.empty() || period.zh.empty() || period.en.empty()) << period.id;
  }
  EXPECT_EQ(earliest_end(at("2026-01-05T02:00:00Z")), at("2029-01-05T02:00:00Z"));
}

}  // namespace
}  // namespace redress

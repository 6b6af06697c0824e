#include "engine/rules/calendar.hpp"
#include "workflows/rulebook_loader/library.hpp"

#include <fmt/format.h>

#include <set>

namespace redress::rules {

std::vector<Finding> calendar_notices(Library const& library, Instant now) {
  std::vector<Finding> notices;
  std::set<std::string> told;
  for (auto const& book : library.books()) {
    auto const* calendar = book->calendar.get();
    if (!calendar || calendar->years().empty() || !told.insert(calendar->name()).second) continue;
    auto const& last = calendar->years().back();
    auto const ends = *day_from(fmt::format("{:04}-12-31", last.year));
    if (ends - beijing_day(now) > days_ahead) continue;
    notices.push_back(
        {calendar->name(),
         {last.line, last.column},
         {fmt::format("日历只到 {}：{} 年的放假通知收录之前，跨入该年的工作日暂按周一至周五计算并标为暂定",
                      date_text(ends), last.year + 1),
          fmt::format("the calendar ends on {}: until the notice of {} is in it, working days in that "
                      "year are counted Monday to Friday and marked provisional",
                      date_text(ends), last.year + 1)},
         "calendar_ends"});
  }
  return notices;
}

}  // namespace redress::rules

#include "workflows/rulebook_loader/calendar_item.hpp"

#include "engine/rules/effort.hpp"
#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace redress::rules {
namespace {

constexpr int year_min = 2000;
constexpr int year_max = 2100;
constexpr int holiday_days_max = 31;
constexpr int minutes_max = 30 * 24 * 60;
constexpr int saturday = 5;

std::optional<DayNumber> day_of(YamlNode const& node, FileCheck& check) {
  auto const at = parse_beijing_date(node.text);
  if (at && node.kind == YamlNode::Kind::scalar) return beijing_day(*at);
  check.add(node.place, at ? Says{"应为日期", "must be a date"} : at.error().says);
  return std::nullopt;
}

std::string both_words(DayNumber day, std::string_view language) {
  constexpr std::array<std::string_view, 7> zh{"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
  constexpr std::array<std::string_view, 7> en{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                               "Friday", "Saturday", "Sunday"};
  auto const weekday = static_cast<std::size_t>(weekday_of(day));
  return fmt::format("{} ({})", date_text(day), language == "zh" ? zh.at(weekday) : en.at(weekday));
}

// Every special day of the file and where it was told first.
class Days {
 public:
  explicit Days(FileCheck& check) : check_(check) {}

  bool add_holiday(DayNumber day, Place place) {
    if (holidays_.emplace(day, place).second) return true;
    check_.add(place, fmt::format("{} 已列为假日", both_words(day, "zh")),
               fmt::format("{} is a holiday already", both_words(day, "en")));
    return false;
  }

  bool add_makeup(DayNumber day, Place place) {
    if (holidays_.contains(day)) {
      check_.add(place, fmt::format("{} 既是假日又是调休上班日", both_words(day, "zh")),
                 fmt::format("{} is both a holiday and a make-up workday", both_words(day, "en")));
      return false;
    }
    if (weekday_of(day) < saturday) {
      check_.add(place, fmt::format("{} 本来就是工作日，不能是调休上班日", both_words(day, "zh")),
                 fmt::format("{} is a working day anyway and cannot be a make-up workday", both_words(day, "en")));
      return false;
    }
    if (makeup_.emplace(day, place).second) return true;
    check_.add(place, fmt::format("{} 已列为调休上班日", both_words(day, "zh")),
               fmt::format("{} is a make-up workday already", both_words(day, "en")));
    return false;
  }

 private:
  FileCheck& check_;
  std::map<DayNumber, Place> holidays_, makeup_;
};

// A notice speaks of its year and of days that touch it.
bool belongs(DayNumber day, int year, Place place, FileCheck& check) {
  if (year_of(day) == year || year_of(day + 31) == year || year_of(day - 31) == year) return true;
  check.add(place, fmt::format("{} 不属于 {} 年", date_text(day), year),
            fmt::format("{} is not of the year {}", date_text(day), year));
  return false;
}

void read_holiday(YamlNode const& node, PublicYear& year, Days& days, FileCheck& check) {
  Members const members(node, check, {"name", "from", "to"});
  members.text("name", Need::required);
  auto const* from = members.find("from", Need::required);
  auto const* to = members.find("to", Need::required);
  if (!from || !to) return;
  auto const first = day_of(*from, check);
  auto const last = day_of(*to, check);
  if (!first || !last) return;
  if (*last < *first || *last - *first >= holiday_days_max)
    return check.add(to->place, fmt::format("假期应在 1 到 {} 天之间", holiday_days_max),
                     fmt::format("a holiday lasts 1 to {} days", holiday_days_max));
  if (!belongs(*first, year.year, from->place, check) || !belongs(*last, year.year, to->place, check)) return;
  for (auto day = *first; day <= *last; ++day)
    if (days.add_holiday(day, node.place)) year.holidays.push_back(day);
}

std::optional<int> minutes_of(Members const& members, std::string_view name, int least) {
  auto const* node = members.find(name, Need::required);
  if (!node) return std::nullopt;
  auto const minutes = integer_of(*node, members.check());
  if (!minutes) return std::nullopt;
  if (*minutes >= least && *minutes <= minutes_max) return static_cast<int>(*minutes);
  members.check().add(node->place, fmt::format("分钟数应在 {} 到 {} 之间", least, minutes_max),
                      fmt::format("minutes must be between {} and {}", least, minutes_max));
  return std::nullopt;
}

void check_slot_pattern(PlacedText const& pattern, FileCheck& check) {
  auto const& slots = check.names().slots;
  if (pattern.text.empty() ||
      std::ranges::any_of(slots, [&](auto const& slot) { return covers_slot(pattern.text, slot); }))
    return;
  std::vector<std::string_view> const names(slots.begin(), slots.end());
  auto const meant = did_you_mean(pattern.text, names);
  check.add(pattern.place, fmt::format("“{}”不对应任何期限位{}", pattern.text, meant.zh),
            fmt::format("\"{}\" covers no deadline slot{}", pattern.text, meant.en));
}

std::optional<bool> working_from(std::string_view name) {
  if (name == "working") return true;
  return name == "natural" ? std::optional(false) : std::nullopt;
}

}  // namespace

std::vector<PublicYear> read_public_years(YamlNode const& list, FileCheck& check) {
  std::vector<PublicYear> years;
  Days days(check);
  for (auto const& node : items_of(list, check)) {
    Members const members(node, check, {"year", "cites", "confidence", "holidays", "makeup_days"});
    PublicYear year;
    year.line = node.place.line;
    year.column = node.place.column;
    auto const* number = members.find("year", Need::required);
    auto const told = number ? integer_of(*number, check) : std::nullopt;
    if (!told) continue;
    if (*told < year_min || *told > year_max) {
      check.add(number->place, fmt::format("年份应在 {} 到 {} 之间", year_min, year_max),
                fmt::format("the year must be between {} and {}", year_min, year_max));
      continue;
    }
    year.year = static_cast<int>(*told);
    if (!years.empty() && year.year != years.back().year + 1)
      check.add(number->place, fmt::format("年份须逐年连续，{} 之后应为 {}", years.back().year, years.back().year + 1),
                fmt::format("years follow one another: after {} comes {}", years.back().year, years.back().year + 1));
    if (auto const* cites = members.find("cites", Need::required)) {
      Members const cited(*cites, check, {"text", "source"});
      year.cites = cited.text("text", Need::required);
      year.source = cited.text("source", Need::required);
    }
    year.confidence = name_of(members.one_of("confidence", &confidence_from,
                                             {"high", "medium", "low", "unverified", "design"}, Confidence::high));
    if (auto const* holidays = members.find("holidays", Need::required))
      for (auto const& each : items_of(*holidays, check)) read_holiday(each, year, days, check);
    if (auto const* makeup = members.find("makeup_days", Need::required))
      for (auto const& each : items_of(*makeup, check))
        if (auto const day = day_of(each, check))
          if (belongs(*day, year.year, each.place, check) && days.add_makeup(*day, each.place))
            year.makeup_days.push_back(*day);
    std::ranges::sort(year.holidays);
    std::ranges::sort(year.makeup_days);
    years.push_back(std::move(year));
  }
  if (years.empty() && list.kind == YamlNode::Kind::sequence && list.items.empty())
    check.add(list.place, "列表不能为空", "the list must not be empty");
  return years;
}

Calendar with_timetable(CalendarPointer const& calendar, Timetable timetable) {
  if (!calendar) return {"", {}, std::move(timetable)};
  return {calendar->name(), calendar->years(), std::move(timetable)};
}

std::optional<Reminder> read_reminder(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(
      node, context.check,
      {"id", "slots", "minutes_before", "counted_in", "cites", "confidence", "from", "to", "says", "accepts"});
  auto head = read_head(members, context);
  Reminder reminder{.id = std::move(head.id),
                    .cites = std::move(head.cites),
                    .confidence = head.confidence,
                    .slots = {},
                    .minutes_before = minutes_of(members, "minutes_before", 1).value_or(0),
                    .working = members.one_of("counted_in", &working_from, {"working", "natural"}, false),
                    .span = head.span,
                    .says = std::move(head.says)};
  for (auto& slot : members.texts("slots", Need::required)) {
    check_slot_pattern(slot, context.check);
    reminder.slots.push_back(std::move(slot.text));
  }
  if (context.check.count() != before) return std::nullopt;
  return reminder;
}

std::optional<Effort> read_effort(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check,
                        {"id", "event", "evidence", "minutes", "cites", "confidence", "from", "to", "says", "accepts"});
  auto head = read_head(members, context);
  Effort effort{.id = std::move(head.id),
                .cites = std::move(head.cites),
                .confidence = head.confidence,
                .minutes = minutes_of(members, "minutes", 0).value_or(0),
                .span = head.span,
                .says = std::move(head.says)};
  auto const* event = members.find("event", Need::optional);
  auto const* evidence = members.find("evidence", Need::optional);
  if ((event != nullptr) == (evidence != nullptr))
    context.check.add(evidence ? evidence->place : node.place, "event 与 evidence 必须且只能写一个",
                      "give either `event` or `evidence`");
  if (event) effort.event = text_of(*event, context.check);
  if (event && effort.event != "*") check_event_pattern({effort.event, event->place}, context.check);
  if (evidence) effort.evidence = text_of(*evidence, context.check);
  if (evidence && effort.evidence != "*") check_evidence_kind(effort.evidence, evidence->place, context.check);
  if (context.check.count() != before) return std::nullopt;
  return effort;
}

}  // namespace redress::rules

#include "workflows/rulebook_loader/calendar_item.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

constexpr int day_minutes = 24 * 60;
constexpr std::size_t shifts_max = 100;

std::optional<DayNumber> day_member(Members const& members, std::string_view name, Need need) {
  auto const* node = members.find(name, need);
  if (!node) return std::nullopt;
  auto const at = parse_beijing_date(node->text);
  if (at) return beijing_day(*at);
  members.check().add(node->place, at.error().says);
  return std::nullopt;
}

DaySpan span_member(Members const& members, Need need) {
  DaySpan const span{day_member(members, "from", need), day_member(members, "to", need)};
  if (span.first && span.last && *span.last < *span.first)
    members.check().add(members.find("to", Need::required)->place, "结束日早于开始日", "ends before it begins");
  return span;
}

std::optional<int> time_member(Members const& members, std::string_view name) {
  auto const* node = members.find(name, Need::required);
  if (!node) return std::nullopt;
  auto const minute = minute_from(node->text);
  if (!minute)
    members.check().add(node->place, fmt::format("“{}”不是形如 \"09:00\" 的时刻", node->text),
                        fmt::format("\"{}\" is not a time like \"09:00\"", node->text));
  return minute;
}

std::optional<int> weekday_of_text(PlacedText const& text, FileCheck& check) {
  auto const day = weekday_from(text.text);
  if (!day && !text.text.empty())
    check.add(text.place, fmt::format("“{}”不是 mon、tue、wed、thu、fri、sat、sun 之一", text.text),
              fmt::format("\"{}\" is none of mon, tue, wed, thu, fri, sat, sun", text.text));
  return day;
}

struct PlacedShift {
  Shift shift;
  Place place;
};

std::optional<Shift> read_shift(YamlNode const& node, FileCheck& check) {
  auto const before = check.count();
  Members const members(node, check, {"on", "start", "end", "from", "to"});
  Shift shift;
  for (auto const& name : members.texts("on", Need::required))
    if (auto const day = weekday_of_text(name, check)) shift.on.at(static_cast<std::size_t>(*day)) = true;
  auto const start = time_member(members, "start");
  auto const end = time_member(members, "end");
  shift.span = span_member(members, Need::optional);
  if (!start || !end) return std::nullopt;
  shift.start_minute = *start;
  shift.end_minute = *end > *start ? *end : *end + day_minutes;  // past midnight
  if (*start == day_minutes || *start == *end)
    check.add(members.find("end", Need::required)->place, "班次没有长度；全天请写 00:00 至 24:00",
              "the shift has no length; around the clock is 00:00 to 24:00");
  if (check.count() != before) return std::nullopt;
  return shift;
}

// Whether one, on some day, runs into the other on the same day, the day before or the day after.
bool overlap(Shift const& a, Shift const& b, bool same) {
  if (!a.span.overlaps(b.span)) return false;
  for (int day = 0; day < 7; ++day)
    for (int later = same ? 1 : -1; later <= 1; ++later) {
      auto const other = static_cast<std::size_t>((day + later + 7) % 7);
      auto const shift_minutes = later * day_minutes;
      if (a.on.at(static_cast<std::size_t>(day)) && b.on.at(other) && a.start_minute < b.end_minute + shift_minutes &&
          b.start_minute + shift_minutes < a.end_minute)
        return true;
    }
  return false;
}

void check_shifts(std::vector<PlacedShift> const& shifts, FileCheck& check) {
  for (std::size_t i = 0; i < shifts.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j)
      if (overlap(shifts[j].shift, shifts[i].shift, i == j))
        check.add(shifts[i].place, fmt::format("班次与第 {} 行的班次重叠", shifts[j].place.line),
                  fmt::format("the shift overlaps the one of line {}", shifts[j].place.line));
}

std::optional<bool> closed_from(std::string_view name) {
  if (name == "closed") return true;
  return name == "open" ? std::optional(false) : std::nullopt;
}

void read_days_off(Members const& members, Timetable& timetable) {
  auto const* list = members.find("days_off", Need::optional);
  if (!list) return;
  for (auto const& node : items_of(*list, members.check())) {
    Members const off(node, members.check(), {"from", "to", "why"});
    auto const span = span_member(off, Need::required);
    timetable.days_off.push_back({span, off.text("why", Need::required)});
  }
}

void read_extra_days(Members const& members, Timetable& timetable) {
  auto const* list = members.find("extra_days", Need::optional);
  if (!list) return;
  for (auto const& node : items_of(*list, members.check())) {
    Members const extra(node, members.check(), {"day", "as"});
    auto const day = day_member(extra, "day", Need::required);
    auto const* as = extra.find("as", Need::required);
    auto const weekday =
        as ? weekday_of_text({text_of(*as, members.check()), as->place}, members.check()) : std::nullopt;
    if (!day || !weekday) continue;
    if (std::ranges::find(timetable.extra_days, *day, &ExtraDay::day) != timetable.extra_days.end())
      members.check().add(node.place, fmt::format("{} 已列为加班日", date_text(*day)),
                          fmt::format("{} is an extra day already", date_text(*day)));
    else
      timetable.extra_days.push_back({*day, *weekday});
  }
}

}  // namespace

Timetable read_timetable(YamlNode const& node, FileCheck& check) {
  Timetable timetable;
  Members const members(node, check, {"shifts", "holidays", "makeup_as", "days_off", "extra_days"});
  std::vector<PlacedShift> shifts;
  if (auto const* list = members.find("shifts", Need::required)) {
    auto const& items = items_of(*list, check);
    if (items.size() > shifts_max)
      check.add(list->place, fmt::format("班次最多 {} 个", shifts_max), fmt::format("at most {} shifts", shifts_max));
    else
      for (auto const& each : items)
        if (auto const shift = read_shift(each, check)) shifts.push_back({*shift, each.place});
    if (items.empty() && list->kind == YamlNode::Kind::sequence)
      check.add(list->place, "列表不能为空", "the list must not be empty");
  }
  check_shifts(shifts, check);
  for (auto const& each : shifts) timetable.shifts.push_back(each.shift);
  timetable.closed_on_holidays = members.one_of("holidays", &closed_from, {"closed", "open"}, true);
  if (auto const* as = members.find("makeup_as", Need::optional))
    timetable.makeup_as_weekday = weekday_of_text({text_of(*as, check), as->place}, check).value_or(0);
  read_days_off(members, timetable);
  read_extra_days(members, timetable);
  return timetable;
}

}  // namespace redress::rules

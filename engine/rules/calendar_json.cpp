// A calendar as JSON: for rules.get, and inside of what a receipt must judge again.
#include "engine/rules/calendar.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

namespace json = boost::json;

json::array dates(std::vector<DayNumber> const& days) {
  json::array made;
  for (auto const day : days) made.emplace_back(date_text(day));
  return made;
}

void put_span(json::object& out, DaySpan const& span) {
  if (span.first) out.emplace("from", date_text(*span.first));
  if (span.last) out.emplace("to", date_text(*span.last));
}

json::object shift_json(Shift const& shift) {
  json::array on;
  for (std::size_t day = 0; day < weekday_names.size(); ++day)
    if (shift.on.at(day)) on.emplace_back(weekday_names.at(day));
  json::object out{{"on", std::move(on)},
                   {"start", minute_text(shift.start_minute)},
                   {"minutes", shift.end_minute - shift.start_minute}};
  put_span(out, shift.span);
  return out;
}

json::object timetable_json(Timetable const& timetable) {
  json::array shifts, off, extra;
  for (auto const& shift : timetable.shifts) shifts.push_back(shift_json(shift));
  for (auto const& days : timetable.days_off) {
    json::object one{{"why", days.why}};
    put_span(one, days.span);
    off.push_back(std::move(one));
  }
  for (auto const& day : timetable.extra_days)
    extra.push_back(
        json::object{{"day", date_text(day.day)}, {"as", weekday_names.at(static_cast<std::size_t>(day.as_weekday))}});
  return {{"shifts", std::move(shifts)},
          {"holidays", timetable.closed_on_holidays ? "closed" : "open"},
          {"makeup_as", weekday_names.at(static_cast<std::size_t>(timetable.makeup_as_weekday))},
          {"days_off", std::move(off)},
          {"extra_days", std::move(extra)}};
}

// What follows throws where a member is missing, of another kind or no date; calendar_from_json makes nothing of it.
struct NoCalendar {};

template <class T>
T must(std::optional<T> value) {
  if (!value) throw NoCalendar{};
  return *value;
}

std::string text(json::object const& object, std::string_view name) { return std::string(object.at(name).as_string()); }

std::vector<DayNumber> days_from(json::value const& list) {
  std::vector<DayNumber> days;
  for (auto const& each : list.as_array()) days.push_back(must(day_from(each.as_string())));
  return days;
}

DaySpan span_from(json::object const& object) {
  DaySpan span;
  if (object.contains("from")) span.first = must(day_from(text(object, "from")));
  if (object.contains("to")) span.last = must(day_from(text(object, "to")));
  return span;
}

Shift shift_from(json::object const& object) {
  Shift shift{.start_minute = must(minute_from(text(object, "start"))), .span = span_from(object)};
  auto const minutes = object.at("minutes").to_number<int>();
  if (shift.start_minute > 1439 || minutes < 1 || minutes > 1440) throw NoCalendar{};
  shift.end_minute = shift.start_minute + minutes;
  for (auto const& name : object.at("on").as_array())
    shift.on.at(static_cast<std::size_t>(must(weekday_from(name.as_string())))) = true;
  return shift;
}

Timetable timetable_from(json::object const& object) {
  Timetable made{.closed_on_holidays = text(object, "holidays") == "closed",
                 .makeup_as_weekday = must(weekday_from(text(object, "makeup_as")))};
  for (auto const& shift : object.at("shifts").as_array()) made.shifts.push_back(shift_from(shift.as_object()));
  for (auto const& off : object.at("days_off").as_array())
    made.days_off.push_back({span_from(off.as_object()), text(off.as_object(), "why")});
  for (auto const& day : object.at("extra_days").as_array())
    made.extra_days.push_back(
        {must(day_from(text(day.as_object(), "day"))), must(weekday_from(text(day.as_object(), "as")))});
  return made;
}

}  // namespace

json::object to_json(Calendar const& calendar) {
  json::array years;
  for (auto const& year : calendar.years())
    years.push_back(json::object{{"year", year.year},
                                 {"cites", year.cites},
                                 {"source", year.source},
                                 {"confidence", year.confidence},
                                 {"holidays", dates(year.holidays)},
                                 {"makeup_days", dates(year.makeup_days)}});
  json::object out{{"name", calendar.name()}, {"years", std::move(years)}};
  if (calendar.has_shifts()) out.emplace("timetable", timetable_json(calendar.timetable()));
  return out;
}

std::optional<Calendar> calendar_from_json(json::value const& value) {
  try {
    auto const& object = value.as_object();
    std::vector<PublicYear> years;
    for (auto const& each : object.at("years").as_array()) {
      auto const& year = each.as_object();
      years.push_back({.year = year.at("year").to_number<int>(),
                       .cites = text(year, "cites"),
                       .source = text(year, "source"),
                       .confidence = text(year, "confidence"),
                       .holidays = days_from(year.at("holidays")),
                       .makeup_days = days_from(year.at("makeup_days"))});
    }
    Timetable timetable;
    if (auto const* told = object.if_contains("timetable")) timetable = timetable_from(told->as_object());
    return Calendar{text(object, "name"), std::move(years), std::move(timetable)};
  } catch (NoCalendar const&) {
    return std::nullopt;
  } catch (std::exception const&) {
    return std::nullopt;
  }
}

}  // namespace redress::rules

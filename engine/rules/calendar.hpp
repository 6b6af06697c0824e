// Which days are working days, and at which hours a shop works: dated data, and counting by it.
//
// Two layers. The public one is the State Council's: holidays, and weekends worked to make up for them (调休), year by
// year with the notice each stands in. Years nobody gave count Monday to Friday, and whoever counts over one is told so
// (`knows`): such a count is provisional. The shop's layer is its shifts, its own days off and its extra days; without
// shifts a shop works around the clock, so working time is natural time. `is_workday`, `add_workdays` and
// `workdays_between` read the public layer alone, so a shop's book never moves a platform's term.
//
// Days are Beijing days, UTC+8 without daylight saving. Immutable, pure, shared freely between threads.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/rules/timetable.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// Days of one year as one notice gives them. A notice may also speak of days next to its year.
struct PublicYear {
  int year = 0;
  std::string cites;       // 国办发明电〔2025〕7号
  std::string source;      // where it was read
  std::string confidence;  // by name, as items have it
  std::vector<DayNumber> holidays = {};
  std::vector<DayNumber> makeup_days = {};  // weekends that are worked
  int line = 0, column = 0;                 // where it stands in its file

  /// Wherever they stand.
  bool operator==(PublicYear const& other) const {
    return year == other.year && cites == other.cites && source == other.source && confidence == other.confidence &&
           holidays == other.holidays && makeup_days == other.makeup_days;
  }
};

class Calendar {
 public:
  Calendar(std::string name, std::vector<PublicYear> years, Timetable timetable = {});

  std::string const& name() const { return name_; }  // of the file with the public days
  std::vector<PublicYear> const& years() const { return years_; }
  Timetable const& timetable() const { return timetable_; }

  /// Whether a notice covers that day's year.
  bool knows(DayNumber day) const;

  bool is_workday(DayNumber day) const;

  /// The same time of day on the n-th working day after the day of `at`; `at` itself for 0. Nothing outside 0 to
  /// `workdays_max`.
  std::optional<Instant> add_workdays(Instant at, std::int64_t n) const;

  /// How many working days lie after the day of `from` up to and including the day of `to`; negative backwards. Nothing
  /// if they are more than `days_max` days apart.
  std::optional<std::int64_t> workdays_between(Instant from, Instant to) const;

  bool has_shifts() const { return !timetable_.shifts.empty(); }

  /// Time worked in [from, to); 0 if `to` is not later. Nothing if they are more than `days_max` days apart.
  std::optional<std::int64_t> working_ms(Instant from, Instant to) const;

  /// The first moment by which `span_ms` have been worked since `at`; nothing if that takes more than `days_max` days.
  std::optional<Instant> add_working_ms(Instant at, std::int64_t span_ms) const;

  /// The last moment from which `span_ms` can still be worked before `due`; nothing as above.
  std::optional<Instant> latest_start(Instant due, std::int64_t span_ms) const;

  /// Worked stretches that begin on that day, in order, without overlaps among themselves.
  std::vector<Stretch> stretches_of(DayNumber day) const;

  bool operator==(Calendar const& other) const {
    return name_ == other.name_ && years_ == other.years_ && timetable_ == other.timetable_;
  }

  static constexpr std::int64_t workdays_max = 1000;
  static constexpr std::int64_t days_max = 1500;

 private:
  enum class Public { plain, holiday, makeup };
  Public kind_of(DayNumber day) const;

  std::string name_;
  std::vector<PublicYear> years_;  // by year
  Timetable timetable_;
  std::vector<DayNumber> holidays_, makeup_days_;  // of all years, sorted
};

using CalendarPointer = std::shared_ptr<Calendar const>;

/// Round trip: what a receipt must carry so that its reader counts as the book did.
boost::json::object to_json(Calendar const& calendar);
std::optional<Calendar> calendar_from_json(boost::json::value const& json);

}  // namespace redress::rules

// What rules are asked about: the facts and the evidence of a case at one moment, and how CEL reads them.
#pragma once

#include "engine/cases/evidence.hpp"
#include "engine/cel/activation.hpp"
#include "engine/cel/declarations.hpp"
#include "engine/facts/facts.hpp"

#include <span>

namespace redress::rules {

class Calendar;

/// Borrowed: all of it must outlive the call.
struct Situation {
  Facts const& facts;
  std::span<Evidence const> evidence = {};
  Calendar const* calendar = nullptr;  // of the item that is asked; none: what counts working days errs
};

/// What a rule's expression may name, beside CEL's standard library:
///   every fact of the schema under its path;
///   has_evidence(kind): true or, while there is none of that kind, unknown with the label "evidence:<kind>";
///   evidence_count(kind): how many pieces there are, 0 or more;
///   min(a, b), max(a, b): of two timestamps, durations or ints;
///   start_of_beijing_day(at): 00:00 Beijing time of the day that holds the timestamp;
///   is_workday(at), add_workdays(at, n), workdays_between(a, b): by public holidays and make-up workdays;
///   add_working_time(at, duration), working_time_between(a, b): by a shop's shifts;
///   calendar_known(at): whether the calendar has a notice for that moment's year (engine/rules/calendar.hpp).
cel::Declarations const& declarations();

/// Whether a function counts by the calendar, and whether by a shop's shifts.
bool is_calendar_function(std::string_view name);
bool is_shift_function(std::string_view name);

}  // namespace redress::rules

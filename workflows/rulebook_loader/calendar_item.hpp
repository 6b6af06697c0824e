// Reads what a rulebook file says of time and work: public holidays, a shop's hours, reminders and efforts.
//
//   calendar:                       # of a part that books include
//     - year: 2026
//       cites: {text: 国办发明电〔2025〕7号, source: ...}
//       confidence: high
//       holidays: [{name: 元旦, from: 2026-01-01, to: 2026-01-03}]
//       makeup_days: [2026-01-04]
//   timetable: {shifts: [{on: [mon], start: "09:00", end: "18:00"}], holidays: closed}   # of a shop's book
#pragma once

#include "workflows/rulebook_loader/item.hpp"

#include <optional>
#include <vector>

namespace redress::rules {

/// Refused: a day told twice, a day that is both, a make-up day from Monday to Friday, years that do not follow one
/// another.
std::vector<PublicYear> read_public_years(YamlNode const& list, FileCheck& check);

/// Refused: shifts that overlap, an hour that is none, days told twice.
Timetable read_timetable(YamlNode const& node, FileCheck& check);

/// The public days with a shop's own hours.
Calendar with_timetable(CalendarPointer const& calendar, Timetable timetable);

std::optional<Reminder> read_reminder(YamlNode const& node, ItemContext& context);
std::optional<Effort> read_effort(YamlNode const& node, ItemContext& context);

}  // namespace redress::rules

// Reminders before a deadline, on the outbox like every other order (docs/calendars.md).
//
// Planned with the record that starts or moves the deadline, one item each under a key that names case, deadline and
// moment, so planning twice adds nothing. When its time comes the item is asked whether it is still wanted: the case
// stands as it stood, the deadline is where it was and not yet passed. What is not wanted any more is marked as
// cancelled and never told.
#pragma once

#include "api/service/loaded_case.hpp"

#include <string_view>

namespace redress::api {

inline constexpr std::string_view reminder_kind = "deadline_reminder";
inline constexpr std::string_view reminder_cancelled = "cancelled: the deadline moved, passed, or the case went on";

/// Adds the reminders of the case as the record leaves it; `loaded` is the case before.
void plan_reminders(Record& record, LoadedCase const& loaded, Instant now);

/// Takes out those the store already knows, and those of a deadline that was told of already.
void drop_known_reminders(StoreReader& store, Record& record);

/// Whether the item is still to be told.
bool reminder_wanted(OutboxItem const& item, LoadedCase const& loaded, Instant now);

}  // namespace redress::api

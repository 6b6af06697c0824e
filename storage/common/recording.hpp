// What every store does alike with a record before it writes it: check where the case stands, seal the entry, complete
// the case and the answer.
#pragma once

#include "engine/cases/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redress::storage {

/// The stored end of a case's trail.
struct TrailEnd {
  std::int64_t version = 0;
  std::string last_hash = {};
};

/// Seals the entry at `seq`, sets version and last_hash of `case_after`, and asks `answer_with` for the answer's text.
/// `end` is nothing for a case that is not stored. Throws FaultError: version_conflict (the case moved on, or exists
/// already), not_found, internal (a draft that cannot be sealed); and whatever `answer_with` throws.
Entry place_entry(Record& record, std::optional<TrailEnd> const& end, std::int64_t seq);

/// Seals the entry of an act at `seq` as the one after `last` of its office, and asks `answer_with` for the answer's
/// text. Throws as place_entry() does.
Entry place_office_entry(OfficeRecord& record, std::optional<Entry> const& last, std::int64_t seq);

/// The entry's own time: what delivered outbox items are stamped with. Throws FaultError `internal` if it has none.
Instant entry_at(EntryDraft const& draft);

/// Throws FaultError: an outbox key that was never recorded.
[[noreturn]] void refuse_unknown_key(std::string_view key);
/// Throws FaultError: something with this id is stored already.
[[noreturn]] void refuse_duplicate(FaultKind kind, std::string_view zh, std::string_view en, std::string_view id);

}  // namespace redress::storage

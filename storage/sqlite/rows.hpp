// Rows of the file as the values of the port. Each reads the columns of the queries named like it, from column 0.
//
// Throws FaultError `internal` where a row holds what this program would not have written.
#pragma once

#include "engine/cases/store.hpp"
#include "storage/sqlite/connection.hpp"

namespace redress::storage {

Case case_of(Run const& run);  // columns 0 to 2: its text
Order order_of(Run const& run);
Entry entry_of(Run const& run);
Evidence evidence_item_of(Run const& run);  // its words are sealed, in the column behind
inline constexpr int sealed_evidence_column = 16;
OutboxItem outbox_item_of(Run const& run);
StoredAnswer answer_of(Run const& run);
PersonalText personal_text_of(Run const& run);  // likewise
inline constexpr int sealed_personal_column = 3;
WaybillUse waybill_use_of(Run const& run);
TokenRow token_of(Run const& run);

/// All rows of a run, each as `read` makes it.
template <class Read>
auto all_rows(Run& run, Read read) {
  std::vector<decltype(read(run))> rows;
  while (run.next()) rows.push_back(read(run));
  return rows;
}

/// The only row, or nothing.
template <class Read>
auto one_row(Run& run, Read read) -> std::optional<decltype(read(run))> {
  if (!run.next()) return std::nullopt;
  return read(run);
}

}  // namespace redress::storage

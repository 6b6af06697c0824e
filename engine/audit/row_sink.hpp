// Where the rows go that entries tell of: to be compared with those of a store, or to be written into a new one.
#pragma once

#include "engine/audit/derived_case.hpp"
#include "engine/audit/store_rows.hpp"

namespace redress::audit {

/// `row` has no text, salt or note, which entries do not hold. Not `whole`: the entry is of version 1 and tells id,
/// case, kind and hash or commitment alone.
struct ToldEvidence {
  EvidenceRow row;
  bool whole = true;
};

/// A personal text by its commitment.
struct ToldText {
  std::string case_id, entry_id, name, commitment;
};

/// Rows in the order they were written; cases and orders after all entries.
class RowSink {
 public:
  virtual ~RowSink() = default;

  virtual void outbox_item(OutboxRow told) = 0;  // as it was ordered, before any delivery
  virtual void evidence(ToldEvidence told) = 0;
  virtual void text(ToldText told) = 0;
  virtual void case_row(DerivedCase const& told) = 0;
  virtual void order(OrderRow told) = 0;
  virtual void finish() = 0;  // there is no more
};

}  // namespace redress::audit

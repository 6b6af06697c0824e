// Every row of a store in memory, so that it can be told otherwise; and the rows of an honest one.
//
// The honest rows stand in honest_rows.ndjson, one a line. `HonestRows` of the end-to-end tests writes that file from a
// store of the real binary, and holds its shape against such a store with every run.
#pragma once

#include "engine/audit/comparison.hpp"
#include "engine/audit/ledger_walk.hpp"
#include "engine/audit/store_rows.hpp"

#include <boost/json.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace redress::audit {

struct Rows {
  std::vector<EntryRow> entries;
  std::vector<CaseRow> cases;
  std::vector<OrderRow> orders;
  std::vector<EvidenceRow> evidence;
  std::vector<OutboxRow> outbox;
  std::vector<PersonalRow> personal;
  std::set<std::string, std::less<>> erased_cases;

  /// Position of the first entry with that event and outcome; throws std::out_of_range.
  std::size_t entry(std::string_view event, std::string_view outcome = "accepted") const;
  /// Positions in `entries` of the case that entry belongs to.
  std::vector<std::size_t> trail_of(std::size_t entry) const;
  boost::json::object told(std::size_t entry) const;

  /// Gives the entry other bytes, with every hash and link after it set right and the case's row with them: what
  /// somebody does who may write the whole file and has the program at hand.
  void tell(std::size_t entry, boost::json::object const& members);
  void tell_otherwise(std::size_t entry, std::function<void(boost::json::object&)> const& lie);
  /// The same entry as version 1 of the format had it.
  void tell_as_version_1(std::size_t entry);
};

/// One line a row: {"table": {"column": ...}}.
std::string to_ndjson(Rows const& rows);
Rows rows_from_ndjson(std::string_view text);
Rows const& honest_rows();

/// One pass over them.
class RowsInMemory final : public StoreRows {
 public:
  explicit RowsInMemory(Rows const& rows) : rows_(rows) {}
  std::optional<EntryRow> next_entry() override { return next(rows_.entries, entry_); }
  std::optional<CaseRow> next_case() override { return next(rows_.cases, case_); }
  std::optional<OrderRow> next_order() override { return next(rows_.orders, order_); }
  std::optional<EvidenceRow> next_evidence() override { return next(rows_.evidence, evidence_); }
  std::optional<OutboxRow> next_outbox_item() override { return next(rows_.outbox, outbox_); }
  std::optional<PersonalRow> next_personal_text() override { return next(rows_.personal, personal_); }
  bool words_were_erased(std::string_view case_id) override { return rows_.erased_cases.contains(case_id); }
  std::int64_t ledger_size() override { return std::ssize(rows_.entries); }
  std::optional<std::string> setting(std::string_view) override { return std::nullopt; }

 private:
  template <class Row>
  static std::optional<Row> next(std::vector<Row> const& rows, std::size_t& at) {
    return at < rows.size() ? std::optional(rows[at++]) : std::nullopt;
  }
  Rows const& rows_;
  std::size_t entry_ = 0, case_ = 0, order_ = 0, evidence_ = 0, outbox_ = 0, personal_ = 0;
};

/// Every entry in its turn. Throws Found.
void walk_over(StoreRows& rows, LedgerWalk& walk);

/// What an audit of these rows finds, in the order it is met.
struct Audited {
  std::vector<Finding> findings;
  std::int64_t differences = 0;
  std::map<std::string, std::int64_t, std::less<>> untold;
  std::int64_t words_closed = 0;
  std::int64_t words_erased = 0;
};
Audited audited(Rows const& rows, std::size_t findings_max = 10, bool stop = false);

}  // namespace redress::audit

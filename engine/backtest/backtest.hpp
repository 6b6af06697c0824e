// Runs a candidate rulebook over recorded decisions, entry by entry, and sums up what would have gone otherwise.
//
//   Backtest run{{.candidate = *book, ...}};
//   for (entry : ledger) run.take(entry.bytes);
//   auto const report = run.finish();
//
// Entries come in the ledger's order, every case from its first entry on; those before `from` are only folded. Pure;
// one thread. What is compared and what cannot be told: docs/backtest.md.
#pragma once

#include "engine/backtest/replayed_case.hpp"
#include "engine/backtest/report.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace redress::backtest {

/// Borrowed books and workflows must outlive the run.
struct Setup {
  rules::Rulebook const& candidate;
  std::function<Workflow const*(std::string_view kind)> find_workflow;       // nullptr: there is none
  std::function<rules::Rulebook const*(std::string_view digest)> find_book;  // the recorded one; nullptr: not known
  std::optional<Instant> from = {};
  std::optional<Instant> until = {};  // the first moment no longer compared
  std::string shop = {};              // "": every shop
  std::size_t cases_max = 1'000'000;  // of the report's list; the sums are of all
};

class Backtest {
 public:
  explicit Backtest(Setup setup);
  ~Backtest();

  /// Fault `ledger_broken` for what is no entry of ours.
  Result<void> take(std::string_view entry_bytes);

  /// Whether an entry of this case came before; else its earlier entries must be taken first.
  bool knows(std::string_view case_id) const;

  std::int64_t decisions() const { return report_.decisions; }

  /// Nothing may be taken afterwards.
  Report finish();

 private:
  struct CaseRun;
  struct RecordedBook {
    rules::Rulebook const* book;
    bool same_vocabularies;
  };

  bool stands_in_for_book_of(RecordedEntry const& entry) const;
  Result<void> follow(RecordedEntry const& entry, Workflow const& workflow, CaseRun& run);
  void compare(RecordedEntry const& entry, EventSpec const& event, Workflow const& workflow, CaseRun& run,
               DecisionChange& change);
  void compare_due(RecordedEntry const& entry, Workflow const& workflow, CaseRun& run, DecisionChange& change);
  void post_payouts(RecordedEntry const& entry, CaseRun& run, DecisionChange* change);
  bool is_compared(RecordedEntry const& entry) const;
  RecordedBook const& recorded_book(RecordedEntry const& entry);
  void close(CaseRun& run);

  Setup setup_;
  Report report_;
  std::map<std::string, CaseRun, std::less<>> cases_;
  std::map<std::string, RecordedBook, std::less<>> books_;       // by digest
  std::map<std::string, std::string, std::less<>> blind_slots_;  // slot -> deadline that reads other cases' money
  std::vector<std::string_view> blind_facts_;                    // made by the book out of other cases' money
};

}  // namespace redress::backtest

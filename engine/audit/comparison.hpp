// Holds the rows of a store against the rows its entries tell of, column by column.
//
// Findings are kept up to a limit and counted beyond it. Files are looked at elsewhere: here an item of evidence is
// only noted, so that its bytes can be asked for by hash.
#pragma once

#include "engine/audit/row_sink.hpp"

#include <map>
#include <set>
#include <vector>

namespace redress::audit {

/// What was compared in one table.
struct TableCount {
  std::int64_t rows = 0;
  std::int64_t columns = 0;  // compared, over all rows
};

class Comparison final : public RowSink {
 public:
  /// Throws Found instead of going on once `findings_max` are there and `stop` is set.
  Comparison(StoreRows& rows, std::size_t findings_max, bool stop)
      : rows_(rows), findings_max_(findings_max), stop_(stop) {}

  void outbox_item(OutboxRow told) override;
  void evidence(ToldEvidence told) override;
  void text(ToldText told) override;
  void case_row(DerivedCase const& told) override;
  void order(OrderRow told) override;
  void finish() override;

  std::vector<Finding> const& findings() const { return findings_; }
  std::int64_t differences() const { return differences_; }
  std::map<std::string, TableCount, std::less<>> const& tables() const { return tables_; }
  /// Texts that were not held against their commitments, because the key they are sealed under was not given.
  std::int64_t words_closed() const { return words_closed_; }
  /// Texts that are gone with their person.
  std::int64_t words_erased() const { return words_erased_; }
  /// SHA-256 of every file of evidence that has to be there, and the first item that names it.
  std::map<std::string, std::string, std::less<>> const& files() const { return files_; }

 private:
  void found(Finding finding);
  void column(std::string_view table, std::string_view row, std::string_view name, std::string_view told,
              std::string_view there);
  void json_column(std::string_view table, std::string_view row, std::string_view name, boost::json::object const& told,
                   std::string const& there, std::vector<std::string_view> const& untold);
  void check_evidence_text(EvidenceRow const& there);
  template <class Row, class Next, class Key>
  std::optional<Row> row_for(std::optional<Row>& waiting, std::string_view table, std::string const& key, Next next,
                             Key key_of);

  StoreRows& rows_;
  std::size_t const findings_max_;
  bool const stop_;
  std::vector<Finding> findings_;
  std::int64_t differences_ = 0;
  std::int64_t words_closed_ = 0;
  std::int64_t words_erased_ = 0;
  std::map<std::string, TableCount, std::less<>> tables_;
  std::map<std::string, std::string, std::less<>> files_;
  std::optional<OutboxRow> outbox_;  // read, and not yet told of
  std::optional<EvidenceRow> evidence_;
  std::optional<PersonalRow> personal_;
  std::string personal_entry_;
  std::vector<PersonalRow> personal_of_entry_;  // of that entry, not yet told of
  std::optional<CaseRow> case_;
  std::optional<OrderRow> order_;
};

}  // namespace redress::audit

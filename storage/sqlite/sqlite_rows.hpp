// The tables of a store as rows, read once from the first to the last: what audits hold entries against.
#pragma once

#include "engine/audit/store_rows.hpp"
#include "storage/sqlite/dictionaries.hpp"
#include "storage/sqlite/person_words.hpp"

#include <memory>

namespace redress::storage {

/// Borrows the connection, which must stay inside one transaction for all of it to be one moment.
class SqliteRows final : public audit::StoreRows {
 public:
  explicit SqliteRows(Connection& connection) : connection_(connection), words_(connection) {}

  std::optional<audit::EntryRow> next_entry() override;
  std::optional<audit::CaseRow> next_case() override;
  std::optional<audit::OrderRow> next_order() override;
  std::optional<audit::EvidenceRow> next_evidence() override;
  std::optional<audit::OutboxRow> next_outbox_item() override;
  std::optional<audit::PersonalRow> next_personal_text() override;
  bool words_were_erased(std::string_view case_id) override;
  std::int64_t ledger_size() override;
  std::optional<std::string> setting(std::string_view name) override;

 private:
  /// A statement that is stepped through; nothing more after its last row.
  struct Cursor {
    std::unique_ptr<SQLite::Statement> statement = {};
    bool over = false;
  };
  bool step(Cursor& cursor, char const* sql);

  std::string kept_text(SQLite::Statement& row, int column, int dictionary_column);
  std::string case_text(SQLite::Statement& row);
  template <class Item>
  audit::Words open(Item& item, std::string const& sealed);
  bool erasure_is_told(std::string_view case_id);

  Connection& connection_;
  Dictionaries dictionaries_{Dictionaries::Copies::first};
  WordsReader words_;
  std::string asked_case_;  // the last one asked about, and the answer
  bool asked_erased_ = false;
  Cursor entries_, cases_, orders_, evidence_, outbox_, personal_;
};

}  // namespace redress::storage

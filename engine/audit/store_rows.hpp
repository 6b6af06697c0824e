// The tables of a store as they are on the disk, column by column: what entries are held against.
//
// Implemented where the tables are (storage). One object is one pass at one moment, in the order rows were written;
// used by one thread at a time. Texts of JSON are as stored, unread. Errors: FaultError where the disk or the file
// fails.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/says.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress::audit {

struct EntryRow {
  std::int64_t seq = 0;
  std::string id = {};
  std::string case_id = {};
  std::int64_t case_seq = 0;
  std::string hash = {};
  std::string bytes = {};
  std::optional<Says> closed = {};  // why the bytes cannot be had: what is stored of them is damaged
};

struct CaseRow {
  std::string id = {}, shop = {}, kind = {}, platform = {}, order_id = {}, state = {};
  bool final = false;
  std::string owed_by = {};
  std::int64_t due_ms = 0;
  std::int64_t version = 0;
  std::string last_hash = {};
  std::string content = {};  // JSON
};

struct OrderRow {
  std::string shop = {}, platform = {}, id = {};
  std::string content = {};  // JSON
};

/// What became of a row's words: here; closed, because nobody gave the key they are sealed under; gone; or sealed
/// bytes that do not open.
enum class Words { here, closed, gone, damaged };

struct EvidenceRow {
  std::string id = {}, case_id = {}, shop = {}, kind = {}, sha256 = {};
  std::optional<std::string> text = {};
  std::string salt = {}, commitment = {};
  std::int64_t size_bytes = 0;
  std::string mime = {}, source = {};
  std::optional<Instant> captured_at = {};
  Instant added_at = {};
  std::string helps = {}, added_by = {}, note = {};
  Words words = Words::here;
};

struct OutboxRow {
  std::string key = {}, case_id = {}, shop = {}, kind = {};
  std::string content = {};  // JSON
  Instant due_at = {};
  std::int64_t attempts = 0;
  std::optional<Instant> delivered_at = {};
  std::string last_failure = {};
};

struct PersonalRow {
  std::string case_id = {}, entry_id = {}, name = {}, salt = {}, text = {};
  Words words = Words::here;
};

/// One pass over every table: each `next_` gives a table's next row, and nothing after the last.
class StoreRows {
 public:
  virtual ~StoreRows() = default;

  virtual std::optional<EntryRow> next_entry() = 0;  // by seq
  virtual std::optional<CaseRow> next_case() = 0;
  virtual std::optional<OrderRow> next_order() = 0;  // by shop, platform, id, in the order of their bytes
  virtual std::optional<EvidenceRow> next_evidence() = 0;
  virtual std::optional<OutboxRow> next_outbox_item() = 0;
  virtual std::optional<PersonalRow> next_personal_text() = 0;

  /// Whether the person of that case was erased and an entry of the ledger says so: then missing words are in order.
  virtual bool words_were_erased(std::string_view case_id) = 0;

  virtual std::int64_t ledger_size() = 0;  // for progress
  virtual std::optional<std::string> setting(std::string_view name) = 0;
};

}  // namespace redress::audit

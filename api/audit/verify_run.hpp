// Verifies a whole store: every entry, every row that follows from entries, every file of evidence.
//
// Reading and hashing entries is spread over threads; what is found does not depend on how many. Nothing here decides
// or writes; it shares no code with what does (docs/verify.md).
#pragma once

#include "engine/audit/comparison.hpp"
#include "engine/audit/ledger_walk.hpp"
#include "engine/ledger/receipt_dates.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace redress::api {

/// What is being done, how far, and out of how much (0: not known).
using VerifyProgress = std::function<void(std::string_view what, std::int64_t done, std::int64_t total)>;

struct VerifyOrder {
  std::filesystem::path data_dir;              // for its blobs
  std::vector<ledger::VerifierKey> keys = {};  // of the ledger; without any, signatures are not checked
  ledger::DatePolicy dates = {};               // whose dates of checkpoints to believe
  std::optional<std::string> checkpoint = {};  // a signed note from elsewhere, besides the store's own
  bool blobs = true;
  std::size_t findings_max = 1;  // stop at that many
  unsigned threads = 2;
  VerifyProgress on_progress = {};
};

struct VerifyReport {
  std::vector<audit::Finding> findings = {};  // in the order they were met; the first is the first thing wrong
  std::int64_t differences = 0;               // all of them, where more than findings_max were counted
  std::int64_t entries = 0;
  std::int64_t cases = 0;
  std::string root = {};                         // base64, of all entries; "" where the walk broke off
  std::optional<std::int64_t> signed_size = {};  // of the checkpoint the tree was held against
  bool signature_checked = false;
  std::int64_t dated_checkpoints = 0;  // entries' own times were held against them
  bool dates_believed = false;         // by witnesses or certificates the reader gave
  std::map<std::string, audit::TableCount, std::less<>> tables = {};
  std::map<std::string, std::int64_t, std::less<>> untold = {};  // members of cases that older entries do not tell
  std::int64_t words_closed = 0;  // texts not held against their commitments: personal.key was not there
  std::int64_t words_erased = 0;  // texts that are gone with their person
  std::int64_t blobs = 0;
  std::int64_t blob_bytes = 0;
  std::vector<audit::Finding> warnings = {};  // to be looked at; nothing is provably wrong
  std::int64_t milliseconds = 0;

  bool ok() const { return findings.empty(); }
};

/// Faults of the disk become findings: a store that cannot be read is not verified.
VerifyReport verify_store(storage::SqliteStore& store, VerifyOrder const& order);

boost::json::object to_json(VerifyReport const& report);

/// What is kept and follows from no entry, so that nothing says whether it was changed: table or column, and why.
std::vector<std::pair<std::string_view, Says>> const& not_rederived();

}  // namespace redress::api

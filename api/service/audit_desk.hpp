// Proves the trail: checkpoints, receipts, and a walk over the whole ledger that re-derives every hash.
//
// The root is always computed from entries read back from the store; a checkpoint that contradicts the last one signed
// is refused. Calls may take as long as the ledger is; they run where reads run. Thread-safe.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"
#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/receipt.hpp"

#include <mutex>
#include <optional>

namespace redress::api {

/// What a walk over the ledger found.
struct LedgerFinding {
  std::int64_t entries = 0;
  std::optional<std::int64_t> first_bad_seq = {};
  Says says = {};  // of the first thing wrong
};

/// Every entry hashes to what is stored, stands where it says, follows its case's previous entry, and every case stands
/// where its last entry left it. `on_progress` is told how many entries were walked.
LedgerFinding walk_ledger(StoreReader& store, std::function<void(std::int64_t)> const& on_progress = {});

class AuditDesk {
 public:
  AuditDesk(Store& store, RulebooksInForce const& books, ledger::SigningKey key)
      : store_(store), books_(books), key_(std::move(key)) {}

  AnswerText checkpoint(DeskCall const& call);
  AnswerText receipt(DeskCall const& call);
  AnswerText verify(DeskCall const& call);

  /// Receipts of these entries, in their order, all under one checkpoint that is signed now.
  Result<std::vector<ledger::Receipt>> receipts_of(std::vector<Entry> const& entries);
  /// Signs a text that is no checkpoint with the ledger's key; only ever one that this program made itself.
  Result<std::string> sign_statement(std::string_view text);

 private:
  struct Head {
    ledger::Checkpoint checkpoint;
    std::string note;
  };
  Result<Head> sign();
  ledger::ReceiptRulebook rulebook_of(Entry const& entry);
  void catch_up();

  Store& store_;
  RulebooksInForce const& books_;
  ledger::SigningKey key_;
  std::mutex mutex_;
  std::vector<ledger::Digest> leaves_;      // re-hashed from the entries' bytes, as far as they were read
  std::optional<ledger::Checkpoint> last_;  // newest signed in this process; the store has the newest of all
};

}  // namespace redress::api

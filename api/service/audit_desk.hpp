// Proves the trail: checkpoints, proofs, receipts, and a walk over the whole ledger that re-derives every hash.
//
// What is signed, and when it is refused, is the signer's to say (ledger_signer.hpp). `verify` takes as long as the
// ledger is; calls run where reads run. Thread-safe.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_check.hpp"
#include "api/service/case_desk.hpp"
#include "api/service/ledger_signer.hpp"
#include "engine/ledger/receipt.hpp"

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
  AuditDesk(Store& store, RulebooksInForce const& books, LedgerSigner& signer)
      : store_(store), books_(books), signer_(signer) {}

  AnswerText checkpoint(DeskCall const& call);
  /// {entry_id | index, size?}: an index may be named by those who audit the whole deployment.
  AnswerText inclusion(DeskCall const& call);
  /// {from, to?}
  AnswerText consistency(DeskCall const& call);
  AnswerText receipt(DeskCall const& call);
  AnswerText verify(DeskCall const& call);
  /// {case_id} -> each entry of the case with its mark. Faults `not_found`, `too_large`.
  AnswerText case_check(DeskCall const& call);

  /// The receipt of an entry that the actor may see, as audit.receipt answers it.
  Result<boost::json::object> receipt_of(std::string_view entry_id, Actor const& actor);
  /// Receipts of these entries, in their order, all under one checkpoint that is signed now.
  Result<std::vector<ledger::Receipt>> receipts_of(std::vector<Entry> const& entries);
  /// The case's entries held against their hashes, their chain and what was signed last.
  CaseCheck check(Case const& case_, std::vector<Entry> const& trail);
  /// One entry likewise; `before` is the entry in front of it in its case, nothing for the first.
  EntryMark mark(Entry const& entry, std::optional<Entry> const& before, std::string_view shop);
  std::optional<std::string> newest_note() { return signer_.newest_note(); }
  /// A note that some key of this ledger signed, and that key.
  Result<LedgerSigner::Opened> open_signed(std::string const& note) { return signer_.open_signed(note); }
  /// Signs a text that is no checkpoint with the ledger's key; only ever one that this program made itself.
  Result<std::string> sign_statement(std::string_view text) { return signer_.sign_statement(text); }

 private:
  std::optional<SignedTree> newest_tree();
  Result<Entry> visible_entry(std::string_view entry_id, Actor const& actor);
  ledger::ReceiptRulebook rulebook_of(Entry const& entry);

  Store& store_;
  RulebooksInForce const& books_;
  LedgerSigner& signer_;
};

}  // namespace redress::api

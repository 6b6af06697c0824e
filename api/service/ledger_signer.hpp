// Signs the ledger's head, and only a head that follows from entries read back from the store.
//
// Every entry is hashed again from its stored bytes before it counts: all of them once before the first signature of a
// process (`reread`, later again from time to time), new ones at each signature. The tree's hashes are kept aside
// (HashRows), so a signature or proof costs little memory and few reads however long the ledger is. What was signed
// last is remembered durably before a signature is shown, and a tree that is smaller or does not begin with it is never
// signed.
//
// Once something does not fit, everything that signs answers `ledger_broken` until the process ends. Thread-safe;
// `sign` may wait for the disk.
#pragma once

#include "engine/cases/store.hpp"
#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/checkpoint_history.hpp"
#include "engine/ledger/receipt.hpp"
#include "engine/ledger/signed_memory.hpp"
#include "engine/ledger/tile_tree.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace redress::api {

/// What a ledger keeps beside its entries.
struct LedgerKeeping {
  std::unique_ptr<ledger::HashRows> rows;
  std::unique_ptr<ledger::SignedMemory> memory;
  std::unique_ptr<ledger::CheckpointHistory> history;
};

/// The keeping of tests and simulation.
LedgerKeeping ledger_keeping_in_memory();

struct LedgerKeys {
  std::vector<ledger::SigningKey> signing;  // the newest first; more than one while keys change
  std::vector<ledger::VerifierKey> retired = {};
};

class LedgerSigner {
 public:
  struct Head {
    ledger::Checkpoint checkpoint;
    std::string note;
  };

  LedgerSigner(Store& store, LedgerKeeping keeping, LedgerKeys keys);

  /// Somebody else will call `reread`; until it is through, `sign` waits a while and then answers that it is not.
  void leave_reading_to_others() { others_read_ = true; }

  /// Hashes all entries again, compares with what is kept and with what was signed last, and mends what is kept where
  /// only that is wrong. `on_progress` is told how many were read; if it answers false the reading ends unfinished.
  /// Fault `ledger_broken`.
  Result<void> reread(std::function<bool(std::int64_t)> const& on_progress = {});

  /// The newest head. Fault `ledger_broken`, or `internal` while the entries are still being read.
  Result<Head> sign();

  /// The newest note that was signed, with the cosignatures it has got; nothing if none ever was.
  std::optional<std::string> newest_note();
  std::uint64_t signed_size();

  /// A signed head that witnesses or a stamping service have dated. `stamp` may be empty.
  void publish(std::uint64_t size, std::string note, std::string stamp);

  /// index < size <= signed size, 0 < from <= to <= signed size; Fault `invalid_params` otherwise.
  Result<ledger::Proof> inclusion(std::uint64_t index, std::uint64_t size);
  Result<ledger::Proof> consistency(std::uint64_t from, std::uint64_t to);

  /// Nothing if the signed tree does not have it.
  std::optional<std::vector<ledger::Digest>> tile(ledger::Tile const& tile);

  /// Under the first dated checkpoint that has the entry, else under the newest head.
  Result<ledger::Receipt> receipt(Entry const& entry, ledger::ReceiptRulebook rulebook);

  /// All under one newest head, in their order. As many rulebooks as entries.
  Result<std::vector<ledger::Receipt>> receipts_under_newest(std::vector<Entry> const& entries,
                                                             std::vector<ledger::ReceiptRulebook> rulebooks);

  /// By every key that signs now. The text must not parse as a checkpoint.
  Result<std::string> sign_statement(std::string_view text);

  /// A note that one of this ledger's keys signed, also one that signs no more; and which. Fault `ledger_broken`.
  struct Opened {
    ledger::Checkpoint checkpoint;
    ledger::VerifierKey key;
  };
  Result<Opened> open_signed(std::string const& note);

  ledger::VerifierKey verifier();
  std::string origin() { return verifier().name(); }
  void use(LedgerKeys keys);
  /// Whose cosignatures receipts state.
  void know_witnesses(std::vector<ledger::VerifierKey> witnesses);

 private:
  struct Reading;

  Result<void> wait_for_reading();
  void load_memory();
  Result<void> catch_up();
  Result<Head> sign_locked();
  Result<ledger::Receipt> receipt_locked(Entry const& entry, ledger::ReceiptRulebook rulebook);
  Result<ledger::Receipt> receipt_under(Entry const& entry, ledger::ReceiptRulebook rulebook, std::string const& note,
                                        std::string stamp);
  void remember_in_store();
  Result<ledger::Checkpoint> open(std::string const& note);
  std::vector<ledger::VerifierKey> verifiers() const;
  Fault const& broken(Fault fault);
  Result<void> settle(Reading& reading);

  Store& store_;
  LedgerKeeping const keeping_;
  std::mutex reading_;  // held by whoever reads everything
  std::mutex mutex_;    // guards everything below
  std::condition_variable read_;
  bool others_read_ = false;
  ledger::TileTree tree_;
  LedgerKeys keys_;
  std::vector<ledger::VerifierKey> witnesses_;
  ledger::Frontier frontier_;  // of what was read back and hashed by this process
  bool all_read_ = false;
  std::optional<Fault> broken_;
  std::optional<Head> last_;
  std::optional<std::string> unstored_note_;  // signed, and not yet copied to the store
  bool memory_loaded_ = false;
};

}  // namespace redress::api

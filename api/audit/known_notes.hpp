// The signed notes a store is held against: the one it keeps, one given, and those that others dated.
//
// A note is proven by a key that is believed: those given, and keys that entries announce below a proven note, so that
// whoever knows one key of a ledger can read the notes of all of them. What a note says is believed only once it is
// proven; its tree may be compared before. Throws audit::Found where a note is wrong.
#pragma once

#include "engine/audit/ledger_walk.hpp"
#include "engine/ledger/checkpoint_history.hpp"
#include "engine/ledger/receipt_dates.hpp"

#include <span>
#include <vector>

namespace redress::api {

class KnownNotes {
 public:
  /// Without keys no signature of the ledger is checked. Without witnesses in the policy, dates are those the notes
  /// state, and only as far as all of one note agree.
  KnownNotes(std::vector<ledger::VerifierKey> keys, ledger::DatePolicy policy)
      : believed_(std::move(keys)), policy_(std::move(policy)), check_(!believed_.empty()) {}

  void add(std::string const& note, std::string const& stamp = {});

  std::vector<audit::KnownHead> heads() const;
  std::optional<std::int64_t> largest_size() const;
  std::int64_t dated() const;
  /// Whether dates are of witnesses or stamps that the reader chose.
  bool dates_believed() const { return !policy_.witnesses.empty() || !policy_.stamp_certificates.empty(); }

  /// With what the ledger says of its keys, after the walk; every note must be proven then. False: there were no keys
  /// or no notes, and nothing was checked.
  bool prove(std::span<audit::LedgerWalk::KeyChange const> changes);

 private:
  struct Known {
    ledger::SignedNote note;
    audit::KnownHead head;
    bool proven = false;
  };
  bool proves(Known& known) const;
  void date(Known& known, std::string const& stamp) const;

  std::vector<ledger::VerifierKey> believed_;
  ledger::DatePolicy const policy_;
  bool const check_;
  std::vector<Known> known_;
};

}  // namespace redress::api

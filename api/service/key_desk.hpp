// Changes the ledger's key: the next one is drawn, announced by an entry that the old one still signs, and then both
// sign for a while, so that everybody who pinned the old key can go over to the new one.
//
// The announcement is the office entry `key_rotated` with {from, to, both_sign_until} (docs/ledger-format.md). Blocks
// until all of it is durable; one at a time. A crash in between is finished or undone at the next start.
#pragma once

#include "api/service/ledger_signer.hpp"
#include "api/service/office.hpp"

#include <mutex>
#include <optional>
#include <string>

namespace redress::api {

/// Where the secrets are. Throws FaultError where they cannot be read or written.
class KeyRing {
 public:
  virtual ~KeyRing() = default;
  virtual LedgerKeys keys(Instant now) = 0;
  /// Draws the next key of that name and keeps it aside; its vkey.
  virtual std::string prepare(std::string_view name) = 0;
  virtual std::optional<std::string> prepared() = 0;
  /// The prepared key is the newest from now on; the newest so far signs until `until`.
  virtual void promote(Instant until) = 0;
  virtual void discard() = 0;
};

class KeyDesk {
 public:
  KeyDesk(Store& store, Clock const& clock, Office office, LedgerSigner& signer, KeyRing& ring)
      : store_(store), clock_(clock), office_(office), signer_(signer), ring_(ring) {}

  /// audit.rotate_key {request_id, overlap_days?, reason?} -> {from, to, both_sign_until, entry}
  AnswerText rotate(DeskCall const& call);

 private:
  Store& store_;
  Clock const& clock_;
  Office office_;
  LedgerSigner& signer_;
  KeyRing& ring_;
  std::mutex rotating_;
};

/// Before the first signature of a process: a prepared key that was announced is promoted, any other is discarded.
void finish_rotation(Store& store, KeyRing& ring);

}  // namespace redress::api

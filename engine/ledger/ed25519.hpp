// Ed25519 (RFC 8032) over OpenSSL: signing with a 32-byte seed, verifying with a 32-byte public key.
//
// The seed comes from the caller; nothing here draws randomness. Safe from any thread. If OpenSSL itself fails,
// FaultError `internal` is thrown.
#pragma once

#include "engine/ledger/hash.hpp"

#include <memory>

namespace redress::ledger {

using Ed25519PublicKey = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

/// A private key; copies share one key in memory, which OpenSSL wipes when the last of them goes.
class Ed25519PrivateKey {
 public:
  /// Fault `invalid_params` unless the seed has 32 bytes. The seed stays the caller's to wipe.
  static Result<Ed25519PrivateKey> from_seed(Bytes seed);

  Ed25519PublicKey public_key() const;
  Ed25519Signature sign(Bytes message) const;

 private:
  struct Key;
  explicit Ed25519PrivateKey(std::shared_ptr<Key const> key) : key_(std::move(key)) {}
  std::shared_ptr<Key const> key_;
};

/// False for whatever does not verify, signatures of the wrong length and impossible keys among them.
bool ed25519_verifies(Ed25519PublicKey const& key, Bytes message, Bytes signature);

}  // namespace redress::ledger

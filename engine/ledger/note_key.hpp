// The keys of signed notes (C2SP signed-note, type 0x01, Ed25519) and the one-line text a verifier's key travels as.
//
// A vkey is `<name>+<key id, 8 hex digits>+<base64 of 0x01 || public key>`. The id is the first four bytes, big-endian,
// of SHA-256(name || 0x0A || 0x01 || public key). Names are UTF-8 without spaces, control characters or plus signs.
#pragma once

#include "engine/ledger/ed25519.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace redress::ledger {

/// Fault `invalid_params` where a note could not be signed under this name.
Result<void> check_key_name(std::string_view name);

class VerifierKey {
 public:
  /// Fault `invalid_params`: not a vkey, another key type, or an id that is not this key's.
  static Result<VerifierKey> parse(std::string_view vkey);
  static Result<VerifierKey> of(std::string name, Ed25519PublicKey const& public_key);

  std::string const& name() const { return name_; }
  std::uint32_t id() const { return id_; }
  Ed25519PublicKey const& public_key() const { return public_key_; }
  std::string text() const;

  bool operator==(VerifierKey const&) const = default;

 private:
  VerifierKey(std::string name, Ed25519PublicKey const& public_key);

  std::string name_;
  std::uint32_t id_;
  Ed25519PublicKey public_key_;
};

class SigningKey {
 public:
  /// From 32 bytes the caller drew at random and keeps secret. Fault `invalid_params`.
  static Result<SigningKey> from_seed(std::string name, Bytes seed);

  VerifierKey const& verifier() const { return verifier_; }
  Ed25519Signature sign(Bytes message) const { return private_key_.sign(message); }

 private:
  SigningKey(VerifierKey verifier, Ed25519PrivateKey private_key)
      : verifier_(std::move(verifier)), private_key_(std::move(private_key)) {}

  VerifierKey verifier_;
  Ed25519PrivateKey private_key_;
};

}  // namespace redress::ledger

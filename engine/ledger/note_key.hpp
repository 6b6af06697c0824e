// The keys of signed notes (C2SP signed-note, Ed25519) and the one-line text a verifier's key travels as.
//
// A vkey is `<name>+<key id, 8 hex digits>+<base64 of type || public key>`. The id is the first four bytes, big-endian,
// of SHA-256(name || 0x0A || type || public key). The type is 0x01 for keys that sign a note's text as it stands
// and 0x04 for those of witnesses, which sign it with a time (C2SP tlog-cosignature). Names are UTF-8 without spaces,
// control characters or plus signs.
#pragma once

#include "engine/ledger/ed25519.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace redress::ledger {

/// Fault `invalid_params` where a note could not be signed under this name.
Result<void> check_key_name(std::string_view name);

enum class KeyType : std::uint8_t { note = 0x01, cosignature = 0x04 };

class VerifierKey {
 public:
  /// Fault `invalid_params`: not a vkey, another key type, or an id that is not this key's.
  static Result<VerifierKey> parse(std::string_view vkey, KeyType type = KeyType::note);
  static Result<VerifierKey> of(std::string name, Ed25519PublicKey const& public_key, KeyType type = KeyType::note);

  std::string const& name() const { return name_; }
  KeyType type() const { return type_; }
  std::uint32_t id() const { return id_; }
  Ed25519PublicKey const& public_key() const { return public_key_; }
  std::string text() const;

  bool operator==(VerifierKey const&) const = default;

 private:
  VerifierKey(std::string name, Ed25519PublicKey const& public_key, KeyType type);

  std::string name_;
  KeyType type_;
  std::uint32_t id_;
  Ed25519PublicKey public_key_;
};

class SigningKey {
 public:
  /// From 32 bytes the caller drew at random and keeps secret. Fault `invalid_params`.
  static Result<SigningKey> from_seed(std::string name, Bytes seed, KeyType type = KeyType::note);

  VerifierKey const& verifier() const { return verifier_; }
  Ed25519Signature sign(Bytes message) const { return private_key_.sign(message); }

 private:
  SigningKey(VerifierKey verifier, Ed25519PrivateKey private_key)
      : verifier_(std::move(verifier)), private_key_(std::move(private_key)) {}

  VerifierKey verifier_;
  Ed25519PrivateKey private_key_;
};

}  // namespace redress::ledger

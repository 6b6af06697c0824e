// Encrypts short values so that one changed, moved or read without its key is found out: AES-256-GCM (NIST SP 800-38D).
//
// A sealed value is nonce (12 bytes), ciphertext, tag (16 bytes). The nonce is random: with 96 bits, two values in 2^32
// under one key meet with a chance below 2^-32, and a person has a few hundred. `about` names where the value belongs
// and must be given again to open it. Any thread. If OpenSSL itself fails, FaultError `internal` is thrown.
#pragma once

#include "engine/ledger/hash.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress::storage {

/// 256 bits that are wiped from memory with the object.
class SecretKey {
 public:
  explicit SecretKey(ledger::Bytes bytes);  // exactly 32
  SecretKey(SecretKey const&) = default;
  SecretKey& operator=(SecretKey const&) = default;
  ~SecretKey();

  static SecretKey drawn();
  ledger::Bytes bytes() const { return bytes_; }

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

using Nonce = std::array<std::uint8_t, 12>;

std::string seal(SecretKey const& key, std::string_view plain, std::string_view about);
/// With a nonce that was never used under the key before.
std::string seal_with(SecretKey const& key, Nonce const& nonce, std::string_view plain, std::string_view about);

/// Nothing where the key, the value or `about` is another.
std::optional<std::string> unseal(SecretKey const& key, std::string_view sealed, std::string_view about);

/// Overwrites a secret that stood in a text.
void wipe(std::string& secret);

inline constexpr std::size_t sealed_extra_bytes = 12 + 16;

}  // namespace redress::storage

// SHA-256, HMAC-SHA-256, and the texts that bytes are written as: lower-case hex and base64 (RFC 4648, section 4).
//
// All cryptography is OpenSSL's. Safe from any thread. Decoders are strict: one text stands for each byte string.
// If OpenSSL itself fails (out of memory, a broken installation), FaultError `internal` is thrown.
#pragma once

#include "engine/base/fault.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::ledger {

using Bytes = std::span<std::uint8_t const>;  // a view; the owner is elsewhere
using Digest = std::array<std::uint8_t, 32>;

Bytes as_bytes(std::string_view text);

Digest sha256(Bytes bytes);
inline Digest sha256(std::string_view text) { return sha256(as_bytes(text)); }

/// The hash of the parts one after the other.
Digest sha256(std::initializer_list<Bytes> parts);

/// Hashes what arrives in pieces: `update* finish`, then it is ready for the next text.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(Bytes bytes);
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Digest hmac_sha256(Bytes key, Bytes message);

/// Takes the same time wherever the first difference is. Lengths are no secret.
bool constant_time_equal(Bytes a, Bytes b);

std::string hex(Bytes bytes);
std::string base64(Bytes bytes);

/// Upper-case digits are refused. Fault `invalid_params`.
Result<std::vector<std::uint8_t>> from_hex(std::string_view text);
/// Blanks, missing or surplus padding and set bits under the padding are refused. Fault `invalid_params`.
Result<std::vector<std::uint8_t>> from_base64(std::string_view text);

/// Exactly 32 bytes. Fault `invalid_params`.
Result<Digest> digest_from_hex(std::string_view text);
Result<Digest> digest_from_base64(std::string_view text);

}  // namespace redress::ledger

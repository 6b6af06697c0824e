// Salted commitments: what an entry holds in place of personal data, so that forgetting leaves every proof valid.
//
// commitment = lower-case hex of HMAC-SHA-256(key = 32 random bytes of salt, message = the bytes). The salt is kept
// beside the plain bytes and erased with them; without it even a phone number cannot be guessed back.
#pragma once

#include "engine/ledger/hash.hpp"

#include <string>
#include <string_view>

namespace redress::ledger {

using Salt = std::array<std::uint8_t, 32>;  // one per committed value, drawn by the caller

std::string commitment_to(Salt const& salt, Bytes bytes);
/// Of a text: its UTF-8 bytes as they are.
inline std::string commitment_to(Salt const& salt, std::string_view text) {
  return commitment_to(salt, as_bytes(text));
}

/// False as well for a commitment that is not 64 lower-case hex digits.
bool commitment_holds(std::string_view commitment, Salt const& salt, Bytes bytes);
inline bool commitment_holds(std::string_view commitment, Salt const& salt, std::string_view text) {
  return commitment_holds(commitment, salt, as_bytes(text));
}

}  // namespace redress::ledger

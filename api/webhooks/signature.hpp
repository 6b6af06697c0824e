// Signatures of Standard Webhooks: "v1," and base64 of HMAC-SHA-256 over "ID.TIMESTAMP.BODY"
// (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md).
//
// Pure; any thread.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/ledger/hash.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api::webhooks {

inline constexpr std::size_t secret_bytes_min = 24;
inline constexpr std::size_t secret_bytes_max = 64;

/// "whsec_" and base64 of 24 to 64 bytes, as the specification asks. Fault `invalid_params` at params.secret.
Result<std::vector<std::uint8_t>> secret_from(std::string_view text);

/// The text of a secret of those bytes.
std::string secret_text(ledger::Bytes bytes);

/// Names a secret without telling it: 8 hex characters.
std::string fingerprint_of_secret(std::string_view text);

/// The field webhook-signature for these secrets, the newest first. A secret that is none is our bug.
std::string signatures(std::span<std::string const> secrets, std::string_view id, std::int64_t timestamp_s,
                       std::string_view body);

enum class SignatureVerdict { holds, fails, too_old, too_new, no_timestamp };

/// Whether one of the field's v1 signatures is right, and the timestamp within `tolerance_s` of `now_s` (0: any). Takes
/// the same time wherever a wrong one differs.
SignatureVerdict verify(ledger::Bytes secret, std::string_view id, std::string_view timestamp, std::string_view field,
                        std::string_view body, std::int64_t now_s, std::int64_t tolerance_s);

}  // namespace redress::api::webhooks

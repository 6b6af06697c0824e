// One-time codes by the clock: TOTP (RFC 6238) over HOTP (RFC 4226) with HMAC-SHA-1, six digits, steps of 30 s; what
// every authenticator app computes without being told anything else.
//
// Pure; any thread. Steps are counted from 1970. If OpenSSL itself fails, FaultError `internal` is thrown.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/ledger/hash.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress::api::totp {

inline constexpr std::size_t secret_bytes = 20;  // 160 bits: RFC 4226, section 4, R6
inline constexpr std::int64_t code_digits = 6;
inline constexpr std::int64_t step_ms = 30'000;
inline constexpr std::int64_t skew_steps = 1;  // either way; RFC 6238, section 5.2

/// The 31 bits that a code is the last digits of (RFC 4226, section 5.3).
std::uint32_t number_at(ledger::Bytes secret, std::uint64_t counter);

std::string code_at(ledger::Bytes secret, std::int64_t step);

std::int64_t step_of(Instant at);

/// The step whose code it is: of now or as many as `skew_steps` beside it, and after `last_step`. Takes the same time
/// whichever it is and wherever a wrong one differs.
std::optional<std::int64_t> step_matching(ledger::Bytes secret, std::string_view code, Instant now,
                                          std::int64_t last_step);

/// RFC 4648, section 6, without padding: as apps take a secret that is typed.
std::string base32(ledger::Bytes bytes);

/// What a QR code tells an app, in the form that authenticator apps agree on: otpauth://totp/ISSUER:ACCOUNT?secret=...
std::string otpauth_uri(std::string_view issuer, std::string_view account, ledger::Bytes secret);

}  // namespace redress::api::totp

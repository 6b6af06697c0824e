// Time stamps of checkpoints by a stamping service (RFC 3161): the request, and what its response shows.
//
// Stamped is SHA-256 of the checkpoint's text, the bytes its signatures cover. Responses are DER. Certificates are
// looked at as of the stamp's own time, so a stamp outlives them, and nothing here reads a clock. OpenSSL's TS API.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/ledger/hash.hpp"

#include <string>
#include <string_view>

namespace redress::ledger {

/// Asks for the certificates as well. The nonce is the caller's, so that an old response cannot answer a new request.
std::string stamp_request(std::string_view text, std::uint64_t nonce);

/// Whether the response is one to this request, whoever signed it. Fault `ledger_broken`.
Result<void> check_stamp_response(std::string_view request, std::string_view response);

/// When the service says it saw `text`. With `trusted_pem` (certificates, PEM) its certificate must lead to one of
/// those; with an empty one it may be anybody's, but the signature must be right. Fault `ledger_broken`.
Result<Instant> stamped_at(std::string_view response, std::string_view text, std::string_view trusted_pem);

}  // namespace redress::ledger

// What a request says its body hashes to: Content-Digest (RFC 9530), or the older Digest (RFC 3230).
#pragma once

#include "engine/base/fault.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redress::api {

/// The SHA-256 told by either field, in lower-case hex; nothing where none is told, other algorithms are passed over.
/// Fault `invalid_params` for a sha-256 that is none, and for two that differ.
Result<std::optional<std::string>> sha256_told(std::string_view content_digest, std::string_view digest);

}  // namespace redress::api

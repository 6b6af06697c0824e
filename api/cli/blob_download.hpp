// Fetches one file of evidence from the server, piece by piece, by libcurl; nothing of it is kept here.
#pragma once

#include "api/cli/rpc_client.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace redress::cli {

/// The next bytes; false ends the download.
using TakeBytes = std::function<bool(std::span<std::uint8_t const>)>;

/// GET /v1/blobs/{sha256}. `unreachable` where the server went away, `not_found` or `auth` as it answers, `failed`
/// where `take` ended it.
CallOutcome download_blob(Target const& target, std::string const& sha256, TakeBytes const& take);

}  // namespace redress::cli

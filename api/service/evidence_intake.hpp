// Reads one item of evidence as callers hand it in: an uploaded file by its hash, or a text; with what it says of
// itself.
#pragma once

#include "api/seam/ids.hpp"
#include "engine/cases/evidence.hpp"
#include "engine/cases/party.hpp"

#include <boost/json.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>

namespace redress::api {

struct BlobFact {
  std::int64_t size_bytes = 0;
  std::string mime;
};

/// What the blob store knows of some bytes; nothing if they were never uploaded.
using FindBlob = std::function<std::optional<BlobFact>(std::string_view sha256)>;

/// Faults: `invalid_params` (unknown kind, both or neither of sha256 and text, a time in the future, an attribute that
/// is no fact proof.*), `evidence_rejected` (bytes never uploaded). `position` prefixes the member names.
Result<Evidence> read_evidence(boost::json::object const& json, std::string const& position, std::string const& case_id,
                               Actor const& actor, Instant now, Ids& ids, FindBlob const& find_blob);

/// A copy (`derived_from`) names an item of the same case with other bytes, and has its capture time where it says
/// none. Faults: `not_found`, `invalid_params`.
Result<void> settle_source(Evidence& item, std::string const& position, std::span<Evidence const> present);

/// Quotes lie inside of the conversation, first before last. Faults `invalid_params`.
Result<void> check_quotes(Evidence const& item, std::string const& position, std::size_t lines);

}  // namespace redress::api

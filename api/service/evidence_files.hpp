// Which files are taken as evidence, and how many of them a case may have.
//
// The kind is libmagic's word, never the sender's. What is not listed is refused: pages that could run (HTML, SVG),
// programs, other archives. Listed kinds are kept as they are and never opened by the server itself.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/cases/evidence.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace redress::api {

/// JPEG, PNG, GIF, WebP, HEIC, MP4, PDF, plain text, XLSX, CSV and ZIP by their MIME types.
std::span<std::string_view const> accepted_file_types();

/// Fault `evidence_rejected` for a type that is not accepted, an empty file included.
Result<void> accept_file_type(std::string_view mime);

/// Of one case, over all its files; texts count by their size alone.
struct EvidenceQuota {
  std::int64_t files = 50;
  std::int64_t bytes = 1024LL * 1024 * 1024;
};

/// Whether `item` may join what the case has. Fault `too_large` with both numbers.
Result<void> check_quota(EvidenceQuota const& quota, std::span<Evidence const> present, Evidence const& item);

/// A file's name as it may be shown: what would act instead of being seen (control characters, line breaks, marks that
/// turn the direction of writing, characters of no width) becomes "\u{202E}"; ill-formed bytes become "\x{FF}".
std::string visible_name(std::string_view name);

}  // namespace redress::api

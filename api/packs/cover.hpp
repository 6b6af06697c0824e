// The cover of a pack: case, timeline, clauses, exhibits with their hashes, platform limits, and how to check it all.
#pragma once

#include "api/packs/story.hpp"

#include <string>

namespace redress::packs {

/// A PDF, in Chinese and English; times are Beijing's. The same story gives the same bytes. Fault `internal`.
Result<std::string> cover_of(Story const& story);

}  // namespace redress::packs

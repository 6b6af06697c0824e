// The text of a case as a store keeps it, made before the case's newest entry has its hash.
#pragma once

#include "engine/cases/case.hpp"

#include <string>
#include <string_view>

namespace redress {

/// JSON of `case_` with room for the hash of an entry that is not sealed yet; whatever `last_hash` it has now is left
/// out.
std::string written_case(Case case_);

/// The text with that hash (64 hex characters) in its room: what serialising to_json() of the case gives.
std::string with_last_hash(std::string written, std::string_view hash);

}  // namespace redress

// The last safe moment to hand in what is staged: before the deadline by as much as the rulebook says.
//
// The one place that knows; the rulebook's slot is window.last_safe.
#pragma once

#include "engine/cases/case.hpp"
#include "engine/rules/rulebook.hpp"

#include <optional>

namespace redress::api {

/// Nothing for a case without a deadline, or where the book names no last safe moment. May lie in the past.
std::optional<Instant> last_safe_at(rules::Rulebook const& book, Case const& case_, Instant now);

}  // namespace redress::api

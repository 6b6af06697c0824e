// The last safe moment to hand in what is staged: the one that is shown with the case's deadline (docs/calendars.md).
#pragma once

#include "engine/cases/decide.hpp"

#include <optional>

namespace redress::api {

/// Nothing for a case that has ended or has no deadline. May lie in the past.
std::optional<Instant> last_safe_at(World const& world);

}  // namespace redress::api

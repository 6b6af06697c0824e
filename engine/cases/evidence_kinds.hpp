// All kinds of evidence there are, for whoever lists them or looks for the one that was meant (platform rules, 4.1).
#pragma once

#include "engine/cases/evidence.hpp"

#include <span>

namespace redress {

/// In the order of the reference; they live as long as the program.
std::span<EvidenceKind const> evidence_kinds();

/// Whether an item of that kind is a mere copy without the time it was captured (rule AL-EV-110).
bool wants_capture_time(std::string_view kind);

}  // namespace redress

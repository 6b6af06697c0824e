// Evidence of an attempt that was refused: what is not accepted of it, and what a fix brings again.
#pragma once

#include "engine/cases/decide.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace redress::api {

/// The refusal of an attempt that brings evidence nobody accepts, so that it is recorded like every other.
Decision evidence_rejected(Case const& case_, Fault const& fault);

/// A fix that asks for the same move again brings the same evidence, unless it asks for another file.
void name_evidence(std::optional<Refusal>& refusal, std::string_view event, std::vector<Evidence> const& items);

}  // namespace redress::api

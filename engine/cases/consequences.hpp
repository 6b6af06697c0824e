// What the effects of an accepted row do to the case and its account, and what they order from the outside world.
#pragma once

#include "engine/cases/decide.hpp"

namespace redress {

/// Applies `row`'s effects to `decision.after` and collects the outbox orders. A reason why the order's money or pieces
/// do not suffice is returned, and the decision is then to be dropped.
std::optional<WhyNot> carry_out(RowSpec const& row, World const& world, Facts const& facts, Decision& decision);

/// Whether a claim, new or changed, asks for more money or pieces than the order has left.
std::optional<WhyNot> claim_exceeds_order(World const& world, Case const& claim);

}  // namespace redress

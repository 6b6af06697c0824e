// What a claim is about: the pieces it names and what was paid for them.
//
// A claim that names no lines is about everything that was bought.
#pragma once

#include "engine/cases/case.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace redress {

/// Pieces claimed, beside order.lines; lines the order does not have are left out.
std::vector<std::int64_t> pieces_claimed(Order const& order, std::span<ClaimLine const> lines);

/// What was paid for those pieces, beside order.lines: two of four pieces of a line are half of what was paid for it,
/// rounded to a whole minor unit, halves up.
std::vector<std::int64_t> paid_for_pieces(Order const& order, std::span<ClaimLine const> lines);

}  // namespace redress

// The facts that guards turn on, each with the values at its borders, and walks over them one, two or three at a time.
//
// A table, so that the model check and the tests look at the same small world. Pure; any thread.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/facts/facts.hpp"

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace redress::workflows {

/// The moment that the boundary values of instants are told from.
inline constexpr Instant boundary_now{1'767'578'400'000};

struct Boundary {
  std::string_view fact;
  std::vector<FactValue> values;  // besides not being known at all
};

/// What the guards of the four workflows read.
std::span<Boundary const> boundary_facts();

/// Calls `look` with every choice of up to `together` of the facts (at most three), the others not known; also with
/// none. A guard on one fact sees each of its values, and conditions on up to `together` facts see all their
/// combinations.
void each_boundary(std::span<Boundary const> boundaries, std::size_t together,
                   std::function<void(Facts const&)> const& look);

}  // namespace redress::workflows

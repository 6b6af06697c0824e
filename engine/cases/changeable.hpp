// Which facts somebody on the caller's side could still supply or change, and whose word each is.
//
// Never the clock, the platform's word, what was paid, what the buyer did before, or what Redress computes. The table
// in docs/explain.md is this one. A path that no row names cannot be changed. Pure.
#pragma once

#include "engine/cases/party.hpp"
#include "engine/facts/facts.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace redress {

struct Changeable {
  Party by;      // whose word it is
  bool anytime;  // false: only while it is not known, because what was reported happened
};

/// Nothing for a fact nobody may supply; facts of the attempt are its caller's own and not looked up here.
std::optional<Changeable> changeable(std::string_view path);

/// The same, for a fact with this present value.
bool may_be_supplied(std::string_view path, FactValue const* present);

/// The stored facts from which a derived one is computed; empty for those that only the clock or the money moves.
std::span<std::string_view const> derived_from(std::string_view path);

}  // namespace redress

// Consulted rules as an entry keeps them, written straight into its canonical form.
//
// Verdicts make up most of an entry's bytes, and nobody changes them between the decision and the seal, so no JSON tree
// is built of them. What is written here are the bytes that canonical JSON of verdict_in_entry() has.
#pragma once

#include "engine/rules/consult.hpp"

#include <optional>
#include <span>
#include <string>

namespace redress {

/// The array of them all; nothing if one of them has no canonical form.
std::optional<std::string> verdicts_text(std::span<rules::RuleVerdict const> verdicts);

}  // namespace redress

// What rules are asked about: the facts and the evidence of a case at one moment, and how CEL reads them.
#pragma once

#include "engine/cases/evidence.hpp"
#include "engine/cel/activation.hpp"
#include "engine/cel/declarations.hpp"
#include "engine/facts/facts.hpp"

#include <span>

namespace redress::rules {

/// Borrowed: both must outlive the call.
struct Situation {
  Facts const& facts;
  std::span<Evidence const> evidence = {};
};

/// Every fact of the schema under its path, `has_evidence(kind)` and `evidence_count(kind)`.
/// has_evidence is true or, while there is none of that kind, unknown with the label "evidence:<kind>".
cel::Declarations const& declarations();

}  // namespace redress::rules

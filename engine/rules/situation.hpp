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

/// What a rule's expression may name, beside CEL's standard library:
///   every fact of the schema under its path;
///   has_evidence(kind): true or, while there is none of that kind, unknown with the label "evidence:<kind>";
///   evidence_count(kind): how many pieces there are, 0 or more;
///   min(a, b), max(a, b): of two timestamps, durations or ints;
///   start_of_beijing_day(at): 00:00 Beijing time of the day that holds the timestamp.
cel::Declarations const& declarations();

}  // namespace redress::rules

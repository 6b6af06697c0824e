// A verdict taken apart: the rule's conditions as trees of what every sub-expression came to, and everything they read.
//
// Made on request by evaluating the conditions once more with a trace; `judge` alone stays as cheap as it is. Pure: the
// same rule, facts and evidence give the same proof, and the proof's verdict is judge()'s. The tree copies what it
// says, so it may outlive the situation, but `verdict.rule` points into the book.
#pragma once

#include "engine/rules/consult.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// What a part came to. `not_asked`: the parts before it had decided.
enum class Came { yes, no, unknown, value, error, not_asked };

/// One sub-expression. Comprehensions are one part, because their body is evaluated many times over.
struct ProofPart {
  std::string operation;  // "&&", "<=", "?:", "has", a function or macro; "fact" for a path, "value" for a literal
  std::string source;     // CEL text
  Came came = Came::not_asked;
  std::optional<cel::Value> value = {};     // of Came::value
  std::optional<Says> error = {};           // of Came::error
  std::vector<std::string> waits_for = {};  // of Came::unknown: fact paths, "evidence:E-SIGN"
  std::set<std::string> facts = {};         // paths named in it or beneath
  std::set<std::string> evidence = {};      // kinds of evidence named in it or beneath
  std::vector<ProofPart> parts = {};
};

struct RuleProof {
  RuleVerdict verdict;
  bool refuses = false;  // as RuleVerdict::refuses
  std::optional<ProofPart> when = {};
  std::optional<ProofPart> require = {};
  std::vector<FactRead> said = {};  // facts that the rule's sentence has blanks for
};

/// One condition, evaluated with a trace.
ProofPart prove(cel::Program const& condition, Situation const& situation);

RuleProof prove(Rule const& rule, Situation const& situation, bool by_manager);

/// Stands among kinds of evidence for one that a condition computes.
inline constexpr std::string_view any_kind = "*";

/// has_evidence and evidence_count.
bool is_evidence_function(std::string_view name);

/// Every fact the rule's conditions name, whether or not they were asked; and every kind of evidence.
std::set<std::string> facts_named(Rule const& rule);
std::set<std::string> evidence_named(Rule const& rule);
std::set<std::string> evidence_named(cel::Node const& part);

}  // namespace redress::rules

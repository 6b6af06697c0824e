#include "engine/rules/proof.hpp"

#include "engine/rules/reading.hpp"
#include "engine/rules/sentence.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

using cel::Node;
using cel::NodeKind;

bool asks_for_evidence(Node const& node) {
  return node.kind == NodeKind::call && is_evidence_function(node.name) && !node.children.empty();
}

std::string kind_asked_for(Node const& node) {
  auto const& kind = node.children[0];
  bool const written = kind.kind == NodeKind::literal && kind.literal.is(cel::Kind::string);
  return written ? kind.literal.as_string() : std::string(any_kind);
}

void collect(Node const& node, std::set<std::string>& facts, std::set<std::string>& evidence) {
  if (node.kind == NodeKind::variable || node.kind == NodeKind::has_variable) facts.insert(node.name);
  if (asks_for_evidence(node)) evidence.insert(kind_asked_for(node));
  for (auto const& child : node.children) collect(child, facts, evidence);
}

std::string operation_of(Node const& node) {
  switch (node.kind) {
    case NodeKind::literal:
      return "value";
    case NodeKind::variable:
      return "fact";
    case NodeKind::has_variable:
    case NodeKind::has_field:
      return "has";
    case NodeKind::call:
    case NodeKind::comprehension:
      return node.op == cel::Operator::none ? node.name : std::string(cel::symbol_of(node.op));
    case NodeKind::list:
      return "list";
    case NodeKind::map:
      return "map";
    default:
      return node.name;
  }
}

class Prover {
 public:
  explicit Prover(cel::Trace const& trace) : trace_(trace) {}

  ProofPart part_of(Node const& node) const {
    ProofPart part{.operation = operation_of(node), .source = cel::to_source(node)};
    take_outcome(node, part);
    collect(node, part.facts, part.evidence);
    if (node.kind == NodeKind::call)
      for (auto const& child : node.children) part.parts.push_back(part_of(child));
    return part;
  }

 private:
  void take_outcome(Node const& node, ProofPart& part) const {
    auto const* outcome = trace_.outcome_of(node);
    if (!outcome) return;
    if (outcome->is_unknown()) {
      part.came = Came::unknown;
      part.waits_for.assign(outcome->unknown().labels.begin(), outcome->unknown().labels.end());
    } else if (outcome->is_error()) {
      part.came = Came::error;
      part.error = outcome->error().says;
    } else if (outcome->is(true) || outcome->is(false)) {
      part.came = outcome->is(true) ? Came::yes : Came::no;
    } else {
      part.came = Came::value;
      part.value = outcome->value();
    }
  }

  cel::Trace const& trace_;
};

std::vector<FactRead> facts_said(Rule const& rule, Facts const& facts) {
  std::set<std::string, std::less<>> paths;
  for (auto const* sentence : {&rule.says.zh, &rule.says.en})
    for (auto const& blank : blanks_of(*sentence))
      if (fact_index(blank.path)) paths.emplace(blank.path);
  std::vector<FactRead> said;
  for (auto const& path : paths) {
    auto const* value = facts.find(path);
    said.push_back({path, value ? std::optional(*value) : std::nullopt});
  }
  return said;
}

}  // namespace

ProofPart prove(cel::Program const& condition, Situation const& situation) {
  cel::Trace trace;
  condition.evaluate(Reading(situation), trace);
  return Prover{trace}.part_of(condition.root());
}

RuleProof prove(Rule const& rule, Situation const& asked, bool by_manager) {
  auto const situation = seen_with(asked, rule.calendar);
  RuleProof proof{.verdict = judge(rule, situation)};
  proof.refuses = proof.verdict.refuses(by_manager);
  if (rule.when) proof.when = prove(*rule.when, situation);
  if (rule.require) proof.require = prove(*rule.require, situation);
  proof.said = facts_said(rule, situation.facts);
  return proof;
}

bool is_evidence_function(std::string_view name) { return name == "has_evidence" || name == "evidence_count"; }

std::set<std::string> facts_named(Rule const& rule) {
  std::set<std::string> facts, evidence;
  for (auto const* condition : {&rule.when, &rule.require})
    if (*condition) collect((*condition)->root(), facts, evidence);
  return facts;
}

std::set<std::string> evidence_named(cel::Node const& part) {
  std::set<std::string> facts, evidence;
  collect(part, facts, evidence);
  return evidence;
}

std::set<std::string> evidence_named(Rule const& rule) {
  std::set<std::string> facts, evidence;
  for (auto const* condition : {&rule.when, &rule.require})
    if (*condition) collect((*condition)->root(), facts, evidence);
  return evidence;
}

}  // namespace redress::rules

#include "engine/rules/consult.hpp"

#include "engine/rules/failed_clause.hpp"
#include "engine/rules/reading.hpp"
#include "engine/rules/scope.hpp"
#include "engine/rules/sentence.hpp"

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

constexpr std::array<std::string_view, 3> verdict_names{"holds", "fails", "unproven"};

Verdict restriction(Answer::Truth scope, Answer::Truth need) {
  if (need == Answer::Truth::yes) return Verdict::holds;
  return need == Answer::Truth::no && scope == Answer::Truth::yes ? Verdict::fails : Verdict::unproven;
}

Verdict permission(Answer::Truth scope, Answer::Truth need) {
  if (need == Answer::Truth::no) return Verdict::fails;
  return need == Answer::Truth::yes && scope == Answer::Truth::yes ? Verdict::holds : Verdict::unproven;
}

void add_missing(std::vector<Missing>& all, std::vector<Missing>&& more) {
  for (auto& missing : more) {
    bool const known = std::ranges::any_of(
        all, [&](Missing const& seen) { return seen.what == missing.what && seen.name == missing.name; });
    if (!known) all.push_back(std::move(missing));
  }
}

// Only a verdict that fails is explained, so only then is its condition evaluated again with a trace.
void explain_failure(Rule const& rule, Situation const& situation, RuleVerdict& verdict) {
  auto const& culprit = rule.require ? rule.require : rule.when;
  if (!culprit) return;  // the rule refuses its events whatever the facts
  cel::Trace trace;
  culprit->evaluate(Reading(situation), trace);
  auto explanation = explain(*culprit, trace, rule.require.has_value());
  verdict.failed = std::move(explanation.clauses);
  std::vector<Missing> wanting;
  for (auto& kind : explanation.evidence_wanting) wanting.push_back({Missing::What::evidence, std::move(kind)});
  add_missing(verdict.missing, std::move(wanting));
}

RuleVerdict judged_by(Rule const& rule, Situation const& situation, Reading const& reading) {
  RuleVerdict verdict{.rule = &rule, .verdict = Verdict::holds, .applies = true, .facts_read = {}, .says = {}};
  bool const permitting = permits(rule.effect);
  auto scope = ask(rule.when, reading, Answer::Truth::yes);
  if (scope.truth == Answer::Truth::no) {
    verdict.applies = false;
  } else {
    auto need = ask(rule.require, reading, permitting ? Answer::Truth::yes : Answer::Truth::no);
    verdict.verdict = permitting ? permission(scope.truth, need.truth) : restriction(scope.truth, need.truth);
    if (verdict.verdict == Verdict::unproven) {
      add_missing(verdict.missing, std::move(scope.missing));
      add_missing(verdict.missing, std::move(need.missing));
    }
    if (verdict.verdict == Verdict::fails) explain_failure(rule, situation, verdict);
  }
  return verdict;
}

std::vector<RuleVerdict> judged(std::vector<Rule const*> const& rules, Situation const& situation) {
  std::vector<RuleVerdict> found;
  found.reserve(rules.size());
  for (auto const* rule : rules) found.push_back(judge(*rule, situation));
  return found;
}

}  // namespace

std::string_view name_of(Verdict verdict) { return verdict_names.at(static_cast<std::size_t>(verdict)); }

std::optional<Verdict> verdict_from(std::string_view name) {
  auto const at = std::ranges::find(verdict_names, name);
  if (at == verdict_names.end()) return std::nullopt;
  return static_cast<Verdict>(at - verdict_names.begin());
}

bool RuleVerdict::refuses(bool by_manager) const { return verdict != Verdict::holds && may_refuse(*rule, by_manager); }

RuleVerdict judge(Rule const& rule, Situation const& asked) {
  auto const situation = seen_with(asked, rule.calendar);
  Reading const reading(situation);
  auto verdict = judged_by(rule, situation, reading);
  verdict.facts_read = reading.facts_read();
  verdict.evidence_read = reading.evidence_read();
  verdict.says = fill(rule.says, situation.facts);
  return verdict;
}

RuleVerdict judge_untold(Rule const& rule, Situation const& asked) {
  auto const situation = seen_with(asked, rule.calendar);
  return judged_by(rule, situation, Reading(situation));
}

std::vector<RuleVerdict> consult(Rulebook const& book, std::string_view kind, std::string_view event,
                                 Situation const& situation, Instant at) {
  return judged(rules_on(book, kind, event, at), situation);
}

std::vector<std::string> advances(std::vector<RuleVerdict> const& verdicts) {
  std::vector<std::string> events;
  for (auto const& verdict : verdicts)
    if (verdict.rule->effect == RuleEffect::advance && verdict.applies && verdict.verdict == Verdict::holds &&
        may_decide(verdict.rule->confidence) && std::ranges::find(events, verdict.rule->advances) == events.end())
      events.push_back(verdict.rule->advances);
  return events;
}

std::vector<RuleVerdict> consult_automation(Rulebook const& book, std::string_view kind, std::string_view event,
                                            Situation const& situation, Instant at) {
  return judged(rules_advancing(book, kind, event, at), situation);
}

}  // namespace redress::rules

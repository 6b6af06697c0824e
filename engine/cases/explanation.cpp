#include "engine/cases/explanation.hpp"

#include "engine/cases/derive.hpp"

#include <algorithm>

namespace redress {
namespace {

std::vector<rules::RuleProof> prove_all(std::vector<rules::RuleVerdict> const& verdicts,
                                        rules::Situation const& situation, bool by_manager) {
  std::vector<rules::RuleProof> proofs;
  for (auto const& verdict : verdicts) proofs.push_back(rules::prove(*verdict.rule, situation, by_manager));
  return proofs;
}

Explanation begin(World const& world, std::string_view event) {
  Explanation made{.case_id = world.case_.id,
                   .kind = std::string(world.workflow.kind()),
                   .event = std::string(event),
                   .state = world.case_.state,
                   .at = world.now,
                   .evidence = {world.evidence.begin(), world.evidence.end()},
                   .book = world.book.id,
                   .digest = world.book.digest};
  if (auto const* spec = world.workflow.find_event(event)) {
    made.event_says = {std::string(spec->zh), std::string(spec->en)};
    made.party = spec->party;
  } else {
    made.event_says = {made.event, made.event};
  }
  return made;
}

}  // namespace

Explanation explain_rules(World const& world, std::string_view event, Actor const& actor, Attempt const* attempt) {
  auto made = begin(world, event);
  auto facts = facts_at(world, attempt);
  facts.set("event.name", std::string(event));
  facts.set("actor.role", std::string(name_of(actor.role)));
  rules::Situation const situation{facts, world.evidence};
  bool const by_manager = actor.role == Role::manager;
  auto const verdicts = rules::consult(world.book, world.workflow.kind(), event, situation, rules_at(world));
  made.proofs = prove_all(verdicts, situation, by_manager);
  made.accepted = std::ranges::none_of(made.proofs, &rules::RuleProof::refuses);
  return made;
}

Result<Explanation> explain_decision(World const& world, Question const& question, GuardValues const& guard_values) {
  auto const attempt = attempt_of(world, question);
  if (!attempt) return attempt.error();
  auto made = begin(world, question.command.event);
  auto const decision = decide(world, *attempt);
  auto const facts = facts_at(world, &*attempt);
  rules::Situation const situation{facts, world.evidence};
  // Where the table has no row the rules were not asked; what they would say is told all the same.
  auto const verdicts = decision.verdicts.empty() ? rules::consult(world.book, world.workflow.kind(),
                                                                   question.command.event, situation, rules_at(world))
                                                  : decision.verdicts;
  made.proofs = prove_all(verdicts, situation, attempt->actor.role == Role::manager);
  made.accepted = decision.accepted();
  if (decision.accepted()) {
    made.to = decision.to;
    return made;
  }
  for (auto const& reason : decision.refusal->why_not)
    if (reason.rule.empty()) made.reasons.push_back(reason);
  auto nearest = nearest_yes(world, question, guard_values);
  if (!nearest) return nearest.error();
  made.nearest = std::move(*nearest);
  return made;
}

bool may_see_assumed(Assumed const& assumed, rules::Reader reader) {
  if (fact_index(assumed.what)) return may_see_fact(reader, assumed.what);
  if (assumed.what == "evidence" && assumed.is.is_string()) return may_see_evidence(reader, assumed.is.get_string());
  return reader != rules::Reader::buyer;
}

std::vector<std::vector<Change> const*> sets_for(Explanation const& explanation, rules::Reader reader) {
  std::vector<std::vector<Change> const*> told;
  if (!explanation.nearest) return told;
  // What would let the other side refuse is nothing the buyer is told.
  if (reader == rules::Reader::buyer && explanation.party != Party::buyer) return told;
  auto const seen = [&](Change const& change) {
    switch (change.what) {
      case Lever::What::evidence:
        return rules::may_see_evidence(reader, change.name);
      case Lever::What::fact:
      case Lever::What::message:
      case Lever::What::attachment:
        return rules::may_see_fact(reader, change.name);
      case Lever::What::manager:
        return reader != rules::Reader::buyer;
      default:
        return true;
    }
  };
  for (auto const& set : explanation.nearest->sets)
    if (std::ranges::all_of(set, seen)) told.push_back(&set);
  return told;
}

}  // namespace redress

#include "engine/cases/item_verdicts.hpp"

#include "engine/cases/derive.hpp"
#include "engine/rules/scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace redress {
namespace {

constexpr std::size_t source_bytes_max = 256;
constexpr std::string_view added = "evidence_added";

// Attributes were checked against the schema when they came in.
void set_attributes(Facts& facts, Evidence const& item) {
  for (auto const& member : item.attributes) {
    auto const index = fact_index(member.key());
    auto value =
        index ? fact_from_json(fact_schema()[*index].type, member.value(), {})
              : Result<FactValue>(Fault{FaultKind::internal, {"证据属性未知", "an unknown attribute is stored"}});
    if (!value) throw FaultError(value.error());
    facts.set(member.key(), std::move(*value));
  }
}

Facts facts_about(Evidence const& item, World const& world, std::string_view event, BookFacts wanted) {
  auto facts = facts_at(world, nullptr, wanted);
  facts.set("event.name", std::string(event));
  facts.set("event.evidence_kind", item.kind);
  facts.set("event.evidence_source", item.source.substr(0, source_bytes_max));
  facts.set("event.evidence_has_capture_time", item.captured_at.has_value());
  facts.set("event.evidence_derived", !item.derived_from.empty());
  facts.set("event.text_item", item.text.has_value());
  facts.set("event.proof_bytes", item.size_bytes);
  facts.set("event.proof_mime", item.mime);
  set_attributes(facts, item);
  return facts;
}

// As of when it was added, so that the reason is that of its weight.
Says why_inadmissible(Evidence const& item, World const& world) {
  World const then{world.workflow, world.book,    world.case_,         world.account,
                   world.evidence, item.added_at, world.automation_off};
  for (auto const& verdict : verdicts_on(item, then, false))
    if (verdict.refuses(false)) return verdict.says;
  return {"原因见该项的判定", "the verdict on it says why"};
}

bool counts(Evidence const& item) { return item.weight != Weight::inadmissible; }

boost::json::object weak_item(Evidence const& item, rules::RuleVerdict const& verdict) {
  auto const* kind = find_evidence_kind(item.kind);
  Says const says{fmt::format("这一步只靠证明力弱的凭证“{}”（{}）成立，平台可能不采信；弱在哪里，见该凭证的判定",
                              kind ? kind->zh : "", item.kind),
                  fmt::format("this step rests on nothing better than a weak {} ({}), which the platform may not "
                              "believe; the verdict on that item says why",
                              kind ? kind->en : "item", item.kind)};
  return {
      {"code", "weak_evidence"},           {"evidence_id", item.id}, {"kind", item.kind}, {"rule", verdict.rule->id},
      {"cites", verdict.rule->cites.text}, {"says", to_json(says)}};
}

}  // namespace

Facts facts_about(Evidence const& item, World const& world, std::string_view event) {
  return facts_about(item, world, event, BookFacts::risk);
}

std::vector<rules::RuleVerdict> verdicts_on(Evidence const& item, World const& world, bool recycled) {
  auto facts = facts_about(item, world, added);
  facts.set("event.evidence_recycled", recycled);
  return rules::consult(world.book, world.case_.kind, added, {facts, world.evidence}, rules_at(world));
}

std::vector<rules::RuleVerdict> doubts_about(Evidence const& item, World const& world, bool recycled) {
  auto facts = facts_about(item, world, added, BookFacts::none);
  facts.set("event.evidence_recycled", recycled);
  rules::Situation const situation{facts, world.evidence};
  // Most rules speak of one kind of evidence each, and which one is seen before anything else is derived.
  auto asked = rules::rules_on(world.book, world.case_.kind, added, rules_at(world));
  rules::leave_out_of_scope(asked, situation, positions_of_book_facts());
  derive_from_book(facts, world, read_by(asked));
  std::vector<rules::RuleVerdict> doubts;
  for (auto const* rule : asked) {
    auto verdict = rules::judge(*rule, situation);
    if (verdict.applies && verdict.verdict != rules::Verdict::holds) doubts.push_back(std::move(verdict));
  }
  return doubts;
}

void name_inadmissible_items(std::vector<WhyNot>& reasons, World const& world) {
  for (auto const& item : world.evidence) {
    if (counts(item)) continue;
    for (auto& reason : reasons) {
      if (std::ranges::find(reason.missing, item.kind) == reason.missing.end()) continue;
      auto const why = why_inadmissible(item, world);
      reason.says.zh += fmt::format("（已有的 {}（{}）不予采信，不算数：{}）", item.id, item.kind, why.zh);
      reason.says.en +=
          fmt::format(" (Item {} ({}) is there, but inadmissible and not counted: {})", item.id, item.kind, why.en);
      if (reason.expected.empty() && reason.actual.empty()) {
        reason.expected = fmt::format("{} not inadmissible", item.kind);
        reason.actual = fmt::format("{} inadmissible", item.id);
      }
    }
  }
}

boost::json::array weak_items_counted(Decision const& decision, World const& world) {
  boost::json::array warnings;
  std::set<std::string_view> seen;
  for (auto const& verdict : decision.verdicts) {
    if (!verdict.applies || verdict.verdict != rules::Verdict::holds) continue;
    for (auto const& read : verdict.evidence_read) {
      auto const of_kind = [&](Evidence const& item) { return item.kind == read.kind; };
      bool const better = std::ranges::any_of(
          world.evidence, [&](Evidence const& item) { return of_kind(item) && item.weight == Weight::admissible; });
      if (better) continue;
      for (auto const& item : world.evidence)
        if (of_kind(item) && counts(item) && seen.insert(item.id).second) warnings.push_back(weak_item(item, verdict));
    }
  }
  return warnings;
}

}  // namespace redress

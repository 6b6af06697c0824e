#include "api/service/admissibility.hpp"

#include "engine/cases/derive.hpp"
#include "engine/rules/scope.hpp"

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::size_t source_bytes_max = 256;

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

Facts facts_about(Evidence const& item, World const& world, std::string_view event,
                  BookFacts wanted = BookFacts::risk) {
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

void set_recycled(Facts& facts, std::vector<RecycledUse> const& recycled) {
  facts.set("event.evidence_recycled",
            std::ranges::any_of(recycled, [](RecycledUse const& use) { return !use.same_order; }));
}

}  // namespace

std::vector<rules::RuleVerdict> verdicts_on(Evidence const& item, World const& world,
                                            std::vector<RecycledUse> const& recycled) {
  constexpr std::string_view event = "evidence_added";
  auto facts = facts_about(item, world, event);
  set_recycled(facts, recycled);
  return rules::consult(world.book, world.case_.kind, event, {facts, world.evidence}, rules_at(world));
}

std::vector<rules::RuleVerdict> doubts_about(Evidence const& item, World const& world,
                                             std::vector<RecycledUse> const& recycled) {
  auto facts = facts_about(item, world, "evidence_added", BookFacts::none);
  set_recycled(facts, recycled);
  rules::Situation const situation{facts, world.evidence};
  // Most rules speak of one kind of evidence each, and which one is seen before anything else is derived.
  auto asked = rules::rules_on(world.book, world.case_.kind, "evidence_added", rules_at(world));
  rules::leave_out_of_scope(asked, situation, positions_of_book_facts());
  derive_from_book(facts, world, read_by(asked));
  std::vector<rules::RuleVerdict> doubts;
  for (auto const* rule : asked) {
    auto verdict = rules::judge(*rule, situation);
    if (verdict.applies && verdict.verdict != rules::Verdict::holds) doubts.push_back(std::move(verdict));
  }
  return doubts;
}

std::vector<rules::RuleVerdict> limits_on(Evidence const& item, World const& world, std::string_view via,
                                          std::int64_t pictures) {
  constexpr std::string_view event = "evidence_staged";
  auto facts = facts_about(item, world, event);
  facts.set("event.via", std::string(via));
  facts.set("event.pictures", pictures);
  return rules::consult(world.book, world.case_.kind, event, {facts, world.evidence}, rules_at(world));
}

Weight weight_of(std::vector<rules::RuleVerdict> const& verdicts) {
  if (std::ranges::any_of(verdicts, [](auto const& each) { return each.refuses(false); })) return Weight::inadmissible;
  bool const doubted = std::ranges::any_of(
      verdicts, [](auto const& each) { return each.applies && each.verdict != rules::Verdict::holds; });
  return doubted ? Weight::weak : Weight::admissible;
}

boost::json::array why(std::vector<rules::RuleVerdict> const& verdicts) {
  boost::json::array json;
  for (auto const& verdict : verdicts) {
    if (!verdict.applies || verdict.verdict == rules::Verdict::holds) continue;
    boost::json::array missing;
    for (auto const& each : verdict.missing) missing.emplace_back(each.name);
    boost::json::object reason{{"rule", verdict.rule->id},
                               {"cites", verdict.rule->cites.text},
                               {"confidence", name_of(verdict.rule->confidence)},
                               {"verdict", name_of(verdict.verdict)},
                               {"refuses", verdict.refuses(false)},
                               {"says", to_json(verdict.says)}};
    if (!missing.empty()) reason.emplace("missing", std::move(missing));
    json.push_back(std::move(reason));
  }
  return json;
}

}  // namespace redress::api

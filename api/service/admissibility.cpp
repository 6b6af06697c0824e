#include "api/service/admissibility.hpp"

#include "engine/cases/derive.hpp"

#include <algorithm>

namespace redress::api {

std::vector<rules::RuleVerdict> verdicts_on(Evidence const& item, World const& world) {
  auto facts = facts_at(world, nullptr);
  facts.set("event.name", std::string("evidence_added"));
  facts.set("event.evidence_kind", item.kind);
  facts.set("event.evidence_source", item.source.substr(0, 256));
  facts.set("event.evidence_has_capture_time", item.captured_at.has_value());
  facts.set("event.proof_bytes", item.size_bytes);
  facts.set("event.proof_mime", item.mime);
  return rules::consult(world.book, world.case_.kind, "evidence_added", {facts, world.evidence}, rules_at(world));
}

bool admissible(std::vector<rules::RuleVerdict> const& verdicts) {
  return std::ranges::none_of(verdicts, [](auto const& each) { return each.refuses(false); });
}

boost::json::array why(std::vector<rules::RuleVerdict> const& verdicts) {
  boost::json::array json;
  for (auto const& verdict : verdicts)
    if (verdict.applies && verdict.verdict != rules::Verdict::holds)
      json.push_back(boost::json::object{
          {"rule", verdict.rule->id}, {"cites", verdict.rule->cites.text}, {"says", to_json(verdict.says)}});
  return json;
}

}  // namespace redress::api

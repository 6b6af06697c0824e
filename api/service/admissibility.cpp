#include "api/service/admissibility.hpp"

#include "engine/cases/derive.hpp"
#include "engine/cases/item_verdicts.hpp"

#include <algorithm>

namespace redress::api {
namespace {

bool of_another_order(std::vector<RecycledUse> const& recycled) {
  return std::ranges::any_of(recycled, [](RecycledUse const& use) { return !use.same_order; });
}

}  // namespace

std::vector<rules::RuleVerdict> verdicts_on(Evidence const& item, World const& world,
                                            std::vector<RecycledUse> const& recycled) {
  return redress::verdicts_on(item, world, of_another_order(recycled));
}

std::vector<rules::RuleVerdict> doubts_about(Evidence const& item, World const& world,
                                             std::vector<RecycledUse> const& recycled) {
  return redress::doubts_about(item, world, of_another_order(recycled));
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

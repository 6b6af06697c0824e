#include "workflows/rulebook_loader/items.hpp"

#include <fmt/format.h>

namespace redress::rules {
namespace {

std::string read_bearer(Members const& members) {
  auto const* node = members.find("borne_by", Need::required);
  if (!node) return {};
  if (node->text != "seller" && node->text != "buyer")
    members.check().add(node->place, "举证方应为 seller 或 buyer", "proof is borne by seller or buyer");
  return node->text;
}

}  // namespace

std::vector<std::vector<std::string>> read_kind_groups(Members const& members, std::string_view name) {
  std::vector<std::vector<std::string>> groups;
  auto& check = members.check();
  auto const* node = members.find(name, Need::required);
  if (!node) return groups;
  for (auto const& list : items_of(*node, check)) {
    auto& group = groups.emplace_back();
    for (auto const& item : items_of(list, check)) {
      group.push_back(text_of(item, check));
      check_evidence_kind(group.back(), item.place, check);
    }
    if (group.empty() && list.kind == YamlNode::Kind::sequence)
      check.add(list.place, "列表不能为空", "the list must not be empty");
  }
  if (groups.empty() && node->kind == YamlNode::Kind::sequence)
    check.add(node->place, "列表不能为空", "the list must not be empty");
  return groups;
}

std::optional<EvidenceNeed> read_evidence_need(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check,
                        {"id", "cites", "confidence", "on", "when", "borne_by", "any_of", "says", "accepts"});
  auto head = read_head(members, context);
  EvidenceNeed need{.id = std::move(head.id),
                    .cites = std::move(head.cites),
                    .confidence = head.confidence,
                    .on = read_patterns(members, Need::optional),
                    .when = std::move(head.when),
                    .borne_by = read_bearer(members),
                    .any_of = read_kind_groups(members, "any_of"),
                    .says = std::move(head.says)};
  need.calendar = calendar_for({&need.when}, context.check);
  if (context.check.count() != before) return std::nullopt;
  return need;
}

}  // namespace redress::rules

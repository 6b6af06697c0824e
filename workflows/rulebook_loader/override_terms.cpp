#include "workflows/rulebook_loader/override_terms.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

constexpr std::int64_t expires_hours_max = 24 * 31;

bool is_name_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

std::optional<Role> person_from(std::string_view name) {
  auto const role = role_from(name);
  return role == Role::agent || role == Role::manager ? role : std::nullopt;
}

std::optional<OverrideTerms> read_override(Members const& item) {
  auto const* node = item.find("override", Need::optional);
  if (!node) return std::nullopt;
  auto& check = item.check();
  auto const before = check.count();
  Members const members(*node, check, {"by", "second_person", "expires_hours"});
  OverrideTerms terms{.by = members.one_of("by", &person_from, {"agent", "manager"}, Role::manager)};
  if (members.find("second_person", Need::optional))
    terms.second_person = members.one_of("second_person", &person_from, {"agent", "manager"}, Role::manager);
  if (auto const hours = members.integer("expires_hours", Need::optional)) {
    if (*hours < 1 || *hours > expires_hours_max)
      check.add(members.find("expires_hours", Need::required)->place,
                fmt::format("小时数应在 1 到 {} 之间", expires_hours_max),
                fmt::format("hours must be between 1 and {}", expires_hours_max));
    else
      terms.expires_hours = static_cast<int>(*hours);
  }
  if (check.count() != before) return std::nullopt;
  return terms;
}

std::string read_automation(Members const& item) {
  auto const* node = item.find("automation", Need::optional);
  if (!node) return {};
  auto name = text_of(*node, item.check());
  if (!std::ranges::all_of(name, is_name_letter))
    item.check().add(node->place, "名称只能用小写字母、数字和连字符",
                     "a name of small letters, digits and hyphens is wanted");
  return name;
}

std::vector<std::pair<std::string, std::string>> read_params(Members const& item) {
  std::vector<std::pair<std::string, std::string>> params;
  auto const* node = item.find("params", Need::optional);
  if (!node) return params;
  if (node->kind != YamlNode::Kind::map)
    item.check().add(node->place, "应为映射（参数: 文本）", "must be a map of parameters to texts");
  for (auto const& member : node->members) params.emplace_back(member.name, text_of(member.value, item.check()));
  return params;
}

void check_override(std::string_view id, RuleEffect effect, Place place, FileCheck& check) {
  if (rank_of(effect) < 1)
    check.add(place, "override 只用于会拒绝的规则（block、require_evidence、route）",
              "`override` is for rules that refuse: block, require_evidence, route");
  if (id.starts_with("CN-") || id.starts_with("AL-"))
    check.add(place, fmt::format("{} 是法定权利或底线承诺，不能破例", id),
              fmt::format("{} is the law or a promise of ours and cannot be overridden", id));
}

int rank_of(RuleEffect effect) {
  switch (effect) {
    case RuleEffect::block:
    case RuleEffect::require_evidence:
      return 2;
    case RuleEffect::route:
      return 1;
    default:
      return 0;
  }
}

}  // namespace redress::rules

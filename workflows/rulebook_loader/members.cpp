#include "workflows/rulebook_loader/members.hpp"

#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace redress::rules {

std::string text_of(YamlNode const& node, FileCheck& check) {
  if (node.kind == YamlNode::Kind::scalar && !node.text.empty()) return node.text;
  check.add(node.place, "应为非空文本", "must be a text that is not empty");
  return {};
}

std::optional<std::int64_t> integer_of(YamlNode const& node, FileCheck& check) {
  std::int64_t value = 0;
  auto const* const end = node.text.data() + node.text.size();
  auto const [stop, wrong] = std::from_chars(node.text.data(), end, value);
  if (node.kind == YamlNode::Kind::scalar && node.plain && wrong == std::errc{} && stop == end) return value;
  check.add(node.place, "应为整数", "must be a whole number");
  return std::nullopt;
}

std::vector<YamlNode> const& items_of(YamlNode const& node, FileCheck& check) {
  static std::vector<YamlNode> const none;
  if (node.kind == YamlNode::Kind::sequence) return node.items;
  check.add(node.place, "应为列表", "must be a list");
  return none;
}

Members::Members(YamlNode const& node, FileCheck& check, std::initializer_list<std::string_view> known)
    : Members(node, check, std::span<std::string_view const>(known.begin(), known.size())) {}

Members::Members(YamlNode const& node, FileCheck& check, std::span<std::string_view const> known)
    : node_(node), check_(check) {
  if (node.kind != YamlNode::Kind::map) check.add(node.place, "应为映射（名: 值）", "must be a map of names to values");
  for (auto const& member : node.members) {
    if (std::ranges::find(known, member.name) != known.end()) continue;
    auto const meant = did_you_mean(member.name, known);
    check.add(member.place, fmt::format("没有名为“{}”的成员{}", member.name, meant.zh),
              fmt::format("there is no member \"{}\" here{}", member.name, meant.en));
  }
}

YamlNode const* Members::find(std::string_view name, Need need) const {
  auto const* found = node_.find(name);
  if (!found && need == Need::required && node_.kind == YamlNode::Kind::map)
    check_.add(node_.place, fmt::format("缺少“{}”", name), fmt::format("\"{}\" is missing", name));
  return found;
}

std::string Members::text(std::string_view name, Need need) const {
  auto const* node = find(name, need);
  return node ? text_of(*node, check_) : std::string{};
}

std::optional<std::int64_t> Members::integer(std::string_view name, Need need) const {
  auto const* node = find(name, need);
  return node ? integer_of(*node, check_) : std::nullopt;
}

std::optional<Instant> Members::date(std::string_view name) const {
  auto const* node = find(name, Need::optional);
  if (!node) return std::nullopt;
  auto const at = parse_beijing_date(node->text);
  if (at) return *at;
  check_.add(node->place, at.error().says);
  return std::nullopt;
}

std::optional<Instant> Members::instant(std::string_view name) const {
  auto const* node = find(name, Need::optional);
  if (!node) return std::nullopt;
  auto const at = parse_rfc3339(node->text);
  if (at) return *at;
  check_.add(node->place, at.error().says);
  return std::nullopt;
}

std::vector<PlacedText> Members::texts(std::string_view name, Need need) const {
  std::vector<PlacedText> made;
  auto const* node = find(name, need);
  if (!node) return made;
  for (auto const& item : items_of(*node, check_)) made.push_back({text_of(item, check_), item.place});
  if (node->kind == YamlNode::Kind::sequence && made.empty())
    check_.add(node->place, "列表不能为空", "the list must not be empty");
  return made;
}

Says Members::says(std::string_view name) const {
  auto const* node = find(name, Need::required);
  if (!node) return {};
  Members const both(*node, check_, {"zh", "en"});
  return {both.text("zh", Need::required), both.text("en", Need::required)};
}

void Members::refuse_choice(YamlNode const& node, std::initializer_list<std::string_view> names) const {
  auto const meant = did_you_mean(node.text, std::span(names.begin(), names.size()));
  check_.add(node.place, fmt::format("“{}”不是 {} 之一{}", node.text, fmt::join(names, "、"), meant.zh),
             fmt::format("\"{}\" is none of {}{}", node.text, fmt::join(names, ", "), meant.en));
}

}  // namespace redress::rules

#include "workflows/rulebook_loader/margin.hpp"

#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

constexpr std::size_t reason_bytes_min = 12;  // "known" says nothing to the next reader
constexpr std::array acceptable{shadowed, never_fires, contradiction, expired_citation};

PlacedText read_reason(YamlNode const& node, Place place, FileCheck& check) {
  auto reason = text_of(node, check);
  if (!reason.empty() && reason.size() < reason_bytes_min)
    check.add(node.place, "请写明原因", "give the reason in words");
  return {std::move(reason), place};
}

}  // namespace

Margin read_margin(YamlNode const& item, FileCheck& check) {
  Margin margin;
  if (item.kind != YamlNode::Kind::map) return margin;
  for (auto const& member : item.members) margin.places.emplace(member.name, member.value.place);
  if (auto const* gap = item.find("gap"))
    if (auto reason = read_reason(*gap, gap->place, check); !reason.text.empty()) margin.gap = std::move(reason);
  if (auto const* accepts = item.find("accepts")) {
    Members const known(*accepts, check, acceptable);
    for (auto const& member : accepts->members)
      margin.accepted.emplace(member.name, read_reason(member.value, member.place, check));
  }
  if (auto const* cites = item.find("cites"); cites && cites->kind == YamlNode::Kind::map && cites->find("until")) {
    Members const cited(*cites, check, {"text", "source", "until"});
    if (auto const last = cited.date("until")) margin.cited_until = *last + day_ms;
  }
  return margin;
}

}  // namespace redress::rules

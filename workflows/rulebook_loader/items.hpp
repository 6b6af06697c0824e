// Reads the five kinds of items of a rulebook file and tries their examples.
//
// An item with a finding is reported in full and then left out.
#pragma once

#include "workflows/rulebook_loader/item.hpp"
#include "workflows/rulebook_loader/margin.hpp"

#include <optional>

namespace redress::rules {

template <class Item>
struct Placed {
  Item item;
  Place place;
  Margin margin = {};
};

std::optional<Rule> read_rule(YamlNode const& node, ItemContext& context);
std::optional<Deadline> read_deadline(YamlNode const& node, ItemContext& context);
std::optional<Compensation> read_compensation(YamlNode const& node, ItemContext& context);
std::optional<EvidenceNeed> read_evidence_need(YamlNode const& node, ItemContext& context);
std::optional<RiskSignal> read_risk(YamlNode const& node, ItemContext& context);

}  // namespace redress::rules

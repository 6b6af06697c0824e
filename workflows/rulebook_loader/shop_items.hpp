// Reads what only a shop's book has: tightenings of the platform's rules, permissions it takes away, limits of
// authority.
#pragma once

#include "workflows/rulebook_loader/items.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::rules {

/// One rule of the platform's book made stricter; whatever is absent stays as it is there.
struct Tightening {
  std::string id;
  std::optional<RuleEffect> effect = {};
  std::optional<cel::Program> require = {};  // joined to the rule's own demand with &&
  std::optional<OverrideTerms> override_terms = {};
  std::optional<Says> says = {};
};

std::optional<Tightening> read_tightening(YamlNode const& node, ItemContext& context);

/// A limit of what a role may give in one step or one case, as the rule it is.
std::optional<Rule> read_authority(YamlNode const& node, ItemContext& context);

}  // namespace redress::rules

// Reads what a rulebook says of who may pass a rule's refusal, and of who acts by itself.
#pragma once

#include "engine/rules/rulebook.hpp"
#include "workflows/rulebook_loader/members.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redress::rules {

/// The member `override`: {by, second_person?, expires_hours?}; nothing if absent or wrong.
std::optional<OverrideTerms> read_override(Members const& item);

/// Roles of people: agent and manager. nullopt for any other word.
std::optional<Role> person_from(std::string_view name);

/// The member `automation`: small letters, digits and hyphens, as in "instant-refund"; "" if absent.
std::string read_automation(Members const& item);

/// The member `params`: {name: text}, in the order written.
std::vector<std::pair<std::string, std::string>> read_params(Members const& item);

/// Reports terms on a rule that refuses nothing, on the law (CN-) and on our own promises (AL-).
void check_override(std::string_view id, RuleEffect effect, Place place, FileCheck& check);

/// warn 0, route 1, block and require_evidence 2: an effect of a higher rank refuses more. Permissions have none.
int rank_of(RuleEffect effect);

}  // namespace redress::rules

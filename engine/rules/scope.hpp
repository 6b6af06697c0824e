// Which rules an event is a matter of, before any of them gives a verdict.
#pragma once

#include "engine/rules/rulebook.hpp"
#include "engine/rules/situation.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace redress::rules {

/// Every rule in force at `at` that covers `kind`.`event`, in the book's order; consult() judges these.
std::vector<Rule const*> rules_on(Rulebook const& book, std::string_view kind, std::string_view event, Instant at);

/// The `advance` rules in force for `event`; consult_automation() judges these.
std::vector<Rule const*> rules_advancing(Rulebook const& book, std::string_view kind, std::string_view event,
                                         Instant at);

/// Whether it could refuse an event at all, being of such an effect and sure enough.
bool may_refuse(Rule const& rule, bool by_manager);

/// Whether a condition of it asks for evidence: no other rule can say that some is missing.
bool reads_evidence(Rule const& rule);

/// Takes out those that are out of scope whatever the facts at the schema's positions `untold` turn out to be, as far
/// as that is seen without evaluating; what stays may be out of scope all the same.
void leave_out_of_scope(std::vector<Rule const*>& rules, Situation const& situation,
                        std::span<std::size_t const> untold);

}  // namespace redress::rules

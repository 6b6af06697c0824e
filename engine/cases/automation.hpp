// When Redress itself may apply an event, under which name, and whether the shop switched that off.
#pragma once

#include "engine/cases/decide.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace redress {

enum class Licence {
  given,
  none,          // no rule lets automation apply this event now
  switched_off,  // a rule does, and the shop has its automation off
};

/// Whether this attempt needs a licence: a timer's event that is no expiry, or a seller's move made by Redress itself.
bool is_automated(EventSpec const& event, Actor const& actor);

/// What the verdicts of consult_automation() come to.
Licence licence_from(std::vector<rules::RuleVerdict> const& verdicts, std::span<std::string const> automation_off);

/// Whether an automation is among those switched off, or all are.
bool is_off(std::string_view automation, std::span<std::string const> automation_off);

/// The outbox orders {event, order_id, automation, rule, params?} of the automations that may act now, after `event`
/// was accepted; each event once. A rule that licensed this very event orders nothing: it was about an earlier one.
std::vector<EffectOrder> advance_orders(std::vector<rules::RuleVerdict> const& verdicts, std::string_view event,
                                        World const& world);

}  // namespace redress

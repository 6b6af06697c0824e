#include "engine/cases/authority.hpp"

#include "engine/cases/consequences.hpp"
#include "engine/cases/fix.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress {
namespace {

bool pays_refund(std::string_view order) {
  return order == spec_of(EffectKind::order_payout).name || order == spec_of(EffectKind::refund_price_difference).name;
}

bool may_pay(EffectKind effect) {
  switch (effect) {
    case EffectKind::order_payout:
    case EffectKind::repeat_payout:
    case EffectKind::refund_price_difference:
    case EffectKind::order_compensation:
      return true;
    default:
      return false;
  }
}

// Of an order that pays.
std::int64_t amount_of(EffectOrder const& order) { return order.content.at("amount").at("minor").as_int64(); }

Given ordered_by(RowSpec const& row, World const& world, Facts const& facts) {
  Decision probe;
  probe.after = world.case_;
  Given given;
  if (carry_out(row, world, facts, probe)) return given;
  for (auto const& order : probe.effects) {
    if (pays_refund(order.kind)) given.refund_minor += amount_of(order);
    if (order.kind == spec_of(EffectKind::order_compensation).name) given.compensation_minor += amount_of(order);
  }
  return given;
}

// An offer binds the shop from the moment the buyer hears of it, so it counts like the payout that would follow.
Given offered_by(RowSpec const& row, Attempt const& attempt) {
  Given given;
  if (row.on->party != Party::seller) return given;
  for (auto const& [path, value] : attempt.facts) {
    auto const* amount = std::get_if<std::int64_t>(&value);
    if (!amount) continue;
    if (path == "offer.amount_minor") given.refund_minor = *amount;
    if (path == "event.amount_minor" && row.on->name == "offer_compensation") given.compensation_minor = *amount;
  }
  return given;
}

}  // namespace

Given given_by(RowSpec const& row, World const& world, Attempt const& attempt, Facts const& facts) {
  return std::ranges::any_of(row.effects, may_pay) ? ordered_by(row, world, facts) : offered_by(row, attempt);
}

bool may_apply(Role role) {
  return role == Role::agent || role == Role::manager || role == Role::service || role == Role::runner;
}

bool passes(Attempt const& attempt, rules::Rule const& rule) {
  auto const& request = attempt.override_request;
  if (!request || !rule.override_terms || std::ranges::find(request->rules, rule.id) == request->rules.end())
    return false;
  auto const& terms = *rule.override_terms;
  if (!rules::role_may(attempt.actor.role, terms.by)) return false;
  if (!terms.second_person || request->proposing) return true;
  auto const& second = request->confirmed_by;
  return second && second->id != attempt.actor.id && rules::role_may(second->role, *terms.second_person);
}

Fix override_call(FixContext const& context, std::vector<std::string> const& rule_ids, bool second_person) {
  boost::json::array const ids(rule_ids.begin(), rule_ids.end());
  auto call = same_call(context).params;
  call["request_id"] = fmt::format("override-{}-{}-{}", context.case_id, context.case_version, context.event);
  if (second_person) {
    call.emplace("rules", ids);
    call.emplace("reason", "");
    return {"override.propose", std::move(call)};
  }
  call.emplace("override", boost::json::object{{"rules", ids}, {"reason", ""}});
  return {"case.apply", std::move(call)};
}

}  // namespace redress

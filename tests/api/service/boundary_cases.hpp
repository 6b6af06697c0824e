// Small cases at the borders of what the guards and the commonest rules turn on: the world the exhaustive tests walk.
#pragma once

#include "engine/cases/actions.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redress {

inline Instant const boundary_now = parse_rfc3339("2026-01-08T02:00:00Z").value();

struct Variant {
  std::string_view name;
  std::vector<std::pair<std::string_view, FactValue>> facts;
};

// The facts the guards and the commonest rules turn on, each at its borders.
inline std::vector<Variant> variants() {
  using Text = std::string;
  auto const at = [](std::int64_t hours) { return FactValue{boundary_now + hours * hour_ms}; };
  std::vector<Variant> all{{"bare", {}}};
  for (auto const* wants : {"refund_only", "return_refund", "exchange", "repair", "resend", "compensation"})
    for (bool const shipped : {false, true})
      for (bool const received : {false, true}) {
        Variant variant{
            wants,
            {{"claim.wants", Text(wants)}, {"claim.goods_received", received}, {"claim.reason", Text("quality")}}};
        if (shipped) variant.facts.emplace_back("order.dispatched_at", at(-48));
        if (received) variant.facts.emplace_back("shipment.signed_at", at(-24));
        all.push_back(std::move(variant));
      }
  for (auto const* outcome : {"refund", "return_refund", "pay_seller", "reject"})
    all.push_back({outcome, {{"dispute.outcome", Text(outcome)}, {"claim.amount_minor", std::int64_t{5000}}}});
  for (auto const* offer : {"return_refund", "partial_refund", "new_dispatch_time", "substitute"})
    all.push_back(
        {offer,
         {{"offer.kind", Text(offer)}, {"offer.amount_minor", std::int64_t{3000}}, {"returns.address_id", Text("a")}}});
  for (std::int64_t const price : {15'000, 20'000, 25'000})
    all.push_back({"price", {{"replacement.price_minor", price}, {"claim.wants", Text("exchange")}}});
  for (auto const* reason : {"no_reason", "not_received", "out_of_stock", "lost", "late_dispatch"})
    all.push_back(
        {reason,
         {{"claim.reason", Text(reason)}, {"order.promised_dispatch_at", at(-1)}, {"order.signed_at", at(-30)}}});
  return all;
}

class BoundaryCase {
 public:
  BoundaryCase(Workflow const& workflow, rules::Rulebook const& book, StateSpec const& state, Variant const& variant)
      : workflow_(workflow), book_(book) {
    case_.id = "case_1";
    case_.kind = workflow.kind();
    case_.platform = book.platform.empty() ? "elsewhere" : book.platform;
    case_.state = state.name;
    case_.final = state.final;
    case_.opened_at = case_.state_entered_at = boundary_now + -24 * hour_ms;
    case_.due.emplace();
    case_.due->at = boundary_now;
    case_.due->owed_by = state.owed_by;
    case_.facts.set("order.paid_minor", std::int64_t{20'000});
    for (auto const& [path, value] : variant.facts) case_.facts.set(path, value);
    Order order;
    order.paid_minor = 20'000;
    order.lines.push_back({.id = "1", .sku = "A", .title = "A", .quantity = 2, .paid_minor = 20'000});
    account_ = account_of(std::move(order));
  }
  World world() const { return {workflow_, book_, case_, account_, {}, boundary_now}; }

 private:
  Workflow const& workflow_;
  rules::Rulebook const& book_;
  Case case_;
  OrderAccount account_;
};

}  // namespace redress

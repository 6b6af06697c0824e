#include "workflows/boundary_facts.hpp"

#include <string>

namespace redress::workflows {
namespace {

constexpr Instant now = boundary_now;

std::vector<FactValue> texts(std::initializer_list<char const*> list) {
  std::vector<FactValue> values;
  for (auto const* text : list) values.emplace_back(std::string(text));
  return values;
}

// Sets one more fact to each of its values, then another behind it, until `together` are set.
void walk(std::span<Boundary const> boundaries, std::size_t together, Facts& facts,
          std::function<void(Facts const&)> const& look) {
  look(facts);
  if (together == 0) return;
  for (std::size_t i = 0; i < boundaries.size(); ++i)
    for (auto const& value : boundaries[i].values) {
      facts.set(boundaries[i].fact, value);
      walk(boundaries.subspan(i + 1), together - 1, facts, look);
      facts.clear(boundaries[i].fact);
    }
}

}  // namespace

std::span<Boundary const> boundary_facts() {
  // A flag that is false reads like one that is not known; so does a difference of zero.
  static std::vector<Boundary> const all{
      {"agreement.new_dispatch_at", {now + -hour_ms, now}},
      {"agreement.refund_without_return", {true}},
      {"case.opened_at", {now}},
      {"claim.goods_received", {true}},
      {"claim.reason", texts({"lost", "out_of_stock", "quality"})},
      {"claim.refund_opened", {true}},
      {"claim.wants", texts({"refund_only", "return_refund", "exchange", "repair", "resend"})},
      {"dispute.outcome", texts({"refund", "return_refund", "pay_seller", "reject"})},
      {"event.amount_minor", {std::int64_t{0}, std::int64_t{1}}},
      {"offer.kind", texts({"return_refund", "partial_refund", "new_dispatch_time", "substitute"})},
      {"order.dispatched", {true}},
      {"order.promised_dispatch_at", {now + -hour_ms, now}},
      {"order.signed_at", {now}},
      {"replacement.price_difference_minor", {std::int64_t{-1}, std::int64_t{1}}},
      {"returns.address_id", texts({"", "address_1"})},
      {"returns.shipped_at", {now}},
      {"shipment.last_trace_at", {now + -hour_ms, now, now + hour_ms}},
      {"shipment.lost_at", {now}},
      {"shipment.returned_at", {now}},
      {"shipment.signed_at", {now}},
  };
  return all;
}

void each_boundary(std::span<Boundary const> boundaries, std::size_t together,
                   std::function<void(Facts const&)> const& look) {
  Facts facts;
  facts.set("now", now);
  walk(boundaries, together, facts, look);
}

}  // namespace redress::workflows

#include "workflows/boundary_facts.hpp"

#include "engine/base/instant.hpp"

#include <string>

namespace redress::workflows {
namespace {

constexpr Instant now{1'767'578'400'000};

std::vector<FactValue> texts(std::initializer_list<char const*> list) {
  std::vector<FactValue> values;
  for (auto const* text : list) values.emplace_back(std::string(text));
  return values;
}

std::vector<FactValue> around_now() { return {now + -hour_ms, now, now + hour_ms}; }

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
  static std::vector<Boundary> const all{
      {"agreement.new_dispatch_at", around_now()},
      {"agreement.refund_without_return", {true, false}},
      {"case.opened_at", around_now()},
      {"claim.goods_received", {true, false}},
      {"claim.reason", texts({"lost", "out_of_stock", "quality"})},
      {"claim.refund_opened", {true, false}},
      {"claim.wants", texts({"refund_only", "return_refund", "exchange", "repair", "resend", "compensation"})},
      {"dispute.outcome", texts({"refund", "return_refund", "pay_seller", "reject"})},
      {"event.amount_minor", {std::int64_t{0}, std::int64_t{1}}},
      {"offer.kind", texts({"return_refund", "partial_refund", "new_dispatch_time", "substitute", "none"})},
      {"order.dispatched", {true, false}},
      {"order.promised_dispatch_at", around_now()},
      {"order.signed_at", around_now()},
      {"replacement.price_difference_minor", {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}}},
      {"returns.address_id", texts({"", "address_1"})},
      {"returns.shipped_at", {now}},
      {"shipment.last_trace_at", around_now()},
      {"shipment.lost_at", around_now()},
      {"shipment.returned_at", around_now()},
      {"shipment.signed_at", around_now()},
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

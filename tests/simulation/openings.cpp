#include "tests/simulation/openings.hpp"

#include <fmt/format.h>

namespace redress::simulation {
namespace {

using boost::json::array;
using boost::json::object;

object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

object order_of(std::string const& shop, std::string_view state, std::size_t number) {
  object order{
      {"id", fmt::format("{}-{}-{}", shop, state, number)},
      {"placed_at", "2026-01-04T02:00:00Z"},
      {"paid_at", "2026-01-04T02:01:00Z"},
      {"paid", money(20000)},
      {"postage", money(1000)},
      {"lines", array{object{{"id", "L1"}, {"sku", "A"}, {"title", "茶"}, {"quantity", 3}, {"paid", money(12000)}},
                      object{{"id", "L2"}, {"sku", "B"}, {"quantity", 1}, {"paid", money(7000)}}}}};
  if (state == "late") order.emplace("promised_dispatch_at", "2026-01-05T09:00:00Z");
  if (state == "shipped" || state == "delivered") order.emplace("dispatched_at", "2026-01-04T09:00:00Z");
  if (state == "delivered") order.emplace("signed_at", "2026-01-06T02:00:00Z");
  return order;
}

// Of the whole order, or of some pieces; with an amount or without.
void narrow(Chance& chance, object& claim) {
  if (chance.percent(50)) {
    auto const pieces = chance.between(1, 3);
    claim.emplace("lines", array{object{{"id", "L1"}, {"quantity", pieces}}});
    if (chance.percent(50)) claim.emplace("amount", money(chance.between(1, 4000 * pieces)));
  } else if (chance.percent(40)) {
    claim.emplace("amount", money(chance.between(5000, 20000)));
  }
}

}  // namespace

object an_opening(Chance& chance, std::string const& shop) {
  object params{{"shop", shop}, {"platform", "taobao"}};
  object claim;
  std::string kind = "refund";
  std::string state = "late";
  switch (chance.below(8)) {
    case 0:
    case 1:
      claim = {{"reason", "do_not_want"}, {"wants", "refund_only"}};
      narrow(chance, claim);
      break;
    case 2:
      state = "shipped";
      claim = {{"reason", "not_received"}, {"wants", "refund_only"}};
      break;
    case 3:
    case 4:
      state = "delivered";
      claim = {{"reason", "quality"}, {"wants", "return_refund"}, {"goods_received", true}};
      narrow(chance, claim);
      break;
    case 5:
      state = "delivered";
      kind = "exchange";
      claim = {{"reason", "wrong_item"},
               {"wants", "exchange"},
               {"replacement", object{{"sku", "B"}, {"price", money(chance.between(1000, 9000))}}}};
      if (chance.percent(60)) claim.emplace("lines", array{object{{"id", "L1"}, {"quantity", chance.between(1, 3)}}});
      break;
    case 6:
      kind = "logistics_delay";
      claim = {{"reason", "late_dispatch"}};
      break;
    default:
      state = "delivered";
      kind = "bad_review";
      claim = {{"reason", "other"}};
      params.emplace("review",
                     object{{"id", "r"}, {"score", 1}, {"text", "差评"}, {"posted_at", "2026-01-07T02:00:00Z"}});
  }
  params.emplace("kind", kind);
  params.emplace("order", order_of(shop, state, chance.below(2)));
  params.emplace("claim", std::move(claim));
  params.emplace("buyer", object{{"id", fmt::format("b{}", chance.below(3))}, {"phone", "13800000000"}});
  return params;
}

}  // namespace redress::simulation

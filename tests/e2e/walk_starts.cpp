#include "tests/e2e/walk_starts.hpp"

namespace redress::e2e {

using boost::json::object;

std::vector<WalkStart> walk_starts() {
  object const signed_order{{"dispatched_at", "2026-01-04T09:00:00Z"}, {"signed_at", "2026-01-06T02:00:00Z"}};
  object const shipped{{"dispatched_at", "2026-01-04T09:00:00Z"}};
  object const late{{"promised_dispatch_at", "2026-01-05T09:00:00Z"}};
  auto const price = [](std::int64_t minor) {
    return object{{"sku", "B"}, {"price", object{{"minor", minor}, {"currency", "CNY"}}}};
  };
  object const review{{"score", 1}, {"text", "差评"}, {"posted_at", "2026-01-07T02:00:00Z"}};
  return {
      {"refund", {{"reason", "do_not_want"}, {"wants", "refund_only"}}},
      {"refund", {{"reason", "not_received"}, {"wants", "refund_only"}}, {{"order", shipped}}},
      {"refund",
       {{"reason", "quality"}, {"wants", "refund_only"}, {"goods_received", true}},
       {{"order", signed_order}}},
      {"refund",
       {{"reason", "quality"}, {"wants", "return_refund"}, {"goods_received", true}},
       {{"order", signed_order}}},
      {"refund", {{"reason", "damaged"}, {"wants", "return_refund"}}, {{"order", signed_order}, {"platform", "tmall"}}},
      {"exchange",
       {{"reason", "wrong_item"}, {"wants", "exchange"}, {"replacement", price(20000)}},
       {{"order", signed_order}}},
      {"exchange",
       {{"reason", "wrong_item"}, {"wants", "exchange"}, {"replacement", price(25000)}},
       {{"order", signed_order}}},
      {"exchange",
       {{"reason", "wrong_item"}, {"wants", "exchange"}, {"replacement", price(15000)}},
       {{"order", signed_order}}},
      {"exchange", {{"reason", "quality"}, {"wants", "repair"}}, {{"order", signed_order}, {"platform", "tmall"}}},
      {"exchange", {{"reason", "missing_part"}, {"wants", "resend"}}, {{"order", signed_order}}},
      {"logistics_delay", {{"reason", "late_dispatch"}}, {{"order", late}}},
      {"logistics_delay", {{"reason", "out_of_stock"}}, {{"order", late}}},
      {"logistics_delay", {{"reason", "stalled"}}, {{"order", shipped}}},
      {"logistics_delay", {{"reason", "lost"}}, {{"order", shipped}, {"platform", "elsewhere"}}},
      {"bad_review", {{"reason", "other"}}, {{"order", signed_order}, {"review", review}}},
  };
}

}  // namespace redress::e2e

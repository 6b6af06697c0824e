#include "api/bench/refund_story.hpp"

#include "engine/base/instant.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace redress::bench {
namespace {

using boost::json::object;

struct Transition {
  std::string_view event;
  std::string_view party;
  std::string_view evidence_kind;
};

// Signed for and unwanted: the shop offers a return, the buyer takes it, the goods come back, the money is paid.
constexpr std::array transitions{
    Transition{"offer_return", "seller", "E-CHAT"},   Transition{"accept_offer", "buyer", "E-CHAT"},
    Transition{"ship_return", "buyer", "E-TRACE"},    Transition{"return_signed", "carrier", "E-TRACE"},
    Transition{"confirm_return", "seller", "E-CHAT"}, Transition{"payout_confirmed", "payments", "E-CHAT"},
};

constexpr std::int64_t paid_minor = 20007;

Instant now() {
  using namespace std::chrono;
  return Instant{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::string days_ago(std::int64_t days) { return format_rfc3339(Instant{now().ms - days * day_ms}); }

object cny(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

object params_of(std::string_view event) {
  if (event == "offer_return") return {{"address_id", "addr-1"}};
  if (event == "ship_return") return {{"carrier", "zto"}, {"waybill", "ZT0000000001"}};
  return {};
}

}  // namespace

RefundStory::RefundStory(std::string shop, std::string run, std::int64_t lane)
    : shop_(std::move(shop)), run_(std::move(run)), lane_(lane) {}

bool RefundStory::at_last_step() const { return step_ == transitions.size(); }

std::string_view RefundStory::method() const { return at_opening() ? "case.open" : "case.apply"; }

object RefundStory::params() const { return at_opening() ? opening() : transition(); }

object RefundStory::opening() const {
  auto const order_id = fmt::format("{}{:05}{:07}", run_, lane_, case_number_);
  object line{{"id", "1"},     {"sku", "SKU-300"},        {"title", "连帽卫衣 灰色 L"},
              {"quantity", 1}, {"paid", cny(paid_minor)}, {"no_reason_eligible", true}};
  object order{{"id", order_id},
               {"placed_at", days_ago(6)},
               {"paid_at", days_ago(6)},
               {"dispatched_at", days_ago(5)},
               {"signed_at", days_ago(2)},
               {"paid", cny(paid_minor)},
               {"lines", boost::json::array{std::move(line)}}};
  object claim{
      {"reason", "do_not_want"}, {"wants", "refund_only"}, {"goods_received", true}, {"amount", cny(paid_minor)}};
  return {{"shop", shop_},
          {"kind", "refund"},
          {"platform", "taobao"},
          {"order", std::move(order)},
          {"claim", std::move(claim)},
          {"buyer", object{{"id", fmt::format("b{}{}", lane_, case_number_)}}},
          {"request_id", fmt::format("{}-open", order_id)}};
}

object RefundStory::transition() const {
  auto const& now = transitions.at(step_ - 1);
  object proof{{"kind", now.evidence_kind},
               {"text", fmt::format("{:0>16}{:x<284}", fmt::format("{}-{}", case_number_, step_), "")},
               {"source", "bench"}};
  return {{"case_id", case_id_},
          {"event", now.event},
          {"party", now.party},
          {"params", params_of(now.event)},
          {"evidence", boost::json::array{std::move(proof)}},
          {"request_id", fmt::format("{}-{}", case_id_, step_)}};
}

void RefundStory::went_on(std::string_view case_id) {
  if (at_opening()) case_id_ = case_id;
  if (!at_last_step()) {
    ++step_;
    return;
  }
  give_up();
}

void RefundStory::give_up() {
  step_ = 0;
  ++case_number_;
}

}  // namespace redress::bench

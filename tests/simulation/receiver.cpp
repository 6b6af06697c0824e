#include "tests/simulation/receiver.hpp"

namespace redress::simulation {
namespace {

constexpr unsigned refuses_percent = 10;
constexpr unsigned answer_lost_percent = 10;
constexpr unsigned payout_fails_percent = 12;
constexpr unsigned reports_at_once_percent = 60;

std::int64_t minor_in(boost::json::object const& content) {
  auto const* amount = content.if_contains("amount");
  return amount && amount->is_object() ? amount->at("minor").to_number<std::int64_t>() : 0;
}

std::string text_in(boost::json::object const& content, std::string_view member) {
  auto const* text = content.if_contains(member);
  return text && text->is_string() ? std::string(text->get_string()) : std::string{};
}

}  // namespace

Receiver::Order& Receiver::take(OutboxItem const& item) {
  auto const content = boost::json::serialize(item.content);
  auto const [at, is_new] = orders_.try_emplace(item.key);
  auto& order = at->second;
  ++order.told;
  if (!is_new) {
    faults_.add(Trouble::delivery_repeated);
    if (order.content != content || order.kind != item.kind)
      contradiction_ = fmt::format("the key {} came with other content than before", item.key);
    return order;
  }
  order.kind = item.kind;
  order.case_id = item.case_id;
  order.shop = item.shop;
  order.order_id = text_in(item.content, "order_id");
  order.content = content;
  order.minor = minor_in(item.content);
  bool const payout = item.kind == "order_payout" || item.kind == "refund_price_difference";
  order.moves_money = payout || item.kind == "order_compensation";
  if (!order.moves_money) return order;
  order.failed = payout && chance_.percent(payout_fails_percent);
  if (order.failed) faults_.add(Trouble::payout_failed);
  order.reports = chance_.percent(reports_at_once_percent);
  order.outcome = order.failed ? "payout_failed" : payout ? "payout_confirmed" : "compensation_confirmed";
  return order;
}

api::Delivered Receiver::deliver(OutboxItem const& item) {
  if (caller_is_gone()) return {.taken = false, .failure = "gone"};
  if (!reliable && chance_.percent(refuses_percent)) {
    faults_.add(Trouble::delivery_refused);
    trace_.note("receiver refuses {} {}", item.kind, item.key);
    return {.taken = false, .failure = "the receiver is busy"};
  }
  auto const& order = take(item);
  trace_.note("receiver takes {} {} {} {}", item.kind, item.key, order.minor, order.outcome);
  if (!reliable && chance_.percent(answer_lost_percent)) {
    faults_.add(Trouble::delivery_answer_lost);
    return {.taken = false, .failure = "no answer in time"};
  }
  if (!order.reports) return {.taken = true};
  return {.taken = true, .event = order.outcome};
}

}  // namespace redress::simulation

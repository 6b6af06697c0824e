#include "api/service/delivery.hpp"

#include "api/service/reminders.hpp"

namespace redress::api {

Delivered HoldingPort::deliver(OutboxItem const& item) {
  if (item.kind == reminder_kind) return {.taken = true};
  return {.taken = false, .held = true, .failure = "no receiver is configured; a service reports the outcome"};
}

Delivered RehearsalPort::deliver(OutboxItem const& item) {
  if (item.kind == "order_payout" || item.kind == "refund_price_difference")
    return {.taken = true, .event = "payout_confirmed"};
  if (item.kind == "order_compensation") return {.taken = true, .event = "compensation_confirmed"};
  return {.taken = true};
}

}  // namespace redress::api

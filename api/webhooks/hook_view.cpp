#include "api/webhooks/hook_view.hpp"

#include "api/webhooks/signature.hpp"

#include <limits>

namespace redress::api::webhooks {
namespace {

using boost::json::array;
using boost::json::object;

array texts(std::vector<std::string> const& from) {
  array all;
  for (auto const& each : from) all.emplace_back(each);
  return all;
}

object off_view(object const& item, OffReason why) {
  bool const gone = why == OffReason::gone;
  return {{"why", gone ? "gone" : "exhausted"},
          {"at", item.at("at")},
          {"says", to_json(gone ? Says{"对方答 410，不再接收", "the receiver answered 410: it takes no more"}
                                : Says{"连续十次投递失败", "ten attempts in a row failed"})}};
}

// A secret that signs no more is not shown.
array secrets_view(std::vector<HookSecret> const& secrets, Instant now) {
  array all;
  for (auto const& each : secrets) {
    if (each.until && *each.until <= now) continue;
    object one{{"fingerprint", fingerprint_of_secret(each.text)}, {"since", format_rfc3339(each.since)}};
    if (each.until) one.emplace("until", format_rfc3339(*each.until));
    all.push_back(std::move(one));
  }
  return all;
}

object newest_attempt(HookDelivery const& delivery) {
  auto const attempts = boost::json::parse(delivery.attempts).as_array();
  if (attempts.empty()) return {};
  auto const& from = attempts.back().as_object();
  object last;
  for (auto const* name : {"at", "result", "status", "error"})
    if (auto const* found = from.if_contains(name)) last.emplace(name, *found);
  return last;
}

}  // namespace

object hook_view(StoreReader& store, HookRow const& row, object const& item, Instant now) {
  auto const wish = wish_from(item, row.shop);
  auto view = head_of(item);
  view.emplace("shop", row.shop);
  view.emplace("url", wish.url);
  if (!wish.label.empty()) view.emplace("label", wish.label);
  view.emplace("events", texts(wish.events));
  if (!wish.kinds.empty()) view.emplace("kinds", texts(wish.kinds));
  view.emplace("enabled", wish.enabled);
  if (wish.off) view.emplace("off", off_view(item, *wish.off));
  view.emplace("secrets", secrets_view(row.secrets, now));
  object position{{"next_seq", row.next.seq}, {"behind", store.ledger_size() - row.next.seq}};
  auto* const hooks = hooks_of(store);
  if (auto const waiting = hooks->delivery_at(row.id, row.next); waiting && waiting->state == DeliveryState::waiting) {
    object shown{{"delivery_id", waiting->id}, {"type", waiting->type}, {"tries", waiting->tries}};
    if (waiting->next_try_at) shown.emplace("next_try_at", format_rfc3339(*waiting->next_try_at));
    position.emplace("waiting", std::move(shown));
  }
  view.emplace("position", std::move(position));
  auto const newest = hooks->deliveries_of(row.id, std::nullopt, std::numeric_limits<std::int64_t>::max(), 1);
  if (!newest.empty())
    if (auto last = newest_attempt(newest.front()); !last.empty()) view.emplace("last", std::move(last));
  return view;
}

object delivery_view(HookDelivery const& delivery, std::string_view shop) {
  object view{{"id", delivery.id},
              {"hook_id", delivery.hook_id},
              {"shop", shop},
              {"webhook_id", delivery.event_id},
              {"type", delivery.type},
              {"state", name_of(delivery.state)},
              {"created_at", format_rfc3339(delivery.created_at)}};
  if (delivery.of) view.emplace("seq", delivery.of->seq);
  if (!delivery.case_id.empty()) view.emplace("case_id", delivery.case_id);
  if (delivery.asked && delivery.of) view.emplace("replayed", true);
  if (delivery.next_try_at) view.emplace("next_try_at", format_rfc3339(*delivery.next_try_at));
  view.emplace("attempts", boost::json::parse(delivery.attempts));
  view.emplace("body", delivery.body);
  return view;
}

}  // namespace redress::api::webhooks

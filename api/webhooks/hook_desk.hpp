// The methods webhook.*: what managers and admins of a shop say about its webhooks, and what came of deliveries
// (docs/webhooks.md).
//
// A change of a hook is an office entry of its shop. Calls block until they are durable; nothing is sent here. Any
// thread.
#pragma once

#include "api/service/office.hpp"
#include "api/webhooks/address_guard.hpp"

#include <functional>

namespace redress::api::webhooks {

class HookDesk {
 public:
  /// `changed` wakes whoever sends; after the commit.
  HookDesk(Store& store, Clock const& clock, Ids& ids, AddressGuard const& guard, std::function<void()> changed)
      : store_(store),
        clock_(clock),
        ids_(ids),
        guard_(guard),
        changed_(std::move(changed)),
        office_(store, clock, ids) {}

  /// webhook.set {shop, id?, url?, label?, events?, kinds?, enabled?, after?, secret?, request_id?} -> the hook
  AnswerText set(DeskCall const& call) const;
  /// webhook.list {shop?} -> {webhooks, types}
  AnswerText list(DeskCall const& call) const;
  /// webhook.remove {id, request_id?} -> {id, removed, entry_id}
  AnswerText remove(DeskCall const& call) const;
  /// webhook.rotate {id, overlap_h?, secret?, request_id?} -> the hook and its new secret
  AnswerText rotate(DeskCall const& call) const;
  /// webhook.deliveries {id, state?, delivery_id?, cursor?, limit?} -> {deliveries, next_cursor?}
  AnswerText deliveries(DeskCall const& call) const;
  /// webhook.replay {delivery_id, request_id?} -> {delivery, entry_id}
  AnswerText replay(DeskCall const& call) const;
  /// webhook.test {id, request_id?} -> {delivery, entry_id}
  AnswerText test(DeskCall const& call) const;

 private:
  struct Act {
    OfficeNote note;
    boost::json::object result;
  };
  /// Does it once by its request id, with its entry, which the result names.
  AnswerText acted(DeskCall const& call, std::function<Act(StoreWriter&)> const& act) const;

  Store& store_;
  Clock const& clock_;
  Ids& ids_;
  AddressGuard const& guard_;
  std::function<void()> changed_;
  Office office_;
};

}  // namespace redress::api::webhooks

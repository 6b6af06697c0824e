// How answers show webhooks and deliveries: never a secret, only what names it.
#pragma once

#include "api/webhooks/hook_list.hpp"

#include <boost/json.hpp>

namespace redress::api::webhooks {

/// A hook as webhook.list shows it.
boost::json::object hook_view(StoreReader& store, HookRow const& row, boost::json::object const& item, Instant now);

boost::json::object delivery_view(HookDelivery const& delivery, std::string_view shop);

}  // namespace redress::api::webhooks

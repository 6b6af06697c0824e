// What a shop said of its webhooks, kept as the setting "webhooks.SHOP" so that `audit verify` holds it against the
// office's entries; and which events a hook wants.
//
// An entry tells a hook's host, patterns and switch; its URL, which may hold a secret, and its label are committed to.
#pragma once

#include "api/service/kept_list.hpp"
#include "api/service/office.hpp"
#include "api/webhooks/address_guard.hpp"
#include "api/webhooks/hook_event.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::api::webhooks {

inline constexpr std::size_t hooks_of_shop_max = 10;
inline constexpr std::int64_t kept_deliveries = 1000;  // of a hook

/// Why Redress itself switched a hook off.
enum class OffReason { gone, exhausted };

struct HookWish {
  std::string id;
  std::string shop;
  std::string url;
  std::string label = {};
  std::vector<std::string> events;
  std::vector<std::string> kinds = {};  // empty: every kind
  bool enabled = true;
  std::optional<OffReason> off = {};
};

/// Who switches a hook off that is gone.
Actor sending_actor();

KeptList hook_list(StoreReader& store, std::string_view shop);
HookWish wish_from(boost::json::object const& item, std::string_view shop);
std::optional<HookWish> find_wish(StoreReader& store, std::string_view shop, std::string_view id);

/// The act `webhook_set` that says all of it.
OfficeNote note_of(HookWish const& wish);

/// Fault `invalid_params` at params.events[i]: a pattern that no type and no event of a workflow matches.
Result<void> check_patterns(std::vector<std::string> const& patterns);

/// Whether the hook hears of that event. Of another shop: never.
bool wants(HookWish const& wish, EntryNews const& news, HookEvent const& event);

}  // namespace redress::api::webhooks

// What an entry of the ledger tells webhooks: CloudEvents 1.0 in structured mode, thin and without anything personal
// (docs/webhooks.md).
//
// Pure; any thread. The bytes of a body depend on the entry alone.
#pragma once

#include "engine/cases/entry.hpp"
#include "engine/cases/hooks.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api::webhooks {

inline constexpr std::size_t body_bytes_max = 20'000;

/// One event to tell of.
struct HookEvent {
  std::string id;    // the entry's, or the effect's key
  std::string type;  // com.redress....
  std::string body;
};

/// All events of one entry, in their order: its own, then one for each effect it set in motion.
struct EntryNews {
  std::int64_t seq = 0;
  std::string shop;     // "" of an act for the whole deployment
  std::string kind;     // of the case, or "office"
  std::string name;     // the entry's event: agree_refund ...
  std::string case_id;  // "" of an act that concerns none
  std::vector<HookEvent> events;
};

/// Throws FaultError `ledger_broken` for an entry that is no JSON object.
EntryNews news_of(Entry const& entry);

/// The event of webhook.test.
HookEvent test_event(std::string id, std::string_view hook_id, std::string_view shop, Instant at);

/// A type there is, and what it means.
struct EventType {
  std::string_view type;
  Says says;
};
std::span<EventType const> event_types();

}  // namespace redress::api::webhooks

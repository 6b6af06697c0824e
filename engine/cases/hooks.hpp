// Webhooks as a store keeps them: where each stands, its secrets, its deliveries; and the port of stores that keep them
// (docs/webhooks.md).
//
// What a hook is told of, and where, are words of the office's entries and kept as such; here is what moves without an
// entry. A store that keeps hooks is a HookReads in its readers and a HookWrites in its writers as well. The memory
// store is not. Threads and errors are those of the Store port; secrets are encrypted where they are stored.
#pragma once

#include "engine/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress {

class StoreReader;
class StoreWriter;

/// The event a hook looks at next: the `part`th of that entry, an entry's own event being its first.
struct HookPosition {
  std::int64_t seq = 0;
  std::int64_t part = 0;

  auto operator<=>(HookPosition const&) const = default;
};

/// One of at most two; it signs until `until`.
struct HookSecret {
  std::string text;  // whsec_...
  Instant since;
  std::optional<Instant> until = {};

  bool operator==(HookSecret const&) const = default;
};

struct HookRow {
  std::string id;  // hook_<ulid>
  std::string shop;
  HookPosition next;
  std::vector<HookSecret> secrets;  // the newest first

  bool operator==(HookRow const&) const = default;
};

enum class DeliveryState { waiting, delivered, failed };
std::string_view name_of(DeliveryState state);
std::optional<DeliveryState> delivery_state_from(std::string_view name);

/// One event for one hook.
struct HookDelivery {
  std::int64_t n = 0;  // order of insertion; 0: not yet stored
  std::string id;      // dlv_<ulid>
  std::string hook_id;
  std::string event_id;                 // sent as webhook-id
  std::string type;                     // com.redress....
  std::optional<HookPosition> of = {};  // nothing for a test
  std::string case_id = {};             // "" where it concerns none
  std::string body;
  DeliveryState state = DeliveryState::waiting;
  int tries = 0;  // in a row, by the plan of retries; those asked for do not count
  std::optional<Instant> next_try_at = {};
  bool asked = false;           // somebody wants one attempt, out of turn
  std::string attempts = "[]";  // JSON, the oldest first
  Instant created_at;

  bool operator==(HookDelivery const&) const = default;
};

class HookReads {
 public:
  virtual ~HookReads() = default;
  virtual std::vector<HookRow> hooks() = 0;  // by id
  virtual std::optional<HookRow> find_hook(std::string_view id) = 0;
  virtual std::optional<HookDelivery> find_delivery(std::string_view id) = 0;
  /// Newest first, those stored before `before`; of that state, or of all.
  virtual std::vector<HookDelivery> deliveries_of(std::string_view hook_id, std::optional<DeliveryState> state,
                                                  std::int64_t before, int limit) = 0;
  /// The one the hook must bring next, if it was tried before.
  virtual std::optional<HookDelivery> delivery_at(std::string_view hook_id, HookPosition position) = 0;
  virtual std::vector<HookDelivery> deliveries_asked(int limit) = 0;  // the oldest first
};

class HookWrites {
 public:
  virtual ~HookWrites() = default;
  /// New, or in place of the one with that id.
  virtual void put_hook(HookRow const& hook) = 0;
  /// With its secrets and deliveries.
  virtual void remove_hook(std::string_view id) = 0;
  /// Nothing happens where it does not stand at `from` any more.
  virtual void move_hook(std::string_view id, HookPosition from, HookPosition to) = 0;
  /// New, or in place of the one with that id.
  virtual void put_delivery(HookDelivery const& delivery) = 0;
  /// All but the newest `keep` of that hook are forgotten.
  virtual void forget_deliveries(std::string_view hook_id, std::int64_t keep) = 0;
};

/// Null where the store keeps no hooks.
HookReads* hooks_of(StoreReader& store);
HookWrites* hooks_of_writer(StoreWriter& store);

}  // namespace redress

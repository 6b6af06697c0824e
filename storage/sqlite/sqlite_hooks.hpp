// The port of webhooks over one connection: the reading half is part of every SqliteReads.
//
// Secrets are sealed under the shop's key; a connection without keys cannot read hooks (FaultError `internal`).
#pragma once

#include "engine/cases/hooks.hpp"
#include "storage/sqlite/connection.hpp"

namespace redress::storage {

class SqliteHooks : public HookReads {
 public:
  explicit SqliteHooks(Connection& connection) : connection_(connection) {}

  std::vector<HookRow> hooks() override;
  std::optional<HookRow> find_hook(std::string_view id) override;
  std::optional<HookDelivery> find_delivery(std::string_view id) override;
  std::vector<HookDelivery> deliveries_of(std::string_view hook_id, std::optional<DeliveryState> state,
                                          std::int64_t before, int limit) override;
  std::optional<HookDelivery> delivery_at(std::string_view hook_id, HookPosition position) override;
  std::vector<HookDelivery> deliveries_asked(int limit) override;

 private:
  Connection& connection_;
};

/// What SqliteWriter does for its HookWrites.
void write_hook(Connection& connection, HookRow const& hook);
void write_delivery(Connection& connection, HookDelivery const& delivery);

}  // namespace redress::storage

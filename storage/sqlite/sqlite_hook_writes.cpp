// The part of SqliteWriter that keeps webhooks and their deliveries.
#include "storage/sqlite/queries.hpp"
#include "storage/sqlite/sqlite_hooks.hpp"
#include "storage/sqlite/sqlite_writer.hpp"

namespace redress::storage {

void SqliteWriter::put_hook(HookRow const& hook) {
  unit_wrote_ = true;
  write_hook(connection(), hook);
}

void SqliteWriter::remove_hook(std::string_view id) {
  unit_wrote_ = true;
  connection().run(queries::remove_deliveries).bind(id).execute();
  connection().run(queries::remove_hook).bind(id).execute();
}

void SqliteWriter::move_hook(std::string_view id, HookPosition from, HookPosition to) {
  unit_wrote_ = true;
  connection().run(queries::move_hook).bind(id, from.seq, from.part, to.seq, to.part).execute();
}

void SqliteWriter::put_delivery(HookDelivery const& delivery) {
  unit_wrote_ = true;
  write_delivery(connection(), delivery);
}

void SqliteWriter::forget_deliveries(std::string_view hook_id, std::int64_t keep) {
  unit_wrote_ = true;
  connection().run(queries::forget_deliveries).bind(hook_id, keep).execute();
}

}  // namespace redress::storage

#include "storage/sqlite/sqlite_hooks.hpp"

#include "engine/base/fault.hpp"
#include "storage/common/sealing.hpp"
#include "storage/sqlite/rows.hpp"

#include <fmt/format.h>

namespace redress::storage {
namespace {

std::string about(std::string_view hook_id) { return fmt::format("secrets of the webhook {}", hook_id); }

Fault unreadable(std::string_view id) {
  return {FaultKind::internal,
          {"网络回调的密钥无法解开：数据被改动，或 personal.key 不是原来的那一份",
           "the secrets of a webhook cannot be opened: the row was changed, or personal.key is another"},
          std::string(id)};
}

std::string text_of(std::vector<HookSecret> const& secrets) {
  boost::json::array all;
  for (auto const& each : secrets) {
    boost::json::object one{{"text", each.text}, {"since_ms", each.since.ms}};
    if (each.until) one.emplace("until_ms", each.until->ms);
    all.push_back(std::move(one));
  }
  return boost::json::serialize(all);
}

std::vector<HookSecret> secrets_from(std::string_view text) {
  std::vector<HookSecret> secrets;
  auto const all = boost::json::parse(boost::json::string_view(text.data(), text.size()));
  for (auto const& each : all.as_array()) {
    HookSecret one{std::string(each.at("text").as_string()), {each.at("since_ms").as_int64()}};
    if (auto const* until = each.as_object().if_contains("until_ms")) one.until = Instant{until->as_int64()};
    secrets.push_back(std::move(one));
  }
  return secrets;
}

HookRow hook_from(Connection& connection, Run const& run) {
  HookRow row{run.text(0), run.text(1), {run.integer(2), run.integer(3)}, {}};
  auto plain = unseal(connection.shop_key(row.shop), run.text(4), about(row.id));
  if (!plain) throw FaultError(unreadable(row.id));
  row.secrets = secrets_from(*plain);
  wipe(*plain);
  return row;
}

HookDelivery delivery_from(Run const& run) {
  auto const state = delivery_state_from(run.text(9));
  if (!state)
    throw FaultError(
        {FaultKind::internal, {"投递的状态无法识别", "a stored delivery has an unknown state"}, run.text(1)});
  HookDelivery row{.n = run.integer(0),
                   .id = run.text(1),
                   .hook_id = run.text(2),
                   .event_id = run.text(3),
                   .type = run.text(4),
                   .case_id = run.text(7),
                   .body = run.text(8),
                   .state = *state,
                   .tries = static_cast<int>(run.integer(10)),
                   .next_try_at = run.instant_or_none(11),
                   .asked = run.integer(12) != 0,
                   .attempts = run.text(13),
                   .created_at = run.instant(14)};
  if (!run.is_null(5)) row.of = HookPosition{run.integer(5), run.integer(6)};
  return row;
}

}  // namespace

std::vector<HookRow> SqliteHooks::hooks() {
  auto run = connection_.run(queries::hooks);
  return all_rows(run, [this](Run const& row) { return hook_from(connection_, row); });
}

std::optional<HookRow> SqliteHooks::find_hook(std::string_view id) {
  auto run = connection_.run(queries::find_hook);
  return one_row(run.bind(id), [this](Run const& row) { return hook_from(connection_, row); });
}

std::optional<HookDelivery> SqliteHooks::find_delivery(std::string_view id) {
  auto run = connection_.run(queries::find_delivery);
  return one_row(run.bind(id), delivery_from);
}

std::vector<HookDelivery> SqliteHooks::deliveries_of(std::string_view hook_id, std::optional<DeliveryState> state,
                                                     std::int64_t before, int limit) {
  if (state) {
    auto run = connection_.run(queries::deliveries_in_state);
    return all_rows(run.bind(hook_id, before, limit, name_of(*state)), delivery_from);
  }
  auto run = connection_.run(queries::deliveries_of);
  return all_rows(run.bind(hook_id, before, limit), delivery_from);
}

std::optional<HookDelivery> SqliteHooks::delivery_at(std::string_view hook_id, HookPosition position) {
  auto run = connection_.run(queries::delivery_at);
  return one_row(run.bind(hook_id, position.seq, position.part), delivery_from);
}

std::vector<HookDelivery> SqliteHooks::deliveries_asked(int limit) {
  auto run = connection_.run(queries::deliveries_asked);
  return all_rows(run.bind(limit), delivery_from);
}

void write_hook(Connection& connection, HookRow const& hook) {
  auto plain = text_of(hook.secrets);
  auto const sealed = seal(connection.shop_key(hook.shop), plain, about(hook.id));
  wipe(plain);
  connection.run(queries::put_hook).bind(hook.id, hook.shop, hook.next.seq, hook.next.part, RawBytes{sealed}).execute();
}

void write_delivery(Connection& connection, HookDelivery const& delivery) {
  auto const changed = connection.run(queries::update_delivery)
                           .bind(delivery.id, name_of(delivery.state), delivery.tries, delivery.next_try_at,
                                 delivery.asked, delivery.attempts)
                           .execute();
  if (changed > 0) return;
  auto const seq = delivery.of ? std::optional(delivery.of->seq) : std::nullopt;
  auto const part = delivery.of ? std::optional(delivery.of->part) : std::nullopt;
  connection.run(queries::insert_delivery)
      .bind(delivery.id, delivery.hook_id, delivery.event_id, delivery.type, seq, part, delivery.case_id, delivery.body,
            name_of(delivery.state), delivery.tries, delivery.next_try_at, delivery.asked, delivery.attempts,
            delivery.created_at)
      .execute();
}

}  // namespace redress::storage

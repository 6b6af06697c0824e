#include "api/webhooks/hook_desk.hpp"

#include "api/service/commit.hpp"
#include "api/webhooks/hook_view.hpp"
#include "api/webhooks/signature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace redress::api::webhooks {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t drawn_secret_bytes = 32;
constexpr std::int64_t overlap_hours = 24;
constexpr std::size_t secrets_max = 2;

Fault not_of_shop() {
  return {FaultKind::forbidden, {"令牌不属于该店铺", "the token is not of this shop"}, "params.shop"};
}
Fault no_such_hook() { return {FaultKind::not_found, {"没有该网络回调", "there is no such webhook"}, "params.id"}; }
Fault no_such_delivery() {
  return {FaultKind::not_found, {"没有该投递", "there is no such delivery"}, "params.delivery_id"};
}
Fault too_many() {
  return {FaultKind::too_large,
          {fmt::format("每个店铺至多 {} 个网络回调", hooks_of_shop_max),
           fmt::format("a shop has at most {} webhooks", hooks_of_shop_max)},
          "params.shop"};
}

std::vector<std::string> texts_in(object const& params, std::string_view name) {
  std::vector<std::string> texts;
  if (auto const* list = params.if_contains(name))
    for (auto const& each : list->as_array()) texts.emplace_back(each.as_string());
  return texts;
}

// Found through the caller's shop; of another shop it is as if it were not there.
HookRow hook_for(StoreReader& store, Actor const& actor, std::string_view id) {
  auto row = hooks_of(store)->find_hook(id);
  if (!row || !may_see(actor, row->shop)) throw FaultError(no_such_hook());
  return std::move(*row);
}

object view_of(StoreReader& store, HookRow const& row, KeptList const& list, Instant now) {
  return hook_view(store, row, *list.find(row.id), now);
}

// The answer as it is given, and as a retry gets it: without the secret.
struct Told {
  AnswerText now;
  AnswerText kept;
};
Told told(object view, std::string const& secret) {
  Told both{{}, result_text(view)};
  if (secret.empty()) return {both.kept, both.kept};
  view.emplace("secret", secret);
  both.now = result_text(std::move(view));
  return both;
}

void apply(object const& params, HookWish& wish) {
  if (params.contains("url")) wish.url = text_of(params, "url");
  if (params.contains("label")) wish.label = text_of(params, "label");
  if (params.contains("events")) wish.events = texts_in(params, "events");
  if (params.contains("kinds")) wish.kinds = texts_in(params, "kinds");
  if (auto const* on = params.if_contains("enabled")) {
    wish.enabled = on->as_bool();
    wish.off.reset();
  }
}

Result<void> check(object const& params, AddressGuard const& guard) {
  bool const is_new = !params.contains("id");
  if (is_new && !params.contains("url")) return invalid_params("params.url", "缺少 url", "url is missing");
  if (!is_new && params.contains("secret"))
    return invalid_params("params.secret", "更换密钥请用 webhook.rotate", "a secret is changed by webhook.rotate");
  if (params.contains("url"))
    if (auto const fine = guard.check_url(text_of(params, "url")); !fine) return fine;
  if (params.contains("secret"))
    if (auto const secret = secret_from(text_of(params, "secret")); !secret) return secret.error();
  return check_patterns(texts_in(params, "events"));
}

// What waited at the old place is left behind.
void move_behind(StoreWriter& writer, HookRow& row, std::int64_t after) {
  auto* const hooks = hooks_of_writer(writer);
  if (auto waiting = hooks_of(writer)->delivery_at(row.id, row.next);
      waiting && waiting->state == DeliveryState::waiting) {
    waiting->state = DeliveryState::failed;
    waiting->next_try_at.reset();
    hooks->put_delivery(*waiting);
  }
  row.next = {std::min(after + 1, writer.ledger_size()), 0};
}

std::string drawn(Ids& ids) { return secret_text(ledger::from_hex(ids.random_hex(drawn_secret_bytes)).value()); }

}  // namespace

AnswerText HookDesk::set(DeskCall const& call) const {
  auto const& params = call.params;
  auto const shop = text_of(params, "shop");
  if (!may_see(call.actor, shop)) return fault_text(not_of_shop());
  if (auto const sound = check(params, guard_); !sound) return fault_text(sound.error());
  auto const id = text_of(params, "id");
  Told both;
  try {
    commit(store_, [&](StoreWriter& writer) {
      if (auto earlier = earlier_answer(writer, call)) return void(both.now = std::move(*earlier));
      auto list = hook_list(writer, shop);
      auto const now = clock_.now();
      HookRow row{.id = ids_.next("hook"), .shop = shop, .next = {writer.ledger_size(), 0}, .secrets = {}};
      HookWish wish{.id = row.id, .shop = shop, .url = {}, .events = {"com.redress.case.*"}};
      std::string secret;
      if (id.empty()) {
        if (list.items().size() >= hooks_of_shop_max) throw FaultError(too_many());
        secret = params.contains("secret") ? text_of(params, "secret") : drawn(ids_);
        row.secrets.push_back({secret, now});
      } else {
        auto const* item = list.find(id);
        if (!item) throw FaultError(no_such_hook());
        row = hook_for(writer, call.actor, id);
        wish = wish_from(*item, shop);
      }
      apply(params, wish);
      if (auto const* after = params.if_contains("after")) move_behind(writer, row, after->to_number<std::int64_t>());
      auto record = office_.draft(call.actor, text_of(params, "request_id"), note_of(wish));
      list.put(record);
      list.write(writer);
      hooks_of_writer(writer)->put_hook(row);
      both = told(view_of(writer, row, list, now), secret);
      record.answer = answer_to_keep(call, record.act.at, both.kept);
      writer.record_office(std::move(record));
    });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  changed_();
  return both.now;
}

AnswerText HookDesk::list(DeskCall const& call) const {
  auto const shop = text_of(call.params, "shop");
  if (!shop.empty() && !may_see(call.actor, shop)) return fault_text(not_of_shop());
  array webhooks, types;
  store_.read([&](StoreReader& store) {
    for (auto const& row : hooks_of(store)->hooks()) {
      if (!may_see(call.actor, row.shop) || (!shop.empty() && row.shop != shop)) continue;
      auto const list = hook_list(store, row.shop);
      if (list.find(row.id)) webhooks.push_back(view_of(store, row, list, clock_.now()));
    }
  });
  for (auto const& each : event_types()) types.push_back(object{{"type", each.type}, {"says", to_json(each.says)}});
  return result_text({{"webhooks", std::move(webhooks)}, {"types", std::move(types)}});
}

AnswerText HookDesk::acted(DeskCall const& call, std::function<Act(StoreWriter&)> const& act) const {
  AnswerText answer;
  try {
    commit(store_, [&](StoreWriter& writer) {
      if (auto earlier = earlier_answer(writer, call)) return void(answer = std::move(*earlier));
      auto done = act(writer);
      auto record = office_.draft(call.actor, text_of(call.params, "request_id"), std::move(done.note));
      done.result["entry_id"] = record.act.entry_id;
      answer = result_text(std::move(done.result));
      record.answer = answer_to_keep(call, record.act.at, answer);
      writer.record_office(std::move(record));
    });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  changed_();
  return answer;
}

AnswerText HookDesk::remove(DeskCall const& call) const {
  auto const id = text_of(call.params, "id");
  return acted(call, [&](StoreWriter& writer) -> Act {
    auto const row = hook_for(writer, call.actor, id);
    auto list = hook_list(writer, row.shop);
    list.remove(id);
    list.write(writer);
    hooks_of_writer(writer)->remove_hook(id);
    return {{.shop = row.shop, .event = "webhook_set", .params = {{"id", id}, {"removed", true}}},
            {{"id", id}, {"removed", true}}};
  });
}

AnswerText HookDesk::rotate(DeskCall const& call) const {
  auto const id = text_of(call.params, "id");
  auto const given = text_of(call.params, "secret");
  if (!given.empty())
    if (auto const sound = secret_from(given); !sound) return fault_text(sound.error());
  auto const* hours = call.params.if_contains("overlap_h");
  auto const overlap_ms = (hours ? hours->to_number<std::int64_t>() : overlap_hours) * hour_ms;
  Told both;
  try {
    commit(store_, [&](StoreWriter& writer) {
      if (auto earlier = earlier_answer(writer, call)) return void(both.now = std::move(*earlier));
      auto row = hook_for(writer, call.actor, id);
      auto const now = clock_.now();
      auto const secret = given.empty() ? drawn(ids_) : given;
      row.secrets.resize(secrets_max - 1);
      row.secrets.front().until = now + overlap_ms;
      if (overlap_ms == 0) row.secrets.clear();
      row.secrets.insert(row.secrets.begin(), {secret, now});
      hooks_of_writer(writer)->put_hook(row);
      auto record = office_.draft(call.actor, text_of(call.params, "request_id"),
                                  {.shop = row.shop,
                                   .event = "webhook_rotated",
                                   .params = {{"id", id}, {"old_until", format_rfc3339(now + overlap_ms)}}});
      auto view = view_of(writer, row, hook_list(writer, row.shop), now);
      view["entry_id"] = record.act.entry_id;
      both = told(std::move(view), secret);
      record.answer = answer_to_keep(call, record.act.at, both.kept);
      writer.record_office(std::move(record));
    });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  changed_();
  return both.now;
}

AnswerText HookDesk::deliveries(DeskCall const& call) const {
  constexpr int limit_default = 20;
  auto const& params = call.params;
  auto const* limit = params.if_contains("limit");
  int const wanted = limit ? limit->to_number<int>() : limit_default;
  auto const cursor = text_of(params, "cursor");
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  if (!cursor.empty()) {
    auto const [end, failed] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), before);
    if (failed != std::errc{} || end != cursor.data() + cursor.size())
      return fault_text(invalid_params("params.cursor", "无法识别的 cursor", "this is no cursor of ours"));
  }
  object result;
  try {
    store_.read([&](StoreReader& store) {
      auto const row = hook_for(store, call.actor, text_of(params, "id"));
      array shown;
      if (auto const one = text_of(params, "delivery_id"); !one.empty()) {
        auto const found = hooks_of(store)->find_delivery(one);
        if (!found || found->hook_id != row.id) throw FaultError(no_such_delivery());
        shown.push_back(delivery_view(*found, row.shop));
      } else {
        auto const page =
            hooks_of(store)->deliveries_of(row.id, delivery_state_from(text_of(params, "state")), before, wanted + 1);
        for (auto const& each : page)
          if (std::ssize(shown) < wanted) shown.push_back(delivery_view(each, row.shop));
        if (std::ssize(page) > wanted)
          result.emplace("next_cursor", std::to_string(page[static_cast<std::size_t>(wanted) - 1].n));
      }
      result.emplace("deliveries", std::move(shown));
    });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  return result_text(std::move(result));
}

AnswerText HookDesk::replay(DeskCall const& call) const {
  auto const id = text_of(call.params, "delivery_id");
  return acted(call, [&](StoreWriter& writer) -> Act {
    auto delivery = hooks_of(writer)->find_delivery(id);
    auto const row = delivery ? hooks_of(writer)->find_hook(delivery->hook_id) : std::nullopt;
    if (!row || !may_see(call.actor, row->shop)) throw FaultError(no_such_delivery());
    delivery->asked = true;
    hooks_of_writer(writer)->put_delivery(*delivery);
    return {{.shop = row->shop,
             .event = "webhook_replayed",
             .params = {{"id", row->id}, {"delivery_id", id}, {"webhook_id", delivery->event_id}}},
            {{"delivery", delivery_view(*delivery, row->shop)}}};
  });
}

AnswerText HookDesk::test(DeskCall const& call) const {
  return acted(call, [&](StoreWriter& writer) -> Act {
    auto const row = hook_for(writer, call.actor, text_of(call.params, "id"));
    auto const now = clock_.now();
    auto event = test_event(ids_.next("test"), row.id, row.shop, now);
    HookDelivery const delivery{.id = ids_.next("dlv"),
                                .hook_id = row.id,
                                .event_id = std::move(event.id),
                                .type = std::move(event.type),
                                .body = std::move(event.body),
                                .asked = true,
                                .created_at = now};
    hooks_of_writer(writer)->put_delivery(delivery);
    hooks_of_writer(writer)->forget_deliveries(row.id, kept_deliveries);
    return {{.shop = row.shop,
             .event = "webhook_tested",
             .params = {{"id", row.id}, {"delivery_id", delivery.id}, {"webhook_id", delivery.event_id}}},
            {{"delivery", delivery_view(delivery, row.shop)}}};
  });
}

}  // namespace redress::api::webhooks

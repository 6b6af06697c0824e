#include "api/webhooks/hook_event.hpp"

#include "engine/base/fault.hpp"
#include "engine/cases/office_entry.hpp"
#include "workflows/catalogue.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::api::webhooks {
namespace {

using boost::json::object;

constexpr std::string_view opened = "com.redress.case.opened.v1";
constexpr std::string_view transitioned = "com.redress.case.transitioned.v1";
constexpr std::string_view recorded = "com.redress.case.recorded.v1";
constexpr std::string_view refused = "com.redress.case.refused.v1";
constexpr std::string_view requested = "com.redress.effect.requested.v1";
constexpr std::string_view office = "com.redress.office.recorded.v1";
constexpr std::string_view tested = "com.redress.webhook.test.v1";

// What stays inside of Redress: its own next steps are no orders to the outside.
constexpr std::array<std::string_view, 2> ours{"advance", "open_refund_case"};

std::string text_in(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

// RFC 3986: what is not unreserved is percent-encoded, byte by byte.
std::string encoded(std::string_view text) {
  std::string made;
  for (unsigned char const c : text) {
    bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    made += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
  }
  return made;
}

object envelope(std::string_view id, std::string_view type, std::string_view shop, std::string_view at) {
  return {{"specversion", "1.0"}, {"id", id},   {"source", fmt::format("/stores/{}", encoded(shop))},
          {"type", type},         {"time", at}, {"datacontenttype", "application/json"}};
}

bool moves_a_case(std::string_view kind, std::string_view event) {
  auto const* workflow = workflows::find_workflow(kind);
  return workflow && std::ranges::any_of(workflow->events(), [&](auto const* each) { return each->name == event; });
}

std::string_view type_of(object const& entry, bool of_office, std::int64_t case_seq) {
  if (of_office) return office;
  if (text_in(entry, "outcome") == "refused") return refused;
  if (case_seq == 0) return opened;
  return moves_a_case(text_in(entry, "kind"), text_in(entry, "event")) ? transitioned : recorded;
}

// Entries of version 1 do not say whether the case has ended; its state does.
bool is_final(object const& entry) {
  if (auto const* standing = entry.if_contains("standing"); standing && standing->is_object())
    if (auto const* final = standing->get_object().if_contains("final")) return final->is_bool() && final->get_bool();
  auto const* workflow = workflows::find_workflow(text_in(entry, "kind"));
  auto const* state = workflow ? workflow->find_state(text_in(entry, "to")) : nullptr;
  return state && state->final;
}

object data_of(Entry const& entry, object const& json, bool of_office) {
  object data{{"seq", entry.seq}, {"shop", text_in(json, "shop")}};
  if (of_office) {
    for (auto const* name : {"event", "actor", "role"}) data.emplace(name, text_in(json, name));
    return data;
  }
  data.emplace("case_id", entry.case_id);
  data.emplace("case_seq", entry.case_seq);
  for (auto const* name : {"kind", "platform", "event", "party", "outcome", "actor", "role", "from"})
    data.emplace(name, text_in(json, name));
  data.emplace("state", text_in(json, "to"));
  data.emplace("final", is_final(json));
  data.emplace("version", entry.case_seq + 1);
  for (auto const* name : {"due", "refusal"})
    if (auto const* found = json.if_contains(name); found && found->is_object()) {
      auto told = found->get_object();
      told.erase("says");
      data.emplace(name, std::move(told));
    }
  if (text_in(json, "event") == "assigned" && text_in(json, "outcome") == "accepted")
    if (auto const* params = json.if_contains("params"); params && params->is_object())
      data.emplace("assignee", text_in(params->get_object(), "assignee"));
  return data;
}

std::string body_of(object shell, object data) {
  shell["data"] = std::move(data);
  auto text = boost::json::serialize(shell);
  if (text.size() <= body_bytes_max) return text;
  auto& shortened = shell["data"].as_object();
  for (auto const* name : {"lines", "due", "refusal"}) shortened.erase(name);
  shortened["shortened"] = true;
  return boost::json::serialize(shell);
}

object effect_data(Entry const& entry, object const& json, object const& effect) {
  object data{{"seq", entry.seq},
              {"effect_id", text_in(effect, "key")},
              {"effect", text_in(effect, "kind")},
              {"case_id", entry.case_id},
              {"shop", text_in(json, "shop")},
              {"kind", text_in(json, "kind")},
              {"platform", text_in(json, "platform")},
              {"event", text_in(json, "event")},
              {"state", text_in(json, "to")}};
  for (auto const& member : effect)
    if (member.key() != "key" && member.key() != "kind") data.emplace(member.key(), member.value());
  return data;
}

}  // namespace

EntryNews news_of(Entry const& entry) {
  boost::system::error_code failed;
  auto const parsed = boost::json::parse(entry.bytes, failed);
  if (failed || !parsed.is_object())
    throw FaultError(
        {FaultKind::ledger_broken,
         {fmt::format("第 {} 条记录不是 JSON", entry.seq), fmt::format("entry {} is no JSON", entry.seq)}});
  auto const& json = parsed.get_object();
  bool const of_office = is_office(entry.case_id);
  EntryNews news{.seq = entry.seq,
                 .shop = text_in(json, "shop"),
                 .kind = text_in(json, "kind"),
                 .name = text_in(json, "event"),
                 .case_id = of_office ? std::string{} : entry.case_id,
                 .events = {}};
  auto const shell = [&](std::string_view id, std::string_view type) {
    auto made = envelope(id, type, news.shop, text_in(json, "at"));
    if (!of_office) made.emplace("subject", entry.case_id);
    made.emplace("sequence", std::to_string(entry.seq));
    return made;
  };
  auto const type = type_of(json, of_office, entry.case_seq);
  news.events.push_back({entry.id, std::string(type), body_of(shell(entry.id, type), data_of(entry, json, of_office))});
  auto const* effects = json.if_contains("effects");
  if (!effects || !effects->is_array()) return news;
  for (auto const& each : effects->get_array()) {
    auto const& effect = each.as_object();
    if (std::ranges::find(ours, text_in(effect, "kind")) != ours.end()) continue;
    auto const key = text_in(effect, "key");
    news.events.push_back(
        {key, std::string(requested), body_of(shell(key, requested), effect_data(entry, json, effect))});
  }
  return news;
}

HookEvent test_event(std::string id, std::string_view hook_id, std::string_view shop, Instant at) {
  auto const shell = envelope(id, tested, shop, format_rfc3339(at));
  auto body = body_of(shell, {{"hook_id", hook_id}});
  return {std::move(id), std::string(tested), std::move(body)};
}

std::span<EventType const> event_types() {
  static std::array<EventType, 7> const all{{
      {opened, {"案件建立", "a case was opened"}},
      {transitioned, {"案件状态变化", "a move of a case was accepted"}},
      {recorded,
       {"案件上的其他记录：事实、证据、分配、关联",
        "something else of a case: facts, evidence, who works on it, links"}},
      {refused, {"被拒绝的尝试", "an attempt was refused"}},
      {requested,
       {"需要外部执行的后续指令：打款、寄送地址、拦截等",
        "a move ordered something from the outside: a payout, an address, an interception"}},
      {office, {"店铺的事务记录", "an act of the shop that concerns no case"}},
      {tested, {"测试投递", "a test"}},
  }};
  return all;
}

}  // namespace redress::api::webhooks

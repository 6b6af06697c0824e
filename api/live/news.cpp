#include "api/live/news.hpp"

#include "api/service/labels.hpp"
#include "engine/base/fault.hpp"
#include "engine/cases/office_entry.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

namespace redress::api::live {
namespace {

using boost::json::object;

std::string text_in(object const& entry, std::string_view name) {
  auto const* found = entry.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

// Entries of version 1 do not say whether the case has ended; its state does.
bool is_final(object const& entry) {
  if (auto const* standing = entry.if_contains("standing"); standing && standing->is_object())
    if (auto const* final = standing->get_object().if_contains("final")) return final->is_bool() && final->get_bool();
  auto const* workflow = workflows::find_workflow(text_in(entry, "kind"));
  auto const* state = workflow ? workflow->find_state(text_in(entry, "to")) : nullptr;
  return state && state->final;
}

object parsed(Entry const& entry) {
  boost::system::error_code failed;
  auto json = boost::json::parse(entry.bytes, failed);
  if (failed || !json.is_object())
    throw FaultError(
        {FaultKind::ledger_broken,
         {fmt::format("第 {} 条记录不是 JSON", entry.seq), fmt::format("entry {} is no JSON", entry.seq)}});
  return std::move(json.get_object());
}

}  // namespace

std::string notification(std::string_view method, object params) {
  return boost::json::serialize(object{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

bool may_hear(Actor const& actor, std::string_view shop) { return actor.shop.empty() || actor.shop == shop; }

News news_of(Entry const& entry, ActorNames& names) {
  auto const json = parsed(entry);
  News news{.seq = entry.seq, .shop = text_in(json, "shop"), .case_id = entry.case_id, .text = {}};
  object params{{"seq", entry.seq},
                {"id", entry.id},
                {"case_id", entry.case_id},
                {"case_seq", entry.case_seq},
                {"shop", news.shop},
                {"kind", text_in(json, "kind")},
                {"event", text_in(json, "event")},
                {"party", text_in(json, "party")},
                {"outcome", text_in(json, "outcome")},
                {"actor", text_in(json, "actor")},
                {"role", text_in(json, "role")},
                {"at", text_in(json, "at")},
                {"from", text_in(json, "from")},
                {"state", text_in(json, "to")},
                {"final", is_final(json)},
                {"version", entry.case_seq + 1}};
  params.emplace("labels", labels_of({{"kind", params.at("kind")},
                                      {"event", params.at("event")},
                                      {"party", params.at("party")},
                                      {"outcome", params.at("outcome")},
                                      {"actor", params.at("actor")},
                                      {"role", params.at("role")},
                                      {"from", params.at("from")},
                                      {"state", params.at("state")}}));
  if (auto const* due = json.if_contains("due")) params.emplace("due", *due);
  if (text_in(json, "event") == "assigned" && text_in(json, "outcome") == "accepted")
    params.emplace("assignee", text_in(json.at("params").as_object(), "assignee"));
  names.add_to(params);
  news.text = notification("events.entry", std::move(params));
  return news;
}

}  // namespace redress::api::live

// The part of CaseDesk that stages evidence, takes it back, and submits it.
#include "api/service/admissibility.hpp"
#include "api/service/case_desk.hpp"
#include "api/service/case_desk_parts.hpp"
#include "api/service/last_safe.hpp"
#include "api/service/staging.hpp"
#include "engine/cases/fix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::array events{"submit_evidence", "report_review"};
constexpr std::string_view way_default = "message";

std::string text_or(object const& json, std::string_view name, std::string_view otherwise) {
  auto text = text_of(json, name);
  return text.empty() ? std::string(otherwise) : text;
}

std::vector<Evidence> items_of(LoadedCase const& loaded, object const& params) {
  std::vector<Evidence> items;
  std::set<std::string_view> seen;
  auto const& ids = params.at("evidence").as_array();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::string_view const id = ids[i].as_string();
    auto const position = fmt::format("params.evidence[{}]", i);
    auto const at = std::ranges::find(loaded.evidence, id, &Evidence::id);
    if (at == loaded.evidence.end())
      throw CallFault{{FaultKind::not_found, {"本案没有这项证据", "this case has no such evidence"}, position}};
    if (!seen.insert(id).second)
      throw CallFault{invalid_params(position, "同一项证据列了两次", "this item is listed twice")};
    items.push_back(*at);
  }
  return items;
}

WhyNot inadmissible(Evidence const& item) {
  return {.code = "inadmissible",
          .kind = FaultKind::evidence_rejected,
          .says = {fmt::format("证据 {}（{}）不予采信，不能提交；原因见该项的判定", item.id, item.kind),
                   fmt::format("item {} ({}) is inadmissible and cannot be submitted; the verdict on it says why",
                               item.id, item.kind)},
          .expected = "admissible or weak",
          .actual = item.id};
}

WhyNot over_limit(Evidence const& item, rules::RuleVerdict const& verdict) {
  WhyNot reason{.code = "over_limit",
                .kind = FaultKind::evidence_rejected,
                .says = {fmt::format("证据 {}：{}", item.id, verdict.says.zh),
                         fmt::format("item {}: {}", item.id, verdict.says.en)},
                .rule = verdict.rule->id,
                .cites = fmt::format("{} [{}]", verdict.rule->cites.text, verdict.rule->cites.source)};
  if (!verdict.failed.empty()) {
    reason.expected = verdict.failed.front().expected;
    reason.actual = verdict.failed.front().actual;
  }
  reason.fix = Fix{"evidence.add",
                   {{"case_id", item.case_id},
                    {"kind", item.kind},
                    {item.commitment.empty() ? "sha256" : "text", ""},
                    {"source", item.source},
                    {"derived_from", object{{"id", item.id}, {"how", item.commitment.empty() ? "scaled" : "excerpt"}}},
                    {"request_id", fmt::format("copy-{}", item.id)}}};
  return reason;
}

struct Checked {
  std::vector<WhyNot> reasons;
  std::vector<rules::RuleVerdict> verdicts;
  boost::json::array warnings;
};

Checked check_items(std::vector<Evidence> const& items, World const& world, std::string_view via) {
  Checked checked;
  auto const pictures =
      std::ranges::count_if(items, [](Evidence const& item) { return item.mime.starts_with("image/"); });
  for (auto const& item : items) {
    if (item.weight == Weight::inadmissible) checked.reasons.push_back(inadmissible(item));
    for (auto& verdict : limits_on(item, world, via, pictures)) {
      if (verdict.refuses(false)) {
        checked.reasons.push_back(over_limit(item, verdict));
      } else if (verdict.applies && verdict.verdict != rules::Verdict::holds) {
        checked.warnings.push_back(object{{"evidence_id", item.id},
                                          {"rule", verdict.rule->id},
                                          {"cites", verdict.rule->cites.text},
                                          {"says", to_json(verdict.says)}});
      }
      checked.verdicts.push_back(std::move(verdict));
    }
  }
  return checked;
}

}  // namespace

CaseDesk::Prepared CaseDesk::prepare_staging(StoreReader& store, DeskCall const& call) {
  auto const loaded = load(store, call, call);
  check_version(call, loaded.case_);
  auto const now = clock_.now();
  auto const world = loaded.world(now);
  auto const name = text_or(call.params, "event", events.front());
  auto const* event = loaded.workflow->find_event(name);
  if (!event || std::ranges::find(events, name) == events.end())
    throw CallFault{invalid_params("params.event", fmt::format("{} 流程不能暂存动作 {}", loaded.case_.kind, name),
                                   fmt::format("{} cannot be staged in a {} case", name, loaded.case_.kind))};
  if (loaded.case_.final)
    throw CallFault{{FaultKind::case_final, {"案件已结束", "the case has ended"}, "params.case_id"}};
  auto const via = text_or(call.params, "via", way_default);
  auto const items = items_of(loaded, call.params);
  object params;
  if (auto const* given = call.params.if_contains("params")) params = given->as_object();
  auto const attempt = must(read_attempt(
      *event, {.event = name, .party = Party::seller, .actor = call.actor, .params = params}, loaded.case_, now));
  if (!attempt.personal.empty())
    throw CallFault{invalid_params(fmt::format("params.params.{}", attempt.personal.front().first),
                                   "暂存的提交不带文字，请把说明写成一项证据",
                                   "what is staged carries no words: make them an item of evidence")};
  object plain{{"event", name},
               {"via", via},
               {"evidence", call.params.at("evidence")},
               {"seal", seal_of(items)},
               {"params", attempt.plain_params}};
  auto checked = check_items(items, world, via);
  auto decision = redress::report_facts(world, {}, loaded.case_.facts);
  decision.verdicts = std::move(checked.verdicts);
  if (!checked.reasons.empty()) {
    decision.after = loaded.case_;
    decision.refusal = Refusal{std::move(checked.reasons)};
    return compose(call, loaded, std::move(decision), Party::seller, "evidence_staged", std::move(plain), {}, {});
  }
  add_flag(decision.after);
  auto const safe = last_safe_at(
      {*loaded.workflow, *loaded.book, decision.after, loaded.account, loaded.evidence, now, loaded.automation_off});
  auto const earlier = staged_of(store, loaded.case_);
  object content = plain;
  content["params"] = params;
  content["staged_by"] = call.actor.id;
  content["role"] = name_of(call.actor.role);
  auto prepared =
      compose(call, loaded, std::move(decision), Party::seller, "evidence_staged", std::move(plain), {}, {});
  auto& record = prepared.record;
  if (earlier) record.outbox_done.push_back(earlier->key);
  record.outbox.push_back({.key = record.entry_id + "/staged",
                           .case_id = loaded.case_.id,
                           .shop = loaded.case_.shop,
                           .kind = std::string(send_staged),
                           .content = std::move(content),
                           .due_at = safe.value_or(never)});
  object told{{"event", name}, {"via", via}, {"evidence", call.params.at("evidence")}, {"seal", seal_of(items)}};
  if (safe) told.emplace("send_at", format_rfc3339(*safe));
  if (!checked.warnings.empty()) told.emplace("warnings", std::move(checked.warnings));
  prepared.more.emplace("staged", std::move(told));
  return prepared;
}

CaseDesk::Prepared CaseDesk::prepare_unstaging(StoreReader& store, DeskCall const& call) {
  auto const loaded = load(store, call, call);
  check_version(call, loaded.case_);
  auto const staged = staged_of(store, loaded.case_);
  if (!staged)
    throw CallFault{{FaultKind::not_found, {"本案没有暂存的提交", "nothing is staged in this case"}, "params.case_id"}};
  auto decision = redress::report_facts(loaded.world(clock_.now()), {}, loaded.case_.facts);
  drop_flag(decision.after);
  auto prepared = compose(call, loaded, std::move(decision), Party::seller, "evidence_unstaged",
                          {{"event", staged->event}, {"seal", staged->seal}}, {}, {});
  prepared.record.outbox_done.push_back(staged->key);
  return prepared;
}

CaseDesk::Prepared CaseDesk::prepare_submission(StoreReader& store, DeskCall const& call) {
  auto const loaded = load(store, call, call);
  check_version(call, loaded.case_);
  auto const staged = staged_of(store, loaded.case_);
  auto const key = text_of(call.params, "staged_key");
  if (!staged || (!key.empty() && key != staged->key))
    throw CallFault{{FaultKind::not_found,
                     {"本案没有暂存的提交，或已经提交", "nothing is staged in this case, or it has been submitted"},
                     "params.case_id"}};
  auto move = call;
  // Sent by the runner it is the move of whoever staged it; the entry names the runner as the one who sent it.
  if (call.actor.role == Role::runner)
    move.actor = {.id = staged->staged_by, .role = role_from(staged->role).value(), .shop = loaded.case_.shop};
  move.params = {{"case_id", loaded.case_.id},
                 {"event", staged->event},
                 {"party", name_of(Party::seller)},
                 {"params", staged->params},
                 {"evidence", boost::json::value_from(staged->evidence)}};
  return attempt(store, call, move, std::nullopt);
}

void CaseDesk::reschedule_staged(StoreReader& store, Prepared& prepared) {
  auto& record = prepared.record;
  if (record.is_new || prepared.refusal) return;
  auto const staged = staged_of(store, record.case_after);
  if (!staged || std::ranges::find(record.outbox_done, staged->key) != record.outbox_done.end()) return;
  auto const& after = record.case_after;
  auto const books = books_.now();
  auto evidence = store.evidence_of(after.id);
  std::ranges::copy(record.evidence, std::back_inserter(evidence));
  auto const account = store.order_account(after);
  if (!account) return;  // no case is without its order
  World const world{*prepared.workflow, books->book_for(after.platform, after.shop), after, *account, evidence,
                    clock_.now()};
  auto const send_at = last_safe_at(world).value_or(never);
  if (send_at == staged->send_at || (staged->attempts > 0 && staged->send_at >= send_at)) return;
  for (auto const& item : store.outbox_of(record.case_after.id)) {
    if (item.key != staged->key) continue;
    record.outbox_done.push_back(item.key);
    record.outbox.push_back({.key = record.entry_id + "/staged",
                             .case_id = item.case_id,
                             .shop = item.shop,
                             .kind = item.kind,
                             .content = item.content,
                             .due_at = send_at});
  }
}

}  // namespace redress::api

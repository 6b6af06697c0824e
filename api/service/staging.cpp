#include "api/service/staging.hpp"

#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/hash.hpp"

#include <algorithm>

namespace redress::api {
namespace {

bool is_flagged(Case const& case_) { return std::ranges::find(case_.flags, staged_flag) != case_.flags.end(); }

StagedEvidence read_staged(OutboxItem const& item) {
  auto const& content = item.content;
  auto const text = [&](std::string_view name) { return std::string(content.at(name).as_string()); };
  StagedEvidence staged{.key = item.key,
                        .event = text("event"),
                        .params = content.at("params").as_object(),
                        .via = text("via"),
                        .evidence = {},
                        .seal = text("seal"),
                        .staged_by = text("staged_by"),
                        .role = text("role"),
                        .send_at = item.due_at,
                        .attempts = item.attempts,
                        .last_failure = item.last_failure};
  for (auto const& id : content.at("evidence").as_array()) staged.evidence.emplace_back(id.as_string());
  return staged;
}

}  // namespace

std::optional<StagedEvidence> staged_of(StoreReader& store, Case const& case_) {
  if (!is_flagged(case_)) return std::nullopt;
  for (auto const& item : store.outbox_of(case_.id))
    if (item.kind == send_staged && !item.delivered_at) return read_staged(item);
  return std::nullopt;
}

std::optional<StagedEvidence> staged_for(StoreReader& store, Case const& case_, std::string_view event) {
  auto staged = staged_of(store, case_);
  if (staged && staged->event != event) return std::nullopt;
  return staged;
}

std::string seal_of(std::vector<Evidence> const& items) {
  boost::json::array list;
  for (auto const& item : items) {
    boost::json::object each{{"id", item.id}};
    each.emplace(item.commitment.empty() ? "sha256" : "commitment",
                 item.commitment.empty() ? item.sha256 : item.commitment);
    list.push_back(std::move(each));
  }
  return ledger::hex(ledger::sha256(ledger::canonical_json(list).value()));
}

boost::json::object sealed(StagedEvidence const& staged) {
  return {{"evidence", boost::json::value_from(staged.evidence)}, {"via", staged.via}, {"seal", staged.seal}};
}

void seal(Decision& decision, StagedEvidence const& staged) {
  for (auto& effect : decision.effects)
    if (effect.kind == "submit_evidence" || effect.kind == "submit_report") effect.content["sealed"] = sealed(staged);
  drop_flag(decision.after);
}

void add_flag(Case& case_) {
  if (!is_flagged(case_)) case_.flags.emplace_back(staged_flag);
}

void drop_flag(Case& case_) { std::erase(case_.flags, staged_flag); }

boost::json::object to_json(StagedEvidence const& staged) {
  boost::json::object json{{"event", staged.event}, {"params", staged.params},
                           {"via", staged.via},     {"evidence", boost::json::value_from(staged.evidence)},
                           {"seal", staged.seal},   {"staged_by", staged.staged_by}};
  if (staged.send_at < never) json.emplace("send_at", format_rfc3339(staged.send_at));
  if (staged.attempts > 0) json.emplace("attempts", staged.attempts);
  if (!staged.last_failure.empty()) json.emplace("last_failure", staged.last_failure);
  return json;
}

}  // namespace redress::api

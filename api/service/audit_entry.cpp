#include "api/service/audit_entry.hpp"

#include "api/service/answer.hpp"
#include "api/service/kept_rulebooks.hpp"
#include "api/service/labels.hpp"
#include "engine/cases/office_entry.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::array paying_effects{"order_payout", "repeat_payout", "order_compensation", "refund_price_difference"};
constexpr std::string_view proposed_event = "override_proposed";

object parsed(Entry const& entry) {
  boost::system::error_code failed;
  auto json = boost::json::parse(entry.bytes, failed);
  if (failed || !json.is_object())
    throw FaultError{Fault{FaultKind::ledger_broken,
                           {fmt::format("第 {} 条记录不是 JSON，请运行 redress audit verify", entry.seq),
                            fmt::format("entry {} is no JSON: run redress audit verify", entry.seq)},
                           entry.id}};
  return std::move(json.get_object());
}

std::optional<std::int64_t> whole(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  if (!found || !found->is_int64()) return std::nullopt;
  return found->get_int64();
}

object const& part(object const& json, std::string_view name) {
  static object const none;
  auto const* found = json.if_contains(name);
  return found && found->is_object() ? found->get_object() : none;
}

array const& list(object const& json, std::string_view name) {
  static array const none;
  auto const* found = json.if_contains(name);
  return found && found->is_array() ? found->get_array() : none;
}

std::optional<std::int64_t> moved_minor(object const& entry) {
  std::optional<std::int64_t> sum;
  for (auto const& effect : list(entry, "effects")) {
    auto const kind = text_of(effect.as_object(), "kind");
    if (std::ranges::find(paying_effects, kind) == paying_effects.end()) continue;
    if (auto const minor = whole(part(effect.as_object(), "amount"), "minor")) sum = sum.value_or(0) + *minor;
  }
  return sum;
}

std::optional<std::int64_t> asked_minor(object const& entry) {
  if (auto const minor = whole(part(part(entry, "params"), "amount"), "minor")) return minor;
  auto const& record = part(entry, "override");
  auto const refund = whole(record, "refund_minor");
  auto const compensation = whole(record, "compensation_minor");
  if (refund || compensation) return refund.value_or(0) + compensation.value_or(0);
  for (auto const& rule : list(entry, "rules"))
    if (auto const minor = whole(part(rule.as_object(), "facts_read"), "event.amount_minor")) return minor;
  auto const& facts = part(entry, "facts_set");
  if (auto const minor = whole(facts, "offer.amount_minor")) return minor;
  return whole(facts, "claim.amount_minor");
}

bool is_final(std::string const& kind, std::string const& state) {
  auto const* workflow = workflows::find_workflow(kind);
  auto const* found = workflow ? workflow->find_state(state) : nullptr;
  return found && found->final;
}

// The version of the rule that was in force when the entry was decided.
rules::Rule const* rule_then(rules::Rulebook const& book, std::string_view id, Instant at) {
  auto const found = std::ranges::find_if(
      book.rules, [&](rules::Rule const& rule) { return rule.id == id && rule.span.holds_at(at); });
  return found == book.rules.end() ? nullptr : &*found;
}

array told(std::vector<CitedClause> const& clauses) {
  array all;
  for (auto const& clause : clauses) {
    object item{{"rule", clause.rule}, {"cites", clause.cites}};
    if (!clause.says.zh.empty()) item.emplace("says", to_json(clause.says));
    all.push_back(std::move(item));
  }
  return all;
}

CitedClause cited(object const& recorded) {
  auto const& says = part(recorded, "says");
  return {text_of(recorded, "id"), text_of(recorded, "cites"), {text_of(says, "zh"), text_of(says, "en")}};
}

}  // namespace

rules::Rulebook const* BookShelf::find(std::string const& digest) {
  if (auto const* book = in_force_->find_digest(digest)) return book;
  auto const known = restored_.find(digest);
  if (known != restored_.end()) return known->second.get();
  return restored_.emplace(digest, restored_rulebook(store_, digest)).first->second.get();
}

AuditEntry::AuditEntry(Entry const& entry) : entry_(entry), json_(parsed(entry)) {}

std::string AuditEntry::text(std::string_view name) const { return text_of(json_, name); }

std::string AuditEntry::refusal_code() const { return text_of(part(json_, "refusal"), "code"); }

std::optional<AuditedAmount> AuditEntry::amount() const {
  if (auto const minor = moved_minor(json_)) return AuditedAmount{*minor, true};
  if (auto const minor = asked_minor(json_)) return AuditedAmount{*minor, false};
  return std::nullopt;
}

std::vector<CitedClause> AuditEntry::refused_by(BookShelf& shelf, StoreReader& store) const {
  std::vector<CitedClause> clauses;
  if (is_accepted()) return clauses;
  auto const& verdicts = list(json_, "rules");
  auto const* book = verdicts.empty() ? nullptr : shelf.find(text("rulebook_digest"));
  if (!book) return clauses;
  auto at = parse_rfc3339(text("at")).value();
  if (book->version_selector == rules::VersionSelector::at_conduct_time)
    if (auto const of_case = store.find_case(entry_.case_id)) at = of_case->opened_at;
  bool const by_manager = text("role") == name_of(Role::manager);
  auto const& overridden = list(part(json_, "override"), "rules");
  for (auto const& each : verdicts) {
    auto const& recorded = each.as_object();
    auto const* applies = recorded.if_contains("applies");
    auto const verdict = rules::verdict_from(text_of(recorded, "verdict"));
    if (!verdict || !applies || !applies->is_bool() || !applies->get_bool()) continue;
    auto const id = text_of(recorded, "id");
    auto const* rule = rule_then(*book, id, at);
    if (!rule || !rules::RuleVerdict{rule, *verdict, true, {}, {}, {}, {}, {}}.refuses(by_manager)) continue;
    if (std::ranges::any_of(overridden, [&](auto const& named) { return named.as_string() == id; })) continue;
    if (std::ranges::find(clauses, id, &CitedClause::rule) == clauses.end()) clauses.push_back(cited(recorded));
  }
  return clauses;
}

std::vector<CitedClause> AuditEntry::passed() const {
  std::vector<CitedClause> clauses;
  if (!is_accepted() || text("event") == proposed_event) return clauses;
  for (auto const& id : list(part(json_, "override"), "rules")) {
    CitedClause clause{std::string(id.as_string()), {}};
    for (auto const& rule : list(json_, "rules"))
      if (text_of(rule.as_object(), "id") == clause.rule) clause = cited(rule.as_object());
    clauses.push_back(std::move(clause));
  }
  return clauses;
}

std::vector<CitedClause> AuditEntry::consulted() const {
  std::vector<CitedClause> clauses;
  for (auto const& each : list(json_, "rules")) {
    auto const& recorded = each.as_object();
    auto const* applies = recorded.if_contains("applies");
    if (applies && applies->is_bool() && applies->get_bool()) clauses.push_back(cited(recorded));
  }
  return clauses;
}

bool AuditEntry::closes() const {
  if (!is_accepted() || is_office(entry_.case_id)) return false;
  auto const kind = text("kind");
  return is_final(kind, text("to")) && !is_final(kind, text("from"));
}

bool AuditEntry::tries_a_move() const {
  auto const* workflow = workflows::find_workflow(text("kind"));
  return entry_.case_seq > 0 && workflow && workflow->find_event(text("event"));
}

Says clause_says(CitedClause const& clause, AuditEntry const& entry, BookShelf& shelf) {
  auto const* book = shelf.find(entry.text("rulebook_digest"));
  auto const* rule = book ? rule_then(*book, clause.rule, parse_rfc3339(entry.text("at")).value()) : nullptr;
  return rule ? says_of(*rule) : Says{};
}

object audit_item(AuditEntry const& entry, BookShelf& shelf, StoreReader& store, ActorNames& names) {
  object item{{"id", entry.entry().id}, {"seq", entry.entry().seq}, {"case_id", entry.entry().case_id}};
  for (auto const* name : {"shop", "kind", "event", "party"}) item.emplace(name, entry.text(name));
  item.emplace("person", entry.text("actor"));
  item.emplace("actor_name", names.name(entry.text("actor")));
  for (auto const* name : {"role", "at", "from", "to", "outcome"}) item.emplace(name, entry.text(name));
  add_labels(item);
  if (auto const* refusal = entry.json().if_contains("refusal")) {
    auto told = refusal->as_object();
    if (auto says = word_of("codes", entry.refusal_code())) told.emplace("says", std::move(*says));
    item.emplace("refusal", std::move(told));
  }
  if (auto const amount = entry.amount()) {
    auto const of_case = store.find_case(entry.entry().case_id);
    item.emplace("amount", object{{"minor", amount->minor},
                                  {"currency", of_case ? std::string(of_case->currency.code()) : std::string{}},
                                  {"is", amount->moved ? "moved" : "asked"}});
  }
  item.emplace("refused_by", told(entry.refused_by(shelf, store)));
  item.emplace("passed", told(entry.passed()));
  item.emplace("closing", entry.closes());
  item.emplace("hash", entry.entry().hash);
  return item;
}

}  // namespace redress::api

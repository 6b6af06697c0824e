#include "engine/backtest/replayed_case.hpp"

#include "engine/cases/derive.hpp"

#include <algorithm>
#include <array>

namespace redress::backtest {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 3> of_other_cases{"account.pending_minor", "account.refundable_minor",
                                                         "account.refunded_minor"};
constexpr std::array<std::string_view, 4> of_messages{"event.message_bytes", "event.message_chars",
                                                      "event.message_has_personal", "event.message_terms"};
constexpr std::string_view message_terms = "event.message_terms";
constexpr std::array<std::string_view, 2> of_files{"event.proof_bytes", "event.proof_mime"};

// Facts that the book itself computes: the recorded value is the recorded book's, not the candidate's.
constexpr std::array<std::string_view, 2> of_the_book{"compensation.due_minor", "order.no_reason_ends_at"};

bool made_by_book(std::string_view path) { return std::ranges::find(of_the_book, path) != of_the_book.end(); }

void overlay(Facts& facts, RecordedEntry const& entry) {
  for (auto const& read : entry.facts_read) {
    if (made_by_book(read.path)) continue;
    if (read.value)
      facts.set(read.path, *read.value);
    else
      facts.clear(read.path);
  }
}

FactType type_of(std::string_view path) { return fact_schema()[*fact_index(path)].type; }

std::optional<FactValue> plain_value(ParamSpec const& param, json::value const& value) {
  if (param.type == ParamType::money) {
    auto const money = money_from_json(value, std::string(param.name));
    return money ? std::optional<FactValue>(money->minor) : std::nullopt;
  }
  auto read = fact_from_json(type_of(param.fact), value, std::string(param.name));
  return read ? std::optional<FactValue>(std::move(*read)) : std::nullopt;
}

// When the move happened: what it stamped, else its parameter `at`, else when it was decided.
Instant happened_at(RecordedEntry const& entry, EventSpec const* event) {
  if (event && !event->stamps.empty())
    if (auto const* stamp = entry.facts_set->if_contains(event->stamps); stamp && stamp->is_string())
      if (auto const at = parse_rfc3339(stamp->get_string())) return *at;
  if (auto const* given = entry.params->if_contains("at"); given && given->is_string())
    if (auto const at = parse_rfc3339(given->get_string())) return *at;
  return decided_at(entry);
}

void read_opening(RecordedEntry const& entry, Case& case_, OrderAccount& account) {
  case_.id = entry.case_id;
  case_.shop = entry.shop;
  case_.kind = entry.kind;
  case_.platform = entry.platform;
  case_.opened_at = case_.state_entered_at = decided_at(entry);
  auto order = order_from_json(entry.params->at("order").as_object()).value();
  case_.order_id = order.id;
  case_.currency = order.currency;
  account = account_of(std::move(order));
  if (auto const* lines = entry.params->if_contains("lines"))
    for (auto const& line : lines->as_array())
      case_.claim_lines.push_back({std::string(line.at("id").as_string()), line.at("quantity").as_int64()});
}

void set_facts(json::object const& told, Facts& facts) {
  for (auto const& member : told) {
    auto const index = fact_index(member.key());
    if (!index) continue;  // a fact of another version of this program
    if (member.value().is_null())
      facts.clear(member.key());
    else
      facts.set(member.key(),
                fact_from_json(fact_schema()[*index].type, member.value(), std::string(member.key())).value());
  }
}

bool begins_a_stay(RecordedEntry const& entry, RowSpec const* row) {
  if (entry.from != entry.to) return true;
  return row && std::ranges::find(row->effects, EffectKind::restart_clock) != row->effects.end();
}

}  // namespace

std::span<std::string_view const> account_facts() { return of_other_cases; }

Instant decided_at(RecordedEntry const& entry) {
  auto const* now = entry.find_read("now");
  return now && now->value ? std::get<Instant>(*now->value) : entry.at;
}

Result<void> ReplayedCase::arrive(RecordedEntry const& entry) {
  try {
    if (entry.case_seq == 0) {
      read_opening(entry, case_, account_);
      set_facts(*entry.facts_set, case_.facts);
    }
  } catch (std::exception const&) {
    return Fault{FaultKind::ledger_broken,
                 {"案件的第一条记录读不出订单", "the first entry of a case tells no order that can be read"},
                 std::string(entry.id)};
  }
  case_.state = entry.from;
  for (auto const kind : entry.evidence_kinds) evidence_.emplace_back().kind = std::string(kind);
  trust_reads(entry);
  return {};
}

// Entries are recorded a moment after they are decided; what a rule read is exact.
void ReplayedCase::trust_reads(RecordedEntry const& entry) {
  for (auto const& read : entry.facts_read) {
    if (!read.value) continue;
    if (read.path == "case.opened_at") case_.opened_at = std::get<Instant>(*read.value);
    if (read.path == "case.state_entered_at") case_.state_entered_at = std::get<Instant>(*read.value);
  }
}

void ReplayedCase::add_event_facts(RecordedEntry const& entry, EventSpec const& event, Facts& facts) const {
  for (auto const& param : event.params) {
    if (param.fact.empty() || param.personal) continue;
    if (auto const* given = entry.params->if_contains(param.name))
      if (auto value = plain_value(param, *given)) facts.set(param.fact, std::move(*value));
  }
  if (!event.stamps.empty()) facts.set(event.stamps, happened_at(entry, &event));
  for (auto const& set : event.sets)
    if (auto const* flag = std::get_if<bool>(&set.value))
      facts.set(set.fact, *flag);
    else
      facts.set(set.fact, std::string(std::get<std::string_view>(set.value)));
  facts.set("event.name", std::string(event.name));
  facts.set("actor.role", std::string(name_of(entry.role)));
  facts.set("actor.party", std::string(name_of(entry.party)));
}

DecisionFacts ReplayedCase::facts_of(RecordedEntry const& entry, EventSpec const& event, rules::Rulebook const& book,
                                     bool same_vocabularies) const {
  DecisionFacts made{case_.facts, {}};
  add_event_facts(entry, event, made.facts);
  overlay(made.facts, entry);
  derive(made.facts, world(book, decided_at(entry)));
  for (auto const path : of_other_cases) made.facts.clear(path);
  overlay(made.facts, entry);

  auto const untold = [&](std::string_view path) {
    if (!entry.find_read(path)) made.untold.push_back(path);
  };
  std::ranges::for_each(of_other_cases, untold);
  std::ranges::for_each(of_files, untold);
  if (entry.personal->contains("message")) {
    std::ranges::for_each(of_messages, untold);
    if (!same_vocabularies && entry.find_read(message_terms)) {
      made.facts.clear(message_terms);
      made.untold.push_back(message_terms);
    }
  }
  if (entry.personal->contains("waybill")) untold("event.waybill_reused");
  for (auto const& param : event.params)
    if (param.personal && !param.fact.empty() && entry.personal->contains(param.name)) untold(param.fact);
  // At the opening the entry has what a cleared fact became, not what it was.
  if (entry.case_seq == 0)
    for (auto const& member : *entry.facts_set)
      if (member.value().is_null() && fact_index(member.key())) untold(member.key());
  return made;
}

void ReplayedCase::settle(RecordedEntry const& entry, EventSpec const* event, RowSpec const* row) {
  set_facts(*entry.facts_set, case_.facts);
  case_.state = entry.to;
  auto const* state = workflow_.find_state(entry.to);
  case_.final = state && state->final;
  bool const moved = entry.accepted && entry.asked_the_book();
  if (moved && begins_a_stay(entry, row)) case_.state_entered_at = happened_at(entry, event);
}

}  // namespace redress::backtest

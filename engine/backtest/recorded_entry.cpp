#include "engine/backtest/recorded_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::backtest {
namespace {

namespace json = boost::json;

// Entries that move nothing in the table: facts and evidence that arrived, who works on it, which case it became.
constexpr std::array no_decisions{"facts_reported",    "evidence_added", "evidence_staged",
                                  "evidence_unstaged", "assigned",       "linked"};

template <class T>
T must(std::optional<T> value) {
  if (!value) throw std::invalid_argument("a name that is not known");
  return *value;
}

std::string_view text(json::object const& from, std::string_view name) { return from.at(name).as_string(); }

void read_facts_of(json::object const& rule, RecordedEntry& entry) {
  for (auto const& member : rule.at("facts_read").as_object()) {
    if (entry.find_read(member.key())) continue;
    auto const index = fact_index(member.key());
    if (!index) continue;  // a fact of another version of this program: no rule of today can name it
    RecordedRead read{member.key(), std::nullopt};
    if (!member.value().is_null())
      read.value = fact_from_json(fact_schema()[*index].type, member.value(), std::string(member.key())).value();
    entry.facts_read.push_back(std::move(read));
  }
}

void read_effects(json::array const& effects, RecordedEntry& entry) {
  for (auto const& each : effects) {
    auto const& effect = each.as_object();
    auto const kind = text(effect, "kind");
    if (kind == "order_payout" || kind == "refund_price_difference")
      entry.payout = money_from_json(effect.at("amount"), "effects").value();
  }
}

void read_members(RecordedEntry& entry) {
  auto const& all = entry.document.as_object();
  entry.id = text(all, "id");
  entry.shop = text(all, "shop");
  entry.case_id = text(all, "case_id");
  entry.kind = text(all, "kind");
  entry.platform = text(all, "platform");
  entry.event = text(all, "event");
  entry.from = text(all, "from");
  entry.to = text(all, "to");
  entry.rulebook = text(all, "rulebook");
  entry.digest = text(all, "rulebook_digest");
  entry.case_seq = all.at("case_seq").as_int64();
  entry.at = parse_rfc3339(text(all, "at")).value();
  entry.role = must(role_from(text(all, "role")));
  entry.party = must(party_from(text(all, "party")));
  entry.accepted = text(all, "outcome") == "accepted";
  if (auto const* refusal = all.if_contains("refusal")) {
    entry.refusal_kind = text(refusal->as_object(), "kind");
    entry.refusal_code = text(refusal->as_object(), "code");
  }
  if (auto const* passed = all.if_contains("override"))
    for (auto const& rule : passed->as_object().at("rules").as_array()) entry.overridden.push_back(rule.as_string());
  entry.params = &all.at("params").as_object();
  entry.facts_set = &all.at("facts_set").as_object();
  entry.personal = &all.at("private").as_object();
  for (auto const& each : all.at("evidence").as_array()) {
    auto const& item = each.as_object();
    auto const* weight = item.if_contains("weight");
    if (!weight || weight->as_string() != name_of(Weight::inadmissible))
      entry.evidence_kinds.push_back(text(item, "kind"));
  }
  for (auto const& each : all.at("rules").as_array()) {
    auto const& rule = each.as_object();
    entry.verdicts.push_back(
        {text(rule, "id"), must(rules::verdict_from(text(rule, "verdict"))), rule.at("applies").as_bool()});
    read_facts_of(rule, entry);
  }
  read_effects(all.at("effects").as_array(), entry);
  if (auto const* due = all.if_contains("due"))
    entry.due = RecordedDue{parse_rfc3339(text(due->as_object(), "at")).value(), text(due->as_object(), "id")};
}

}  // namespace

bool RecordedEntry::asked_the_book() const {
  if (std::ranges::find(no_decisions, event) != no_decisions.end()) return false;
  if (accepted) return true;
  bool const by_table = refusal_kind == name_of(FaultKind::event_not_allowed) && refusal_code != "amount_differs";
  return !by_table && refusal_kind != name_of(FaultKind::case_final);
}

bool RecordedEntry::refused_by_rules() const {
  if (accepted || refusal_code == "amount_missing") return false;
  return refusal_kind == name_of(FaultKind::rule_blocked) || refusal_kind == name_of(FaultKind::evidence_missing) ||
         refusal_kind == name_of(FaultKind::evidence_rejected);
}

RecordedRead const* RecordedEntry::find_read(std::string_view path) const {
  auto const found = std::ranges::find(facts_read, path, &RecordedRead::path);
  return found == facts_read.end() ? nullptr : &*found;
}

Result<RecordedEntry> read_recorded(std::string_view bytes) {
  try {
    RecordedEntry entry;
    entry.document = json::parse(bytes, json::make_shared_resource<json::monotonic_resource>());
    read_members(entry);
    return entry;
  } catch (std::exception const& why) {
    return Fault{
        FaultKind::ledger_broken,
        {fmt::format("有一条记录无法读取：{}", why.what()), fmt::format("an entry cannot be read: {}", why.what())}};
  }
}

}  // namespace redress::backtest

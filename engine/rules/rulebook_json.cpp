#include "engine/rules/rulebook_json.hpp"

#include "engine/rules/calendar.hpp"
#include "engine/rules/sentence.hpp"

#include <fmt/format.h>

namespace redress::rules {
namespace {

namespace json = boost::json;

json::object cites_json(Citation const& cites) { return {{"text", cites.text}, {"source", cites.source}}; }

void put_condition(json::object& out, std::string_view name, std::optional<cel::Program> const& condition) {
  if (condition) out.emplace(name, condition->source());
}

// `until` is the first moment it no longer holds, which is 00:00 of the day after the last.
void put_span(json::object& out, Span const& span) {
  if (span.from) out.emplace("from", beijing_date(*span.from));
  if (span.until) out.emplace("to", beijing_date(*span.until + -1));
}

json::array texts(std::vector<std::string> const& from) { return json::array(from.begin(), from.end()); }

template <class Item>
json::array items(std::vector<Item> const& from) {
  json::array made;
  for (auto const& item : from) made.push_back(to_json(item));
  return made;
}

json::object vocabularies_json(Rulebook const& book) {
  json::object made;
  for (auto const& vocabulary : book.vocabularies) made.emplace(vocabulary.name, texts(vocabulary.terms));
  return made;
}

std::string_view name_of(Missing::What what) {
  switch (what) {
    case Missing::What::fact:
      return "fact";
    case Missing::What::evidence:
      return "evidence";
    case Missing::What::error:
      return "error";
  }
  return "error";
}

}  // namespace

json::object to_json(Missing const& missing) { return {{"what", name_of(missing.what)}, {"name", missing.name}}; }

json::object to_json(FailedClause const& clause) {
  return {{"expression", clause.expression}, {"expected", clause.expected}, {"actual", clause.actual}};
}

json::object to_json(OverrideTerms const& terms) {
  json::object out{{"by", redress::name_of(terms.by)}};
  if (terms.second_person) out.emplace("second_person", redress::name_of(*terms.second_person));
  out.emplace("expires_hours", terms.expires_hours);
  return out;
}

json::object to_json(Rule const& rule) {
  json::object out{{"id", rule.id},
                   {"version", rule.version},
                   {"cites", cites_json(rule.cites)},
                   {"confidence", rules::name_of(rule.confidence)},
                   {"effect", rules::name_of(rule.effect)},
                   {"on", texts(rule.on)}};
  put_condition(out, "when", rule.when);
  put_condition(out, "require", rule.require);
  put_span(out, rule.span);
  out.emplace("says", redress::to_json(rule.says));
  if (!rule.advances.empty()) out.emplace("advances", rule.advances);
  if (!rule.compensation.empty()) out.emplace("compensation", rule.compensation);
  if (!rule.params.empty()) {
    json::object params;
    for (auto const& [name, value] : rule.params) params.emplace(name, value);
    out.emplace("params", std::move(params));
  }
  if (rule.effect == RuleEffect::advance) out.emplace("automation", automation_of(rule));
  if (rule.override_terms) out.emplace("override", to_json(*rule.override_terms));
  if (rule.calendar) out.emplace("calendar", to_json(*rule.calendar));
  return out;
}

json::object to_json(Deadline const& deadline) {
  json::object out{{"id", deadline.id},
                   {"slot", deadline.slot},
                   {"cites", cites_json(deadline.cites)},
                   {"confidence", rules::name_of(deadline.confidence)}};
  put_condition(out, "when", deadline.when);
  out.emplace("due", deadline.due.source());
  put_span(out, deadline.span);
  out.emplace("says", redress::to_json(deadline.says));
  out.emplace("sets_timer", may_set_timer(deadline.confidence));
  return out;
}

json::object to_json(Compensation const& compensation) {
  json::object out{{"id", compensation.id},
                   {"breach", compensation.breach},
                   {"cites", cites_json(compensation.cites)},
                   {"confidence", rules::name_of(compensation.confidence)}};
  put_condition(out, "when", compensation.when);
  out.emplace("per_mille", compensation.per_mille);
  out.emplace("min_minor", compensation.min_minor);
  if (compensation.max_minor != 0) out.emplace("max_minor", compensation.max_minor);
  put_span(out, compensation.span);
  out.emplace("says", redress::to_json(compensation.says));
  return out;
}

json::object to_json(EvidenceNeed const& need) {
  json::object out{{"id", need.id}, {"cites", cites_json(need.cites)}, {"confidence", rules::name_of(need.confidence)}};
  if (!need.on.empty()) out.emplace("on", texts(need.on));
  put_condition(out, "when", need.when);
  out.emplace("borne_by", need.borne_by);
  json::array groups;
  for (auto const& kinds : need.any_of) groups.push_back(texts(kinds));
  out.emplace("any_of", std::move(groups));
  out.emplace("says", redress::to_json(need.says));
  return out;
}

json::object to_json(RiskSignal const& signal) {
  json::object out{{"id", signal.id},
                   {"cites", cites_json(signal.cites)},
                   {"confidence", rules::name_of(signal.confidence)},
                   {"when", signal.when.source()},
                   {"weight", signal.weight}};
  json::array groups;
  for (auto const& kinds : signal.asks_for) groups.push_back(texts(kinds));
  if (!groups.empty()) out.emplace("asks_for", std::move(groups));
  if (signal.wants_person) out.emplace("wants_person", true);
  put_span(out, signal.span);
  out.emplace("says", redress::to_json(signal.says));
  return out;
}

json::object to_json(Reminder const& reminder) {
  json::object out{{"id", reminder.id},
                   {"slots", texts(reminder.slots)},
                   {"minutes_before", reminder.minutes_before},
                   {"working", reminder.working},
                   {"cites", cites_json(reminder.cites)},
                   {"confidence", rules::name_of(reminder.confidence)}};
  put_span(out, reminder.span);
  out.emplace("says", redress::to_json(reminder.says));
  return out;
}

json::object to_json(Effort const& effort) {
  json::object out{{"id", effort.id}};
  if (!effort.event.empty()) out.emplace("event", effort.event);
  if (!effort.evidence.empty()) out.emplace("evidence", effort.evidence);
  out.emplace("minutes", effort.minutes);
  out.emplace("cites", cites_json(effort.cites));
  out.emplace("confidence", rules::name_of(effort.confidence));
  put_span(out, effort.span);
  out.emplace("says", redress::to_json(effort.says));
  return out;
}

json::object summary_of(Rulebook const& book) {
  json::object out{{"id", book.id},
                   {"platform", book.platform.empty() ? "*" : book.platform},
                   {"version", book.version},
                   {"digest", book.digest},
                   {"title", redress::to_json(book.title)},
                   {"version_selector", rules::name_of(book.version_selector)},
                   {"counts",
                    {{"rules", book.rules.size()},
                     {"deadlines", book.deadlines.size()},
                     {"compensations", book.compensations.size()},
                     {"evidence_needs", book.evidence_needs.size()},
                     {"vocabularies", book.vocabularies.size()}}}};
  if (!book.shop.empty()) {
    out.emplace("shop", book.shop);
    out.emplace("extends", book.extends);
  }
  return out;
}

json::object to_json(Rulebook const& book) {
  auto out = summary_of(book);
  out.emplace("rules", items(book.rules));
  out.emplace("deadlines", items(book.deadlines));
  if (!book.shop_deadlines.empty()) out.emplace("shop_deadlines", items(book.shop_deadlines));
  out.emplace("compensations", items(book.compensations));
  out.emplace("evidence_needs", items(book.evidence_needs));
  out.emplace("risks", items(book.risks));
  out.emplace("vocabularies", vocabularies_json(book));
  if (book.calendar) out.emplace("calendar", to_json(*book.calendar));
  if (!book.reminders.empty()) out.emplace("reminders", items(book.reminders));
  if (!book.efforts.empty()) out.emplace("efforts", items(book.efforts));
  return out;
}

std::string citation_text(Citation const& cites) {
  return cites.source.empty() ? cites.text : fmt::format("{} [{}]", cites.text, cites.source);
}

json::object to_json(RuleVerdict const& verdict) {
  json::object facts, evidence;
  for (auto const& read : verdict.facts_read)
    facts.emplace(read.path, read.value ? redress::to_json(*read.value) : json::value(nullptr));
  for (auto const& read : verdict.evidence_read) evidence.emplace(read.kind, read.count);
  json::object out{{"id", verdict.rule->id},
                   {"version", verdict.rule->version},
                   {"verdict", rules::name_of(verdict.verdict)},
                   {"applies", verdict.applies},
                   {"cites", citation_text(verdict.rule->cites)},
                   {"confidence", rules::name_of(verdict.rule->confidence)},
                   {"effect", rules::name_of(verdict.rule->effect)},
                   {"facts_read", std::move(facts)},
                   {"evidence_read", std::move(evidence)},
                   {"says", redress::to_json(verdict.says)}};
  if (!verdict.missing.empty()) out.emplace("missing", items(verdict.missing));
  if (!verdict.failed.empty()) out.emplace("failed", items(verdict.failed));
  return out;
}

}  // namespace redress::rules

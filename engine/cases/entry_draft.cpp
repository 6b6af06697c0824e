#include "engine/cases/entry_draft.hpp"

#include "engine/cases/verdict_text.hpp"

#include <fmt/format.h>

namespace redress {
namespace {

constexpr int entry_format_version = 2;

boost::json::array effects_in_entry(Decision const& decision, std::string const& entry_id) {
  boost::json::array json;
  for (std::size_t i = 0; i < decision.effects.size(); ++i) {
    boost::json::object effect{{"kind", decision.effects[i].kind}, {"key", fmt::format("{}/{}", entry_id, i)}};
    for (auto const& member : decision.effects[i].content) effect.insert(member);
    json.push_back(std::move(effect));
  }
  return json;
}

// What the case's row says of it and nothing else in its entries does.
boost::json::object standing_of(Case const& case_) {
  return {{"final", case_.final},
          {"opened_at", format_rfc3339(case_.opened_at)},
          {"entered_at", format_rfc3339(case_.state_entered_at)},
          {"flags", boost::json::value_from(case_.flags)}};
}

}  // namespace

boost::json::object evidence_in_entry(Evidence const& item) {
  boost::json::object json{{"id", item.id}, {"kind", item.kind}};
  if (!item.commitment.empty())  // a text, also where it was forgotten since
    json.emplace("commitment", item.commitment);
  else
    json.emplace("sha256", item.sha256);
  json.emplace("size", item.size_bytes);
  json.emplace("mime", item.mime);
  json.emplace("source", item.source);
  json.emplace("helps", item.helps);
  json.emplace("added_at", format_rfc3339(item.added_at));
  if (item.captured_at) json.emplace("captured_at", format_rfc3339(*item.captured_at));
  if (item.weight != Weight::admissible) json.emplace("weight", name_of(item.weight));
  if (!item.derived_from.empty())
    json.emplace("derived_from", boost::json::object{{"id", item.derived_from}, {"how", item.derived_how}});
  if (!item.attributes.empty()) json.emplace("attributes", item.attributes);
  return json;
}

boost::json::object verdict_in_entry(rules::RuleVerdict const& verdict) {
  boost::json::object facts_read;
  for (auto const& read : verdict.facts_read)
    facts_read.emplace(read.path, read.value ? to_json(*read.value) : boost::json::value(nullptr));
  boost::json::object json{{"id", verdict.rule->id},
                           {"version", verdict.rule->version},
                           {"verdict", name_of(verdict.verdict)},
                           {"applies", verdict.applies},
                           {"cites", fmt::format("{} [{}]", verdict.rule->cites.text, verdict.rule->cites.source)},
                           {"confidence", name_of(verdict.rule->confidence)},
                           {"facts_read", std::move(facts_read)},
                           {"says", to_json(verdict.says)}};
  if (!verdict.evidence_read.empty()) {
    boost::json::object counts;
    for (auto const& read : verdict.evidence_read) counts.emplace(read.kind, read.count);
    json.emplace("evidence_read", std::move(counts));
  }
  return json;
}

EntryDraft draft_entry(Decision const& decision, EntryContext const& context) {
  auto const& after = decision.after;
  boost::json::array evidence;
  for (auto const& item : context.evidence) evidence.push_back(evidence_in_entry(item));
  boost::json::object members{
      {"v", entry_format_version},
      {"id", context.entry_id},
      {"shop", after.shop},
      {"case_id", after.id},
      {"at", format_rfc3339(context.now)},
      {"actor", context.actor.id},
      {"role", name_of(context.actor.role)},
      {"party", name_of(context.party)},
      {"kind", after.kind},
      {"workflow_version", after.workflow_version},
      {"platform", after.platform},
      {"event", context.event},
      {"from", decision.from},
      {"to", decision.to},
      {"outcome", decision.accepted() ? "accepted" : "refused"},
      {"request_id", context.request_id},
      {"case_version", after.version + 1},
      {"params", context.plain_params},
      {"private", context.commitments},
      {"facts_set", decision.facts_set},
      {"evidence", std::move(evidence)},
      {"rulebook", context.book.id},
      {"rulebook_digest", context.book.digest},
      {"effects", effects_in_entry(decision, context.entry_id)},
      {"postings", decision.postings},
      {"standing", standing_of(after)},
      {"nonce", context.nonce},
  };
  if (decision.refusal)
    members.emplace("refusal", boost::json::object{{"kind", name_of(decision.refusal->kind())},
                                                   {"code", decision.refusal->why_not.front().code}});
  if (!decision.overridden.empty())
    members.emplace("override", boost::json::object{{"rules", boost::json::value_from(decision.overridden)}});
  if (after.due) members.emplace("due", to_json(*after.due));
  EntryDraft draft{std::move(members)};
  if (auto written = verdicts_text(decision.verdicts)) {
    draft.rules = *std::move(written);
  } else {  // sealing it says where it goes wrong
    boost::json::array rules;
    for (auto const& verdict : decision.verdicts) rules.push_back(verdict_in_entry(verdict));
    draft.members.emplace("rules", std::move(rules));
  }
  return draft;
}

}  // namespace redress

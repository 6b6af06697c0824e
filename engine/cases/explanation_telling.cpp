// An explanation as JSON.
#include "engine/cases/change_words.hpp"
#include "engine/cases/entry_draft.hpp"
#include "engine/cases/explanation.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace redress {
namespace {

using boost::json::array;
using boost::json::object;
using rules::Reader;

constexpr std::array what_names{"evidence", "fact", "param", "message", "attachment", "manager", "event"};

object fact_view(rules::FactRead const& read, Explanation const& explanation, Reader reader) {
  auto const& spec = fact_schema()[*fact_index(read.path)];
  object view{{"path", read.path},
              {"value", read.value ? to_json(*read.value) : boost::json::value(nullptr)},
              {"origin", name_of(spec.origin)},
              {"says", {{"zh", spec.zh}, {"en", spec.en}}}};
  if (std::ranges::find(explanation.assumed, read.path, &Assumed::what) != explanation.assumed.end())
    view.emplace("assumed", true);
  auto const source = explanation.sources.find(read.path);
  if (source == explanation.sources.end() || reader == Reader::buyer) return view;
  object from{{"entry_id", source->second.entry_id},
              {"case_seq", source->second.case_seq},
              {"event", source->second.event},
              {"at", source->second.at}};
  if (!source->second.told_by.empty()) from.emplace("source", source->second.told_by);
  view.emplace("from", std::move(from));
  return view;
}

// Each fact that a rule the reader is told of has read or speaks of, once.
array facts_view(Explanation const& explanation, Reader reader) {
  array views;
  std::set<std::string_view> seen;
  for (auto const& proof : explanation.proofs) {
    if (!may_see_rule(reader, proof)) continue;
    for (auto const* reads : {&proof.verdict.facts_read, &proof.said})
      for (auto const& read : *reads)
        if (may_see_fact(reader, read.path) && seen.insert(read.path).second)
          views.push_back(fact_view(read, explanation, reader));
  }
  return views;
}

object evidence_item(Evidence const& item, Reader reader) {
  object view{{"id", item.id}};
  if (reader == Reader::auditor) view = evidence_in_entry(item);
  view["kind"] = item.kind;
  if (item.weight != Weight::admissible) view["weight"] = name_of(item.weight);
  return view;
}

array evidence_views(Explanation const& explanation, Reader reader) {
  array views;
  std::set<std::string_view> seen;
  for (auto const& proof : explanation.proofs) {
    if (!may_see_rule(reader, proof)) continue;
    for (auto const& [kind, count] : proof.verdict.evidence_read) {
      if (!rules::may_see_count(reader, proof, kind) || !seen.insert(kind).second) continue;
      object view{{"kind", kind}, {"count", count}};
      if (auto const* known = find_evidence_kind(kind))
        view.emplace("says", object{{"zh", known->zh}, {"en", known->en}});
      array items;
      for (auto const& item : explanation.evidence)
        if (item.kind == kind && !item.id.empty()) items.push_back(evidence_item(item, reader));
      if (reader != Reader::buyer) view.emplace("items", std::move(items));
      views.push_back(std::move(view));
    }
  }
  return views;
}

object change_view(Change const& change, Reader reader) {
  object view{{"what", what_names.at(static_cast<std::size_t>(change.what))},
              {"name", change.name},
              {"by", name_of(change.by)},
              {"says", to_json(change.says)}};
  if (change.what == Lever::What::evidence)
    view.emplace("pieces", change.setting.pieces);
  else if (change.what != Lever::What::manager && change.what != Lever::What::event)
    view.emplace("to", change.setting.value ? to_json(*change.setting.value) : boost::json::value(nullptr));
  if (reader != Reader::buyer)
    view.emplace("call", object{{"method", change.call.method}, {"params", change.call.params}});
  return view;
}

object nearest_view(Explanation const& explanation, Reader reader) {
  array sets;
  for (auto const* set : sets_for(explanation, reader)) {
    array changes;
    for (auto const& change : *set) changes.push_back(change_view(change, reader));
    sets.push_back(object{{"changes", std::move(changes)}});
  }
  return {{"sets", std::move(sets)},
          {"complete", explanation.nearest->complete},
          {"decisions", explanation.nearest->decisions}};
}

array rules_view(Explanation const& explanation, Reader reader) {
  array views;
  for (auto const& proof : explanation.proofs)
    if (may_see_rule(reader, proof) || proof.refuses) views.push_back(tell(proof, reader));
  return views;
}

object recorded_view(Recorded const& recorded, Reader reader) {
  object view{{"entry_id", recorded.entry_id},
              {"book_at_hand", recorded.book_at_hand},
              {"same", recorded.book_at_hand && recorded.differs.empty()}};
  if (reader == Reader::buyer) return view;
  view.emplace("differs", boost::json::value_from(recorded.differs));
  if (reader != Reader::auditor) return view;
  view.emplace("hash", recorded.hash);
  view.emplace("actor", recorded.actor);
  if (!recorded.book_at_hand) view.emplace("verdicts", recorded.verdicts);
  return view;
}

array assumed_view(Explanation const& explanation, Reader reader) {
  array views;
  for (auto const& each : explanation.assumed)
    if (may_see_assumed(each, reader)) views.push_back(object{{"what", each.what}, {"was", each.was}, {"is", each.is}});
  return views;
}

std::string joined(std::vector<std::string> const& lines) {
  std::string text;
  for (auto const& line : lines) text.append(line).append("\n");
  return text;
}

// Sentences are {zh, en}; one language asked for leaves the other out.
void keep_language(boost::json::value& json, std::string_view dropped) {
  if (auto* items = json.if_array())
    for (auto& item : *items) keep_language(item, dropped);
  auto* members = json.if_object();
  if (!members) return;
  if (members->size() == 2 && members->contains("zh") && members->contains("en")) {
    members->erase(dropped);
    return;
  }
  for (auto& member : *members) keep_language(member.value(), dropped);
}

}  // namespace

object tell(Explanation const& explanation, Reader reader, std::optional<rules::Language> language) {
  object told{{"case_id", explanation.case_id},
              {"event", explanation.event},
              {"says", to_json(explanation.event_says)},
              {"party", name_of(explanation.party)},
              {"reader", rules::name_of(reader)},
              {"at", format_rfc3339(explanation.at)},
              {"state", explanation.state},
              {"outcome", explanation.accepted ? "accepted" : "refused"}};
  if (!explanation.to.empty()) told.emplace("to", explanation.to);
  auto reasons = explanation.reasons;
  if (reader == Reader::buyer)
    for (auto& reason : reasons) reason.fix.reset();  // calls are not the buyer's to make
  told.emplace("reasons", to_json(reasons));
  told.emplace("rules", rules_view(explanation, reader));
  told.emplace("facts", facts_view(explanation, reader));
  told.emplace("evidence", evidence_views(explanation, reader));
  told.emplace("assumed", assumed_view(explanation, reader));
  if (explanation.nearest) told.emplace("nearest_yes", nearest_view(explanation, reader));
  if (explanation.recorded) told.emplace("recorded", recorded_view(*explanation.recorded, reader));
  told.emplace("rulebook", explanation.book);
  if (reader == Reader::auditor) told.emplace("rulebook_digest", explanation.digest);
  told.emplace("text", object{{"zh", joined(tell_lines(explanation, reader, rules::Language::zh))},
                              {"en", joined(tell_lines(explanation, reader, rules::Language::en))}});
  if (!language) return told;
  boost::json::value filtered = std::move(told);
  keep_language(filtered, *language == rules::Language::zh ? "en" : "zh");
  return std::move(filtered.get_object());
}

}  // namespace redress

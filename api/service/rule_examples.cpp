#include "api/service/rule_examples.hpp"

#include "workflows/catalogue.hpp"
#include "workflows/rulebook_loader/candidate.hpp"
#include "workflows/rulebook_loader/tried_examples.hpp"

#include <algorithm>
#include <set>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// A rule that is not in force or does not apply is out of scope; a deadline answers its time, or none.
value answer_of(rules::ToldExample const& told) {
  if (!told.verdict) return told.due && told.in_force ? value(format_rfc3339(*told.due)) : value("none");
  return told.in_force && told.applies ? value(rules::name_of(*told.verdict)) : value("out_of_scope");
}

object view_of(rules::ToldExample const& told) {
  array evidence;
  for (auto const& item : told.evidence) evidence.emplace_back(item.kind);
  auto const answer = answer_of(told);
  // A file whose example wants another answer does not load, so whatever loads answers what is expected of it.
  return {{"what", told.verdict ? "rule" : "deadline"},
          {"facts", told.facts.all_to_json()},
          {"evidence", std::move(evidence)},
          {"at", format_rfc3339(told.at)},
          {"expected", answer},
          {"actual", answer}};
}

RuleExamples::ById tried(std::vector<ledger::RulebookText> const& texts) {
  std::vector<rules::BookSource> sources;
  for (auto const& text : texts) sources.push_back({text.name, text.text});
  auto const names = rules::names_of(workflows::all_workflows());
  // A book's notes hold those of its parts, so only what no other file includes is asked.
  std::set<std::string, std::less<>> parts;
  for (auto const& source : sources)
    for (auto& part : rules::includes_of(source)) parts.insert(std::move(part));
  RuleExamples::ById by_id;
  for (auto const& source : sources) {
    if (parts.contains(source.name)) continue;
    for (auto const& told : rules::notes_of(sources, names, source.name).examples)
      by_id[told.id].push_back(view_of(told));
  }
  return by_id;
}

}  // namespace

std::shared_ptr<RuleExamples::ById const> RuleExamples::of(std::string const& digest,
                                                           std::vector<ledger::RulebookText> const& texts) {
  {
    std::lock_guard const lock(mutex_);
    if (auto const known = known_.find(digest); known != known_.end()) return known->second;
  }
  auto made = std::make_shared<ById const>(tried(texts));
  std::lock_guard const lock(mutex_);
  if (known_.size() >= books_remembered) known_.clear();
  return known_.emplace(digest, std::move(made)).first->second;
}

}  // namespace redress::api

#include "api/packs/story.hpp"

#include <fmt/format.h>

#include <map>

namespace redress::packs {

Instant Story::last_at() const { return parse_rfc3339(text_of(trail.back().members, "at")).value(); }

std::string Story::case_seq_name(std::size_t index) const { return fmt::format("{:04}", index); }

std::vector<Clause> clauses_of(Story const& story) {
  std::map<std::pair<std::string, std::string>, Clause> clauses;
  std::map<std::string, std::string> last_verdict;
  for (auto const& [entry, members] : story.trail)
    for (auto const& each : members.at("rules").as_array()) {
      auto const& rule = each.as_object();
      if (!rule.at("applies").as_bool()) continue;
      auto const id = text_of(rule, "id");
      auto& clause = clauses[{id, text_of(rule, "version")}];
      clause.id = id;
      clause.version = text_of(rule, "version");
      clause.cites = text_of(rule, "cites");
      clause.confidence = text_of(rule, "confidence");
      auto const& says = rule.at("says").as_object();
      clause.says = {text_of(says, "zh"), text_of(says, "en")};
      auto const verdict = text_of(rule, "verdict");
      if (last_verdict[id] != verdict) clause.verdicts.emplace_back(entry.case_seq, verdict);
      last_verdict[id] = verdict;
    }
  std::vector<Clause> sorted;
  for (auto& [key, clause] : clauses) sorted.push_back(std::move(clause));
  return sorted;
}

}  // namespace redress::packs

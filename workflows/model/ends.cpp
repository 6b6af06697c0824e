#include "workflows/model/ends.hpp"

#include <algorithm>

namespace redress::model {
namespace {

using Positions = std::vector<std::vector<std::size_t>>;

std::vector<bool> reaching(std::vector<bool> found, Positions const& before) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i]) open.push_back(i);
  while (!open.empty()) {
    auto const at = open.back();
    open.pop_back();
    for (auto const from : before[at])
      if (!found[from]) {
        found[from] = true;
        open.push_back(from);
      }
  }
  return found;
}

void note(Walk& walk, std::set<std::string>& seen, std::size_t at, std::string code, Says says) {
  auto const& state = walk.situations[at].case_.state;
  if (!seen.insert(code + " " + state).second) return;
  walk.findings.push_back({.code = std::move(code), .where = state, .says = std::move(says), .at = at});
}

void check_dead_ends(Walk& walk, std::vector<Edge> const& edges, std::set<std::string>& seen) {
  Positions before(walk.situations.size());
  for (auto const& edge : edges) before[edge.to].push_back(edge.from);
  std::vector<bool> ended(walk.situations.size());
  for (std::size_t i = 0; i < ended.size(); ++i) ended[i] = walk.situations[i].case_.final;
  auto const ending = reaching(std::move(ended), before);
  for (std::size_t i = 0; i < ending.size(); ++i)
    if (!ending[i]) note(walk, seen, i, "dead_end", {"从这里走不到结束", "no end can be reached from here"});
}

bool is_appeal(EventSpec const& event) {
  return event.name == "appeal" || event.name == "buyer_appeal" || event.name == "appeal_report";
}

// The platform's word, or its whole time gone by without one.
bool waits_for_platform(Walk const& walk, Edge const& edge) {
  if (!edge.event) return false;
  auto const* state = walk.workflow->find_state(walk.situations[edge.from].case_.state);
  return edge.event->party == Party::platform ||
         (edge.event->party == Party::timer && state->owed_by == Party::platform);
}

// An appeal whose round closes without the platform could be turned for ever by the parties alone.
void check_appeals(Walk& walk, std::vector<Edge> const& edges, std::set<std::string>& seen) {
  Positions before(walk.situations.size());
  for (auto const& edge : edges)
    if (!waits_for_platform(walk, edge)) before[edge.to].push_back(edge.from);
  std::set<std::pair<std::size_t, std::size_t>> looked;
  for (auto const& edge : edges) {
    if (!edge.event || !is_appeal(*edge.event) || !looked.emplace(edge.from, edge.to).second) continue;
    if (seen.contains("appeal_alone " + walk.situations[edge.from].case_.state)) continue;
    std::vector<bool> start(walk.situations.size());
    start[edge.from] = true;
    if (reaching(std::move(start), before)[edge.to])
      note(walk, seen, edge.from, "appeal_alone",
           {"申诉可以反复进行而无需平台处理", "appeals can go round without a word of the platform"});
  }
}

}  // namespace

void check_ends(Walk& walk, std::vector<Edge> const& edges, std::set<std::string>& seen) {
  check_dead_ends(walk, edges, seen);
  check_appeals(walk, edges, seen);
}

}  // namespace redress::model

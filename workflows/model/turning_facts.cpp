#include "workflows/model/turning_facts.hpp"

#include <algorithm>

namespace redress::model {
namespace {

using workflows::Boundary;
using Guards = std::set<std::string_view>;

// What carrying out an offer reads, besides guards.
constexpr std::array offer_facts{std::string_view{"offer.kind"}, std::string_view{"offer.new_dispatch_at"}};

// Says no to every row, so that all rows whose condition holds come by; their conditions are the answer.
class Listing final : public RowAsker {
 public:
  bool allows(RowSpec const& row) override {
    held += row.guard.name;
    held += ' ';
    return false;
  }
  std::string held;
};

std::string held_guards(Workflow const& workflow, std::string_view state, std::string_view event, Facts const& facts) {
  Listing listing;
  workflow.step(state, event, facts, listing);
  return std::move(listing.held);
}

// Whether the guards of this row's state and event answer differently for some value of the fact than without it.
bool turns_on(Workflow const& workflow, RowSpec const& row, Boundary const& tried, std::size_t together) {
  bool turns = false;
  workflows::each_boundary(workflows::boundary_facts(), together, [&](Facts const& around) {
    if (turns || around.known(tried.fact)) return;
    auto const without = held_guards(workflow, row.from->name, row.on->name, around);
    auto facts = around;
    for (auto const& value : tried.values) {
      facts.set(tried.fact, value);
      turns = turns || held_guards(workflow, row.from->name, row.on->name, facts) != without;
    }
  });
  return turns;
}

// What an event sets, whatever it finds.
Paths set_by(EventSpec const& event) {
  Paths paths;
  if (!event.stamps.empty()) paths.insert(event.stamps);
  for (auto const& set : event.sets) paths.insert(set.fact);
  for (auto const& param : event.params)
    if (param.required && !param.fact.empty()) paths.insert(param.fact);
  return paths;
}

using Pair = std::pair<std::string_view, std::string_view>;

std::map<Pair, Guards> guards_by_pair(Workflow const& workflow) {
  std::map<Pair, Guards> guards;
  for (auto const& row : workflow.rows())
    if (!row.guard.name.empty()) guards[{row.from->name, row.on->name}].insert(row.guard.name);
  return guards;
}

}  // namespace

Boundary const* TurningFacts::find(std::string_view path) const {
  auto const at = std::ranges::find(facts, path, &Boundary::fact);
  return at == facts.end() ? nullptr : &*at;
}

TurningFacts turning_facts(Workflow const& workflow, std::size_t together) {
  // Rows with the same guards turn on the same facts, so one of each kind is tried.
  auto const guards = guards_by_pair(workflow);
  std::map<Guards, Paths> read;
  std::vector<Pair> pairs;
  for (auto const& row : workflow.rows()) {
    auto const at = guards.find({row.from->name, row.on->name});
    if (at == guards.end()) continue;
    auto const [place, is_new] = read.try_emplace(at->second);
    if (!is_new) continue;
    pairs.emplace_back(row.from->name, row.on->name);
    for (auto const& boundary : workflows::boundary_facts())
      if (turns_on(workflow, row, boundary, together)) place->second.insert(boundary.fact);
  }
  TurningFacts turning;
  turning.pairs = std::move(pairs);
  for (auto const& boundary : workflows::boundary_facts())
    if (std::ranges::any_of(read, [&](auto const& each) { return each.second.contains(boundary.fact); }))
      turning.facts.push_back(boundary);
  for (auto const* state : workflow.states()) turning.live[state->name];
  for (bool grew = true; grew;) {
    grew = false;
    for (auto const& row : workflow.rows()) {
      auto reads = turning.live[row.to->name];
      if (auto const at = guards.find({row.from->name, row.on->name}); at != guards.end())
        reads.insert(read[at->second].begin(), read[at->second].end());
      if (std::ranges::find(row.effects, EffectKind::adopt_offer) != row.effects.end())
        reads.insert(offer_facts.begin(), offer_facts.end());
      for (auto const path : set_by(*row.on)) reads.erase(path);
      auto& live = turning.live[row.from->name];
      auto const before = live.size();
      live.merge(reads);
      grew = grew || live.size() != before;
    }
  }
  return turning;
}

std::string ValueMarks::heard(std::string_view path, FactValue const* value) const {
  std::string all;
  workflows::each_boundary(turning_.facts, 1, [&](Facts const& around) {
    if (around.known(path)) return;
    auto facts = around;
    if (value) facts.set(path, *value);
    for (auto const& [state, event] : turning_.pairs) all += held_guards(workflow_, state, event, facts) + ";";
  });
  return all;
}

std::string const& ValueMarks::of(std::string_view path, FactValue const& value) {
  auto const key = std::string(path) + "=" + boost::json::serialize(to_json(value));
  auto const at = known_.find(key);
  if (at != known_.end()) return at->second;
  auto const with = heard(path, &value);
  auto mark = with == heard(path, nullptr) ? std::string{} : std::to_string(std::hash<std::string>{}(with));
  return known_.emplace(key, std::move(mark)).first->second;
}

}  // namespace redress::model

#include "workflows/rulebook_loader/situation_search.hpp"

#include "engine/rules/reading.hpp"
#include "workflows/rulebook_loader/condition.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace redress::rules {
namespace {

constexpr std::int64_t asked_max = 300'000;  // conditions evaluated in one search
constexpr std::size_t chosen_max = 12;       // facts and evidence in one example

constexpr std::array subjective_reasons{"no_reason", "dislike", "do_not_want", "agreed"};

bool comes_out(Wanted wanted, Answer::Truth truth) {
  switch (wanted) {
    case Wanted::yes:
      return truth == Answer::Truth::yes;
    case Wanted::no:
      return truth == Answer::Truth::no;
    case Wanted::not_yes:
      return truth != Answer::Truth::yes;
    case Wanted::not_no:
      return truth != Answer::Truth::no;
  }
  return false;
}

std::shared_ptr<cel::Program const> program_of(cel::Node const& node, cel::Program const& whole) {
  if (&node == &whole.root()) return std::make_shared<cel::Program const>(whole);
  auto compiled = cel::compile(cel::to_source(node), declarations(), {.expected = cel::Type::boolean()});
  return compiled ? std::make_shared<cel::Program const>(*compiled) : nullptr;
}

Answer::Truth truth_of(cel::Program const& condition, Situation const& situation) {
  auto const outcome = condition.evaluate(Reading(situation));
  if (outcome.is(true)) return Answer::Truth::yes;
  return outcome.is(false) ? Answer::Truth::no : Answer::Truth::unknown;
}

class Search {
 public:
  Search(Demand const& demand, Setting const& setting) : demand_(demand), setting_(setting) {
    std::vector<cel::Program const*> conditions;
    for (auto const& part : demand.parts()) conditions.push_back(part.condition.get());
    all_ = choices_for(conditions, setting);
    order(conditions);
  }

  // Looks at situations that choose at most `limit` things; true once one is found.
  bool run(std::size_t limit) {
    limit_ = limit;
    facts_ = Facts{};
    facts_.set("now", setting_.now);
    evidence_.clear();
    chosen_.assign(all_.size(), 0);
    return descend(0, 0);
  }

  bool gave_up() const { return asked_ >= asked_max; }
  bool whole() const { return !gave_up() && std::ranges::all_of(all_, &Choices::whole); }

  FoundSituation situation() const {
    FoundSituation found{.told = facts_, .pieces = evidence_, .facts = {}, .evidence = {}};
    for (std::size_t i = 0; i < all_.size(); ++i) {
      auto const& choices = all_[i];
      if (choices.evidence) {
        if (choices.counts[chosen_[i]] > 0) found.evidence.emplace(choices.name, choices.counts[chosen_[i]]);
      } else if (auto const* value = facts_.find(choices.name); value && choices.size() > 1) {
        found.facts.emplace(choices.name, redress::to_json(*value));
      }
    }
    return found;
  }

 private:
  // Things a condition of few facts mentions are chosen first, so that it can be asked early.
  void order(std::vector<cel::Program const*> const& conditions) {
    std::vector<std::vector<std::size_t>> mentioned;
    for (auto const* condition : conditions) {
      std::vector<std::size_t> things;
      for (auto const& each : choices_for({&condition, 1}, setting_)) things.push_back(index_of(each));
      mentioned.push_back(std::move(things));
    }
    std::vector<std::size_t> by_size(conditions.size());
    for (std::size_t i = 0; i < by_size.size(); ++i) by_size[i] = i;
    std::ranges::stable_sort(by_size, {}, [&](std::size_t i) { return mentioned[i].size(); });
    for (auto const i : by_size)
      for (auto const thing : mentioned[i])
        if (std::ranges::find(sequence_, thing) == sequence_.end()) sequence_.push_back(thing);
    ready_at_.resize(sequence_.size() + 1);
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      std::size_t last = 0;
      for (auto const thing : mentioned[i])
        last = std::max<std::size_t>(
            last, static_cast<std::size_t>(std::ranges::find(sequence_, thing) - sequence_.begin()) + 1);
      ready_at_[last].push_back(i);
    }
  }

  std::size_t index_of(Choices const& choices) const {
    auto const at = std::ranges::find_if(
        all_, [&](auto const& each) { return each.name == choices.name && each.evidence == choices.evidence; });
    return static_cast<std::size_t>(at - all_.begin());
  }

  bool parts_ready_at(std::size_t depth) {
    for (auto const i : ready_at_[depth]) {
      if (++asked_ >= asked_max) return false;
      auto const& part = demand_.parts()[i];
      if (!comes_out(part.wanted, truth_of(*part.condition, {facts_, evidence_}))) return false;
    }
    return true;
  }

  bool descend(std::size_t depth, std::size_t spent) {
    if (gave_up() || !parts_ready_at(depth)) return false;
    if (depth == sequence_.size()) return true;
    auto const thing = sequence_[depth];
    auto const& choices = all_[thing];
    for (std::size_t choice = 0; choice < choices.size(); ++choice) {
      if (choice > 0 && spent >= limit_) break;
      if (!choose(choices, thing, choice)) continue;
      if (descend(depth + 1, spent + (choice > 0 ? 1 : 0))) return true;
    }
    forget(choices, thing);
    return false;
  }

  void forget(Choices const& choices, std::size_t thing) {
    chosen_[thing] = 0;
    if (choices.evidence)
      std::erase_if(evidence_, [&](Evidence const& piece) { return piece.kind == choices.name; });
    else if (choices.name != "now")
      facts_.clear(choices.name);
  }

  // False for a choice that contradicts what follows from another fact.
  bool choose(Choices const& choices, std::size_t thing, std::size_t choice) {
    chosen_[thing] = choice;
    if (choices.evidence) {
      std::erase_if(evidence_, [&](Evidence const& piece) { return piece.kind == choices.name; });
      Evidence piece;
      piece.kind = choices.name;
      evidence_.insert(evidence_.end(), static_cast<std::size_t>(choices.counts[choice]), piece);
      return true;
    }
    auto const& value = choices.values[choice];
    if (value)
      facts_.set(choices.name, *value);
    else
      facts_.clear(choices.name);
    return agrees();
  }

  // A subjective reason is one of four, and what was dispatched or collected is dispatched.
  bool agrees() const {
    if (facts_.known("claim.subjective") && facts_.known("claim.reason")) {
      bool const subjective =
          std::ranges::find(subjective_reasons, facts_.text("claim.reason")) != subjective_reasons.end();
      if (subjective != facts_.flag("claim.subjective")) return false;
    }
    bool const left = facts_.known("order.dispatched_at") || facts_.known("shipment.picked_up_at");
    return !left || !facts_.known("order.dispatched") || facts_.flag("order.dispatched");
  }

  Demand const& demand_;
  Setting const& setting_;
  std::vector<Choices> all_;
  std::vector<std::size_t> sequence_;               // positions in all_, in the order they are chosen
  std::vector<std::vector<std::size_t>> ready_at_;  // conditions whose last thing is chosen at this depth
  std::vector<std::size_t> chosen_;
  std::size_t limit_ = 0;
  std::int64_t asked_ = 0;
  Facts facts_;
  std::vector<Evidence> evidence_;
};

}  // namespace

void Demand::add(std::optional<cel::Program> const& condition, Wanted wanted, bool absent) {
  if (!condition) {
    impossible_ = impossible_ || !comes_out(wanted, absent ? Answer::Truth::yes : Answer::Truth::no);
    return;
  }
  counts_days_ = counts_days_ || uses_calendar(*condition);
  auto const& root = condition->root();
  // A conjunction holds if every part does, and fails if any part does.
  bool const by_part = root.is(cel::Operator::all_of) && (wanted == Wanted::yes || wanted == Wanted::not_no);
  auto const add_part = [&](cel::Node const& node) {
    if (auto program = program_of(node, *condition)) parts_.push_back({std::move(program), wanted});
  };
  if (!by_part) return add_part(root);
  for (auto const& child : root.children) add_part(child);
}

SearchAnswer find_any(Demand const& demand, Setting const& setting) {
  if (demand.impossible()) return {};
  if (demand.counts_days()) return {std::nullopt, false};
  Search search(demand, setting);
  bool const found = search.run(std::numeric_limits<std::size_t>::max());
  if (found) return {search.situation(), true};
  return {std::nullopt, search.whole()};
}

SearchAnswer find_situation(Demand const& demand, Setting const& setting) {
  auto any = find_any(demand, setting);
  if (!any.found) return any;
  for (std::size_t limit = 0; limit < chosen_max; ++limit) {
    Search search(demand, setting);
    if (search.run(limit)) return {search.situation(), true};
    if (search.gave_up()) break;
  }
  return any;
}

boost::json::object to_json(FoundSituation const& situation) {
  boost::json::object json;
  if (!situation.facts.empty()) json.emplace("facts", situation.facts);
  if (!situation.evidence.empty()) json.emplace("evidence", situation.evidence);
  return json;
}

}  // namespace redress::rules

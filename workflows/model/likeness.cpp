#include "workflows/model/likeness.hpp"

#include "workflows/model/promise_conditions.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <span>

namespace redress::model {
namespace {

constexpr std::int64_t lead_ms = 2 * day_ms;

class Listing final : public RowAsker {
 public:
  explicit Listing(std::size_t& sum) : sum_(sum) {}
  bool allows(RowSpec const& row) override {
    sum_ = sum_ * 1'099'511'628'211U + std::hash<std::string_view>{}(row.guard.name);
    return false;
  }

 private:
  std::size_t& sum_;
};

constexpr std::string_view offered_time = "offer.new_dispatch_at";  // no guard reads it before it is agreed on
constexpr std::string_view agreed_time = "agreement.new_dispatch_at";

FactOrigin origin_of(std::string_view path) { return fact_schema()[*fact_index(path)].origin; }

class Changes {
 public:
  explicit Changes(TurningFacts const& turning) : turning_(turning) {}

  void to_any(std::string_view path) {
    if (path == offered_time) {
      moment(path, -hour_ms);
      moment(path, lead_ms);
    }
    auto const* boundary = turning_.find(path);
    if (!boundary || origin_of(path) == FactOrigin::event) return;
    if (std::holds_alternative<Instant>(boundary->values.front())) {
      moment(path, -hour_ms);
      moment(path, lead_ms);
      return;
    }
    add({path, std::nullopt});
    for (auto const& value : boundary->values) add({path, value});
  }

  void to(std::string_view path, FactValue value) { add({path, std::move(value)}); }

  void moment(std::string_view path, std::int64_t ahead_ms) { add({path, std::nullopt, ahead_ms, true}); }

  void add(Change change) {
    auto const same = [&](Change const& each) {
      return each.path == change.path && each.value == change.value && each.ahead_ms == change.ahead_ms &&
             each.is_moment == change.is_moment && each.from == change.from;
    };
    bool const is_read = turning_.find(change.path) || (change.path == offered_time && turning_.find(agreed_time));
    if (is_read && std::ranges::none_of(all_, same)) all_.push_back(std::move(change));
  }

  std::vector<Change> take() { return std::move(all_); }

 private:
  TurningFacts const& turning_;
  std::vector<Change> all_;
};

void add_changes(Changes& changes, RowSpec const& row) {
  auto const& event = *row.on;
  if (!event.stamps.empty()) changes.moment(event.stamps, 0);
  for (auto const& set : event.sets)
    changes.to(set.fact, std::visit(
                             [](auto const& value) -> FactValue {
                               if constexpr (std::is_same_v<std::decay_t<decltype(value)>, bool>)
                                 return value;
                               else
                                 return std::string(value);
                             },
                             set.value));
  for (auto const& param : event.params)
    if (!param.fact.empty()) changes.to_any(param.fact);
  // Effects that set facts, as the engine carries them out.
  for (auto const effect : row.effects) {
    if (effect == EffectKind::open_refund_case) changes.to("claim.refund_opened", true);
    if (effect != EffectKind::adopt_offer) continue;
    changes.to_any("claim.wants");
    changes.add({.path = agreed_time, .value = {}, .from = offered_time});
  }
}

std::set<std::string_view> reached_from(Workflow const& workflow, std::string_view state) {
  std::set<std::string_view> reached{state};
  for (bool grew = true; grew;) {
    grew = false;
    for (auto const& row : workflow.rows())
      if (reached.contains(row.from->name)) grew = reached.insert(row.to->name).second || grew;
  }
  return reached;
}

// When every moment that is known has passed.
Instant long_after(Facts const& facts, std::span<std::string_view const> moments, Instant now) {
  for (auto const path : moments) now = std::max(now, facts.instant(path).value_or(now));
  return now + hour_ms;
}

}  // namespace

Likeness::Likeness(Workflow const& workflow, TurningFacts const& turning, std::vector<Change> const& told,
                   std::size_t changes)
    : workflow_(workflow), changes_(changes), conditions_(promise_conditions(workflow.kind())) {
  for (auto const& boundary : turning.facts)
    if (std::holds_alternative<Instant>(boundary.values.front())) moments_.push_back(boundary.fact);
  std::map<Pair, std::set<std::string_view>> guards;
  for (auto const& row : workflow.rows())
    if (!row.guard.name.empty()) guards[{row.from->name, row.on->name}].insert(row.guard.name);
  for (auto const* state : workflow.states()) {
    auto const reached = reached_from(workflow, state->name);
    auto& ahead = ahead_[state->name];
    std::set<std::set<std::string_view>> seen;
    for (auto const& [pair, names] : guards)
      if (reached.contains(pair.first) && seen.insert(names).second) ahead.asked.push_back(pair);
    Changes all{turning};
    for (auto const& row : workflow.rows())
      if (reached.contains(row.from->name) && row.from->name != workflow.initial().name) add_changes(all, row);
    // What follows from other facts follows from the events' too; nothing dispatched is ever undispatched.
    for (auto const& boundary : turning.facts)
      if (origin_of(boundary.fact) == FactOrigin::derived)
        for (auto const& value : boundary.values)
          if (!std::holds_alternative<Instant>(value)) all.to(boundary.fact, value);
    for (auto const& change : told) all.add(change);
    ahead.changes = all.take();
  }
}

bool Likeness::may_change(std::string_view state, std::string_view path) const {
  auto const& changes = ahead_.find(state)->second.changes;
  return std::ranges::find(changes, path, &Change::path) != changes.end();
}

std::string Likeness::of(std::string_view state, Facts const& facts, Instant now) const {
  auto const& ahead = ahead_.find(state)->second;
  std::size_t sum = 14'695'981'039'346'656'037U;
  Listing listing{sum};
  auto known = facts;
  Instant at{};
  auto const ask = [&] {
    for (auto const& [from, event] : ahead.asked) {
      workflow_.step(from, event, known, listing);
      sum = sum * 1'099'511'628'211U + 1;
    }
  };
  auto const make = [&](Change const& change) {
    if (!change.from.empty()) {
      if (auto const* value = known.find(change.from)) known.set(change.path, *value);
    } else if (change.is_moment)
      known.set(change.path, at + change.ahead_ms);
    else if (change.value)
      known.set(change.path, *change.value);
    else
      known.clear(change.path);
  };
  auto const undo = [&](Change const& change) {
    if (auto const* was = facts.find(change.path))
      known.set(change.path, *was);
    else
      known.clear(change.path);
  };
  auto const walk = [&](auto const& self, std::size_t from, std::size_t left) -> void {
    ask();
    if (left == 0) return;
    for (std::size_t i = from; i < ahead.changes.size(); ++i) {
      make(ahead.changes[i]);
      self(self, i + 1, left - 1);
      undo(ahead.changes[i]);
    }
  };
  for (auto const moment : {now + hour_ms, long_after(facts, moments_, now)}) {
    at = moment;
    known.set("now", at);
    walk(walk, 0, changes_);
  }
  auto mark = std::to_string(sum) + ' ';
  for (auto const condition : conditions_) mark += promise_holds(condition, facts) ? '1' : '0';
  return mark;
}

}  // namespace redress::model

#include "tests/workflows/model/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace redress::model {
namespace {

class Mutated final : public Workflow {
 public:
  explicit Mutated(Workflow const& base) : base_(base), rows_(base.rows().begin(), base.rows().end()) {
    for (auto const* state : base.states()) states_.push_back(*state);
    for (auto& state : states_) pointers_.push_back(&state);
    for (auto& row : rows_) {
      row.from = at(row.from->name);
      row.to = at(row.to->name);
    }
    unguarded_.resize(rows_.size());
  }

  std::string_view kind() const override { return base_.kind(); }
  int version() const override { return base_.version(); }
  StateSpec const& initial() const override { return *at(base_.initial().name); }
  std::span<StateSpec const* const> states() const override { return pointers_; }
  std::span<EventSpec const* const> events() const override { return base_.events(); }
  std::span<RowSpec const> rows() const override { return rows_; }

  Step step(std::string_view state, std::string_view event, Facts const& facts, RowAsker& asker) const override {
    Passing passing(*this, asker);
    auto const own = [&] {
      auto step = base_.step(state, event, facts, passing);
      if (step.row) step.row = same_row(*step.row);
      return step;
    };
    auto const open = unguarded_row(state, event);
    if (!open) return own();
    // MSM tries rows bottom up: a row without its guard comes before those above it.
    Picking picking;
    base_.step(state, event, facts, picking);
    bool const below = !picking.row || same_row(*picking.row) < open;
    if (below && asker.allows(*open)) return {Step::Outcome::moved, open};
    auto step = own();
    if (step.outcome == Step::Outcome::moved) return step;
    bool const allowed = !below && asker.allows(*open);
    return {allowed ? Step::Outcome::moved : Step::Outcome::refused, open};
  }

  StateSpec const* at(std::string_view name) const {
    return &*std::ranges::find(states_, name, [](StateSpec const& state) { return state.name; });
  }
  std::deque<StateSpec>& states_to_change() { return states_; }
  std::vector<RowSpec>& rows_to_change() { return rows_; }
  void drop_guard(std::size_t row) {
    unguarded_[row] = true;
    rows_[row].guard = {};
  }
  void let_pass(std::size_t row) { unasked_ = static_cast<std::ptrdiff_t>(row); }
  std::vector<EffectKind>& keep(std::vector<EffectKind> effects) { return effects_ = std::move(effects); }

 private:
  // Puts the changed row in the real one's place, and for the row that is let pass asks nobody.
  class Passing final : public RowAsker {
   public:
    Passing(Mutated const& mutated, RowAsker& asker) : mutated_(mutated), asker_(asker) {}
    bool allows(RowSpec const& row) override {
      auto const* own = mutated_.same_row(row);
      return own - mutated_.rows_.data() == mutated_.unasked_ || asker_.allows(*own);
    }

   private:
    Mutated const& mutated_;
    RowAsker& asker_;
  };

  struct Picking final : RowAsker {
    bool allows(RowSpec const& asked) override {
      row = &asked;
      return true;
    }
    RowSpec const* row = nullptr;
  };

  RowSpec const* unguarded_row(std::string_view state, std::string_view event) const {
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (unguarded_[i] && rows_[i].from->name == state && rows_[i].on->name == event) return &rows_[i];
    return nullptr;
  }

  RowSpec const* same_row(RowSpec const& row) const {
    auto const base = base_.rows();
    for (std::size_t i = 0; i < base.size(); ++i)
      if (base[i].from->name == row.from->name && base[i].on->name == row.on->name &&
          base[i].to->name == row.to->name && base[i].guard.name == row.guard.name)
        return &rows_[i];
    return nullptr;
  }

  Workflow const& base_;
  std::deque<StateSpec> states_;
  std::vector<StateSpec const*> pointers_;
  std::vector<RowSpec> rows_;
  std::vector<bool> unguarded_;
  std::vector<EffectKind> effects_;
  std::ptrdiff_t unasked_ = -1;
};

std::string words_for(RowSpec const& row) {
  return fmt::format("{} {} -> {}{}{}", row.from->name, row.on->name, row.to->name, row.guard.name.empty() ? "" : " / ",
                     row.guard.name);
}

bool pays(EffectKind effect) {
  return effect == EffectKind::order_payout || effect == EffectKind::order_compensation ||
         effect == EffectKind::refund_price_difference;
}

class Maker {
 public:
  Maker(Workflow const& base, std::size_t most_of_a_kind) : base_(base), most_of_a_kind_(most_of_a_kind) {}

  std::vector<TableMutant> make() {
    for (std::size_t i = 0; i < base_.rows().size(); ++i) of_row(i);
    for (auto const* state : base_.states())
      if (!state->final && state->name != base_.initial().name) of_state(*state);
    std::vector<TableMutant> chosen;
    for (auto& [kind, mutants] : made_) {
      auto const count = std::min(mutants.size(), most_of_a_kind_);
      for (std::size_t i = 0; i < count; ++i) chosen.push_back(std::move(mutants[i * mutants.size() / count]));
    }
    return chosen;
  }

 private:
  template <class Change>
  void add(std::string kind, std::string what, Change change) {
    auto mutated = std::make_shared<Mutated>(base_);
    change(*mutated);
    made_[kind].push_back({kind, std::move(what), std::move(mutated)});
  }

  void of_row(std::size_t i) {
    auto const& row = base_.rows()[i];
    auto const what = words_for(row);
    if (!row.guard.name.empty()) add("drop_guard", what, [&](Mutated& mutated) { mutated.drop_guard(i); });
    // The next state of the list, and further on for other rows, so that targets of every sort come up.
    auto const states = base_.states();
    for (std::size_t shift = 1 + i % 5; shift < states.size(); ++shift) {
      auto const at = std::ranges::find(states, row.to->name, [](auto const* state) { return state->name; });
      auto const* other = states[(static_cast<std::size_t>(at - states.begin()) + shift) % states.size()];
      if (other->name == row.to->name || other->name == base_.initial().name) continue;
      add("swap_target", fmt::format("{}, to {}", what, other->name),
          [&](Mutated& mutated) { mutated.rows_to_change()[i].to = mutated.at(other->name); });
      break;
    }
    for (std::size_t e = 0; e < row.effects.size(); ++e) {
      std::vector<EffectKind> effects(row.effects.begin(), row.effects.end());
      effects.erase(effects.begin() + static_cast<std::ptrdiff_t>(e));
      add("drop_effect", fmt::format("{}, without {}", what, spec_of(row.effects[e]).name),
          [&](Mutated& mutated) { mutated.rows_to_change()[i].effects = mutated.keep(std::move(effects)); });
      if (!pays(row.effects[e])) continue;
      std::vector<EffectKind> twice(row.effects.begin(), row.effects.end());
      twice.push_back(row.effects[e]);
      add("pay_twice", what,
          [&](Mutated& mutated) { mutated.rows_to_change()[i].effects = mutated.keep(std::move(twice)); });
    }
    // No book has a rule on what the platform, a carrier or the clock says.
    if (row.on->party == Party::seller && std::ranges::any_of(row.effects, pays))
      add("ask_no_rule", what, [&](Mutated& mutated) { mutated.let_pass(i); });
  }

  void of_state(StateSpec const& state) {
    auto const change = [&](Mutated& mutated) -> StateSpec& {
      return *std::ranges::find(mutated.states_to_change(), state.name, [](auto const& each) { return each.name; });
    };
    if (!state.deadline.empty())
      add("lose_timer", std::string(state.name), [&](Mutated& mutated) { change(mutated).deadline = {}; });
    for (auto const party : {Party::buyer, Party::seller, Party::nobody})
      if (party != state.owed_by)
        add("swap_owing_party", fmt::format("{}, to {}", state.name, name_of(party)),
            [&](Mutated& mutated) { change(mutated).owed_by = party; });
  }

  Workflow const& base_;
  std::size_t most_of_a_kind_;
  std::map<std::string, std::vector<TableMutant>> made_;
};

}  // namespace

std::vector<TableMutant> table_mutants(Workflow const& workflow, std::size_t most_of_a_kind) {
  return Maker{workflow, most_of_a_kind}.make();
}

}  // namespace redress::model

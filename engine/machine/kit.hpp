// The Boost.MSM kit: what a workflow's source is written with. Only workflow sources include this file.
//
// A workflow is a table of rows - from, on, to, do, when - and every row's guard is a `Gate`: it checks the structural
// condition and then asks the rulebook through the RowAsker. No author can leave the question out: a table with any
// other guard does not compile. What MSM 1.81 demands, and why the odd lines are here:
// - `no_exception_thrown`, `no_message_queue`: without them MSM swallows exceptions and queues later events silently.
// - rehydration goes through serialize(): the only public way to load a state without running entry actions.
// - rows are folded with push_back: mpl::vector<...> ends at 20.
// - a table becomes several machines, each with the rows out of some of the states: the compiler's time and memory grow
//   with the square of a machine's rows, and a step leaves one state only.
// - rows of one source and event are tried bottom up, so their conditions must exclude each other (tests hold it).
#pragma once

#include "engine/machine/workflow.hpp"

#include <boost/mpl/front.hpp>
#include <boost/mpl/push_back.hpp>
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <map>
#include <tuple>
#include <type_traits>
#include <utility>

namespace redress::machine {

namespace front = boost::msm::front;
namespace back = boost::msm::back;

/// Base of states: give it `static constexpr StateSpec spec`.
struct State : front::state<> {};

/// Base of events: give it `static constexpr EventSpec spec`.
struct Event {};

/// A structural condition: `static constexpr GuardSpec spec` and `static bool holds(Facts const&)`.
struct Always {
  static constexpr GuardSpec spec{};
  static bool holds(Facts const&) { return true; }
};

/// Several states as the source of one row: the event has one meaning in all of them. As a target it means: stay.
template <class... S>
struct AnyOf : State {
  static constexpr std::array<StateSpec const*, sizeof...(S)> members{&S::spec...};
};

/// What one process_event call works on; the machine only points to it.
struct Draft {
  std::string_view state;
  Facts const& facts;
  RowAsker& asker;
  RowSpec const* taken = nullptr;
  RowSpec const* refused = nullptr;
  std::vector<GuardSpec> unmet = {};
};

template <EffectKind... Kinds>
struct Emit {
  static constexpr std::array<EffectKind, sizeof...(Kinds)> kinds{Kinds...};
};

namespace detail {
template <class From>
struct Sources {
  static constexpr std::array<StateSpec const*, 1> specs{&From::spec};
};
template <class... S>
struct Sources<AnyOf<S...>> {
  static constexpr auto specs = AnyOf<S...>::members;
};
}  // namespace detail

/// The guard of every row. The row's data is kept here, so that what is asked about is what is drawn and listed: one
/// RowSpec for each state the row leaves.
template <class From, class On, class To, class Do, class When>
struct Gate {
  static constexpr auto rows = [] {
    constexpr auto sources = detail::Sources<From>::specs;
    std::array<RowSpec, sources.size()> each{};
    for (std::size_t i = 0; i < sources.size(); ++i) {
      StateSpec const* to = sources[i];
      if constexpr (!std::is_same_v<From, To>) to = &To::spec;
      each[i] = {sources[i], &On::spec, to, When::spec, Do::kinds};
    }
    return each;
  }();

  template <class Machine, class Source, class Target>
  bool operator()(On const&, Machine& machine, Source&, Target&) const {
    Draft& draft = *machine.draft;
    if (!When::holds(draft.facts)) {
      draft.unmet.push_back(When::spec);
      return false;
    }
    auto const row = std::ranges::find(rows, draft.state, [](RowSpec const& each) { return each.from->name; });
    bool const allowed = draft.asker.allows(*row);
    (allowed ? draft.taken : draft.refused) = &*row;
    return allowed;
  }
};

template <class From, class On, class To, class Do = Emit<>, class When = Always>
using Row = front::Row<From, On, To, front::none, Gate<From, On, To, Do, When>>;

template <class... R>
struct Rows {
  using rows = Rows;  // so that a list of rows is a table by itself
};

namespace detail {
template <class Joined, class... More>
struct JoinRows {
  using type = Joined;
};
template <class... A, class... B, class... More>
struct JoinRows<Rows<A...>, Rows<B...>, More...> : JoinRows<Rows<A..., B...>, More...> {};

template <class Guard>
inline constexpr bool is_gate = false;
template <class... T>
inline constexpr bool is_gate<Gate<T...>> = true;

template <class List>
struct Listed;
template <class... R>
struct Listed<Rows<R...>> {
  static_assert((is_gate<typename R::Guard> && ...),
                "every row's guard asks the rulebook: write rows with machine::Row");
  static constexpr std::size_t size = sizeof...(R);
  using Tuple = std::tuple<R...>;

  template <class Source>
  static constexpr std::size_t first_row_of = [] {
    std::size_t row = 0;
    static_cast<void>(((std::is_same_v<Source, typename R::Source> || (++row, false)) || ...));
    return row;
  }();

  // Which machine a row belongs to: the sources are numbered as they come, so many to a machine.
  static constexpr std::array<std::size_t, size> part_of_row = [] {
    constexpr std::size_t sources_per_machine = 4;
    std::array<std::size_t, size> const source_of{first_row_of<typename R::Source>...};
    std::array<std::size_t, size> sources{};
    std::array<std::size_t, size> parts{};
    std::size_t count = 0;
    for (std::size_t row = 0; row < size; ++row) {
      std::size_t at = 0;
      while (at < count && sources[at] != source_of[row]) ++at;
      if (at == count) sources[count++] = source_of[row];
      parts[row] = at / sources_per_machine;
    }
    return parts;
  }();
};

// A row by its number. MSM repeats the names of rows in the names of all it makes: short ones bound the compiler's
// memory.
template <class Table, std::size_t I>
struct Numbered : std::tuple_element_t<I, typename Listed<typename Table::rows>::Tuple> {};

template <class V, class Table, std::size_t Part, std::size_t I, std::size_t Size>
struct Fold {
  static auto next() {
    if constexpr (Listed<typename Table::rows>::part_of_row[I] == Part)
      return std::type_identity<typename boost::mpl::push_back<V, Numbered<Table, I>>::type>{};
    else
      return std::type_identity<V>{};
  }
  using type = typename Fold<typename decltype(next())::type, Table, Part, I + 1, Size>::type;
};
template <class V, class Table, std::size_t Part, std::size_t Size>
struct Fold<V, Table, Part, Size, Size> {
  using type = V;
};

template <class Table, std::size_t Part>
struct FrontEnd : front::state_machine_def<FrontEnd<Table, Part>> {
  using transition_table =
      typename Fold<boost::mpl::vector0<>, Table, Part, 0, Listed<typename Table::rows>::size>::type;
  using initial_state = typename boost::mpl::front<transition_table>::type::Source;
  using no_exception_thrown = int;
  using no_message_queue = int;
  explicit FrontEnd(Draft* its_draft = nullptr) : draft(its_draft) {}
  template <class E, class Machine>
  void no_transition(E const&, Machine&, int) {}
  Draft* draft;
};

// Loads one state id where Boost.Serialization would read an archive; history and flags stay alone.
class SetState {
 public:
  explicit SetState(int id) : id_(id) {}
  SetState& operator&(int (&states)[1]) {
    states[0] = id_;
    return *this;
  }
  SetState& operator&(auto&) { return *this; }

 private:
  int id_;
};

template <class Spec>
void add_once(std::vector<Spec const*>& list, Spec const& spec) {
  for (auto const* each : list)
    if (each->name == spec.name) return;
  list.push_back(&spec);
}
}  // namespace detail

/// Rows of several tables as one: a workflow's own, then those it shares.
template <class... Tables>
using Join = typename detail::JoinRows<Tables...>::type;

/// The Workflow made of a table: a type whose `rows` are Rows<...>. The first row leaves the initial state.
template <class Table>
class TableWorkflow final : public Workflow {
  using List = detail::Listed<typename Table::rows>;
  using Run = void (*)(Draft&);

 public:
  TableWorkflow(std::string_view kind, int version) : kind_(kind), version_(version) {
    add_rows(std::make_index_sequence<List::size>{});
  }

  std::string_view kind() const override { return kind_; }
  int version() const override { return version_; }
  StateSpec const& initial() const override { return *rows_.front().from; }
  std::span<StateSpec const* const> states() const override { return states_; }
  std::span<EventSpec const* const> events() const override { return events_; }
  std::span<RowSpec const> rows() const override { return rows_; }

  Step step(std::string_view state, std::string_view event, Facts const& facts, RowAsker& asker) const override {
    assert(find_state(state) && find_event(event) && "a name that is not this workflow's");
    if (auto const at = runs_.find({state, event}); at != runs_.end()) return run(at->second, state, facts, asker);
    return {Step::Outcome::no_row};
  }

 private:
  // Rehydrates a machine in the source state and gives it the event; all rows of the pair have this same function.
  template <class Machine, class Source, class On>
  static void leave(Draft& draft) {
    Machine machine{&draft};
    detail::SetState load{back::get_state_id<typename Machine::stt, Source>::value};
    machine.serialize(load, 0);
    machine.process_event(On{});
  }

  static Step run(Run leaving, std::string_view state, Facts const& facts, RowAsker& asker) {
    Draft draft{state, facts, asker};
    leaving(draft);
    if (draft.taken) return {Step::Outcome::moved, draft.taken};
    if (draft.refused) return {Step::Outcome::refused, draft.refused};
    return {Step::Outcome::no_guard, nullptr, std::move(draft.unmet)};
  }

  template <std::size_t... I>
  void add_rows(std::index_sequence<I...>) {
    (add_row<detail::Numbered<Table, I>, List::part_of_row[I]>(), ...);
  }

  template <class Each, std::size_t Part>
  void add_row() {
    using Machine = back::state_machine<detail::FrontEnd<Table, Part>>;
    Run const leaving = &leave<Machine, typename Each::Source, typename Each::Evt>;
    for (RowSpec const& row : Each::Guard::rows) add(row, leaving);
  }

  void add(RowSpec const& row, Run leaving) {
    rows_.push_back(row);
    [[maybe_unused]] auto const at = runs_.emplace(std::pair{row.from->name, row.on->name}, leaving).first;
    assert(at->second == leaving && "rows of one state and event leave one source: the others would never be tried");
    detail::add_once(states_, *row.from);
    detail::add_once(states_, *row.to);
    detail::add_once(events_, *row.on);
  }

  std::string_view kind_;
  int version_;
  std::vector<RowSpec> rows_;
  std::map<std::pair<std::string_view, std::string_view>, Run> runs_;  // by state and event
  std::vector<StateSpec const*> states_;
  std::vector<EventSpec const*> events_;
};

}  // namespace redress::machine

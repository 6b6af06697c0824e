// The Boost.MSM kit: what a workflow's source is written with. Only workflow sources include this file.
//
// A workflow is a table of rows - from, on, to, do, when - and every row's guard is a `Gate`: it checks the structural
// condition and then asks the rulebook through the RowAsker. No author can leave the question out; `Definition` refuses
// to compile a table with any other guard. What MSM 1.81 demands, and why the odd lines are here:
// - `no_exception_thrown`, `no_message_queue`: without them MSM swallows exceptions and queues later events silently.
// - rehydration goes through serialize(): the only public way to load a state without running entry actions.
// - rows are folded with push_back: mpl::vector<...> ends at 20.
// - rows of one source and event are tried bottom up, so conditions of such rows must exclude each other (tests hold it).
#pragma once

#include "engine/machine/workflow.hpp"

#include <boost/mpl/push_back.hpp>
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

#include <array>
#include <cassert>
#include <type_traits>

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

/// What one process_event call works on; the machine only points to it.
struct Draft {
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

/// The guard of every row. The row's data is kept here, so that what is asked about is what is drawn and listed.
template <class From, class On, class To, class Do, class When>
struct Gate {
  static constexpr RowSpec row{&From::spec, &On::spec, &To::spec, When::spec, Do::kinds};

  template <class Machine, class Source, class Target>
  bool operator()(On const&, Machine& machine, Source&, Target&) const {
    Draft& draft = *machine.draft;
    if (!When::holds(draft.facts)) {
      draft.unmet.push_back(When::spec);
      return false;
    }
    bool const allowed = draft.asker.allows(row);
    (allowed ? draft.taken : draft.refused) = &row;
    return allowed;
  }
};

template <class From, class On, class To, class Do = Emit<>, class When = Always>
using Row = front::Row<From, On, To, front::none, Gate<From, On, To, Do, When>>;

template <class... R>
struct Rows {};

namespace detail {
template <class Joined, class... More>
struct JoinRows {
  using type = Joined;
};
template <class... A, class... B, class... More>
struct JoinRows<Rows<A...>, Rows<B...>, More...> : JoinRows<Rows<A..., B...>, More...> {};

template <class V, class... R>
struct Fold {
  using type = V;
};
template <class V, class R, class... More>
struct Fold<V, R, More...> : Fold<typename boost::mpl::push_back<V, R>::type, More...> {};

template <class Guard>
inline constexpr bool is_gate = false;
template <class... T>
inline constexpr bool is_gate<Gate<T...>> = true;

template <class Table>
struct FrontEnd;
template <class... R>
struct FrontEnd<Rows<R...>> : front::state_machine_def<FrontEnd<Rows<R...>>> {
  static_assert((is_gate<typename R::Guard> && ...), "every row's guard asks the rulebook: write rows with machine::Row");
  using transition_table = typename Fold<boost::mpl::vector0<>, R...>::type;
  using initial_state = typename std::tuple_element_t<0, std::tuple<R...>>::Source;
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
bool add_once(std::vector<Spec const*>& list, Spec const& spec) {
  for (auto const* each : list)
    if (each->name == spec.name) return false;
  list.push_back(&spec);
  return true;
}
}  // namespace detail

/// Rows of several tables as one: a workflow's own, then those it shares.
template <class... Tables>
using Join = typename detail::JoinRows<Tables...>::type;

/// The Workflow made of a table. The first row leaves the initial state.
template <class Table>
class TableWorkflow;

template <class... R>
class TableWorkflow<Rows<R...>> final : public Workflow {
  using Machine = back::state_machine<detail::FrontEnd<Rows<R...>>>;
  using Process = void (*)(Machine&);

 public:
  TableWorkflow(std::string_view kind, int version) : kind_(kind), version_(version) {
    (add_row<R>(), ...);
  }

  std::string_view kind() const override { return kind_; }
  int version() const override { return version_; }
  StateSpec const& initial() const override { return *rows_.front().from; }
  std::span<StateSpec const* const> states() const override { return states_; }
  std::span<EventSpec const* const> events() const override { return events_; }
  std::span<RowSpec const> rows() const override { return rows_; }

  Step step(std::string_view state, std::string_view event, Facts const& facts, RowAsker& asker) const override {
    Draft draft{facts, asker};
    Machine machine{&draft};
    detail::SetState load{msm_ids_[index_in(states_, state)]};
    machine.serialize(load, 0);
    processes_[index_in(events_, event)](machine);
    if (draft.taken) return {Step::Outcome::moved, draft.taken};
    if (draft.refused) return {Step::Outcome::refused, draft.refused};
    if (!draft.unmet.empty()) return {Step::Outcome::no_guard, nullptr, std::move(draft.unmet)};
    return {Step::Outcome::no_row};
  }

 private:
  template <class S>
  static int msm_id() {
    return back::get_state_id<typename Machine::stt, S>::value;
  }

  template <class Each>
  void add_row() {
    using Gate = typename Each::Guard;
    rows_.push_back(Gate::row);
    if (detail::add_once(states_, Each::Source::spec)) msm_ids_.push_back(msm_id<typename Each::Source>());
    if (detail::add_once(states_, Each::Target::spec)) msm_ids_.push_back(msm_id<typename Each::Target>());
    if (detail::add_once(events_, Each::Evt::spec))
      processes_.push_back([](Machine& machine) { machine.process_event(typename Each::Evt{}); });
  }

  template <class List>
  static std::size_t index_in(List const& list, std::string_view name) {
    for (std::size_t i = 0; i < list.size(); ++i)
      if (list[i]->name == name) return i;
    assert(false && "a name that is not this workflow's");
    std::abort();
  }

  std::string_view kind_;
  int version_;
  std::vector<RowSpec> rows_;
  std::vector<StateSpec const*> states_;
  std::vector<int> msm_ids_;  // beside states_
  std::vector<EventSpec const*> events_;
  std::vector<Process> processes_;  // beside events_
};

}  // namespace redress::machine

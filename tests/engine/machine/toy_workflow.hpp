// A workflow made for testing the kit: a ring of many states, two guarded doors out of it, and rows that many states
// share.
#pragma once

#include "engine/machine/kit.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace redress::machine::toy {

inline constexpr std::size_t ring_size = 24;
inline constexpr std::array<std::string_view, ring_size> ring_names{
    "S00", "S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11",
    "S12", "S13", "S14", "S15", "S16", "S17", "S18", "S19", "S20", "S21", "S22", "S23"};

template <std::size_t I>
struct Ring : State {
  static constexpr StateSpec spec{.name = ring_names[I], .owed_by = Party::seller};
};
struct Paid : State {
  static constexpr StateSpec spec{.name = "PAID", .final = true};
};
struct Refused : State {
  static constexpr StateSpec spec{.name = "REFUSED", .final = true};
};

struct next : Event {
  static constexpr EventSpec spec{.name = "next"};
};
struct back : Event {
  static constexpr EventSpec spec{.name = "back", .party = Party::buyer};
};
struct finish : Event {
  static constexpr EventSpec spec{.name = "finish"};
};
struct note : Event {
  static constexpr EventSpec spec{.name = "note"};
};
struct stop : Event {
  static constexpr EventSpec spec{.name = "stop"};
};

struct received {
  static constexpr GuardSpec spec{"received"};
  static bool holds(Facts const& facts) { return facts.flag("claim.goods_received"); }
};
struct returned {
  static constexpr GuardSpec spec{"returned"};
  static bool holds(Facts const& facts) {
    return !facts.flag("claim.goods_received") && facts.known("returns.shipped_at");
  }
};

template <class Index>
struct RingTable;
template <std::size_t... I>
struct RingTable<std::index_sequence<I...>> {
  using Middle = AnyOf<Ring<5>, Ring<12>, Ring<23>>;
  using rows =
      Join<Rows<Row<Ring<I>, next, Ring<(I + 1) % ring_size>>...>,
           Rows<Row<Ring<I>, back, Ring<(I + ring_size - 1) % ring_size>, Emit<EffectKind::notify_buyer>>...>,
           Rows<Row<Ring<7>, finish, Paid, Emit<EffectKind::reserve_goods, EffectKind::order_payout>, received>,
                Row<Ring<7>, finish, Refused, Emit<>, returned>, Row<Middle, note, Middle>,
                Row<Middle, stop, Refused, Emit<EffectKind::notify_seller>>>>;
};

inline Workflow const& ring() {
  static TableWorkflow<RingTable<std::make_index_sequence<ring_size>>> const workflow{"ring", 3};
  return workflow;
}

}  // namespace redress::machine::toy

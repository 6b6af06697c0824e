// What events and states promise, written down a second time and not read from the tables: when an event may be
// accepted at all, where it leads, what goes out with it. The model check holds every step of every path against them.
//
// A row and its promise are written by looking at the reference twice, as in double-entry bookkeeping: a slip in one of
// them shows as a difference. Section numbers refer to the reference of platform rules.
#pragma once

#include "engine/cases/party.hpp"

#include <span>
#include <string_view>

namespace redress::model {

struct EventPromise {
  std::string_view on;              // "refund.ship_goods", "*.withdraw"
  std::string_view leads_to = {};   // states, joined by a blank; "=": where the case stands; empty: anywhere
  std::string_view only_when = {};  // CEL over the facts of the attempt; empty: always
  std::string_view orders = {};     // effects that go with every acceptance, joined by a blank
  std::string_view from = {};       // only of these states, joined by a blank; empty: of all
  std::string_view when = {};       // CEL: only of attempts for which it holds; empty: of all
};

/// All that speak of an event count.
std::span<EventPromise const> event_promises();

/// What must have happened whenever a state is entered from another.
struct StatePromise {
  std::string_view kind;  // refund, "*"
  std::string_view state;
  std::string_view orders = {};  // one of these effects goes out with the step, joined by a blank; empty: nothing need
  std::string_view holds = {};   // CEL over the facts afterwards
};

std::span<StatePromise const> state_promises();

/// Why an open state has no timer at all: nothing is counted, and what ends the wait.
struct OpenEnd {
  std::string_view kind;  // "*"
  std::string_view state;
  std::string_view zh;
  std::string_view en;
};

std::span<OpenEnd const> open_ends();

/// Why a deadline's slot may stay without a date although the book has deadlines for it.
struct OpenSlot {
  std::string_view slot;
  std::string_view when;  // CEL over the facts; empty: whatever they are
  std::string_view zh;
  std::string_view en;
};

std::span<OpenSlot const> open_slots();

/// Who owes the next move in a state whose deadline and platform status do not say it by their names.
struct OwedState {
  std::string_view kind;    // "*"
  std::string_view states;  // joined by a blank
  Party by;
};

std::span<OwedState const> owed_states();

/// Rows that no built-in book lets happen, and why they stand all the same.
struct SparedRow {
  std::string_view kind;
  std::string_view event;
  std::string_view zh;
  std::string_view en;
};

std::span<SparedRow const> spared_rows();

}  // namespace redress::model

// The face of a workflow: its states, events and rows as plain data, and one step of its machine.
//
// Behind it stands a Boost.MSM table (engine/machine/kit.hpp); nobody but the kit and the workflow sources sees MSM.
// A Workflow is immutable and may be used from any thread; the specs live as long as the program.
#pragma once

#include "engine/cases/party.hpp"
#include "engine/facts/facts.hpp"
#include "engine/machine/effect.hpp"

#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace redress {

enum class ParamType { money, integer, text, instant, boolean, choice };

/// One parameter of an event. A parameter with a `fact` becomes that fact for the decision and, where the fact is one a
/// store keeps, after it. A `personal` one never enters an entry in plain; only its length and matches become facts.
struct ParamSpec {
  std::string_view name;
  ParamType type = ParamType::text;
  bool required = false;
  std::string_view fact = {};
  bool personal = false;
  std::span<std::string_view const> choices = {};  // for `choice`
  std::size_t chars_max = 2000;                    // for `text`
  std::string_view zh = {};
  std::string_view en = {};
};

/// A stored fact that an event sets by happening, whatever its parameters: which offer stands, that a report was
/// rejected.
struct FactSetting {
  std::string_view fact;
  std::variant<bool, std::string_view> value;  // of the fact's type
};

struct EventSpec {
  std::string_view name;
  Party party = Party::seller;  // whose move it is
  bool irreversible = false;    // money or goods leave, or a right is given up
  std::string_view zh = {};
  std::string_view en = {};
  std::span<ParamSpec const> params = {};
  std::string_view stamps = {};  // instant fact that becomes the event's time (parameter `at`, else now)
  std::span<FactSetting const> sets = {};
};

struct StateSpec {
  std::string_view name;
  Party owed_by = Party::nobody;     // who must move next
  std::string_view deadline = {};    // slot the rulebook fills, e.g. "refund.seller_answer"; empty: no timer
  std::string_view raw_status = {};  // the platform's own value while the case stands here; empty: it has none
  bool final = false;
  std::string_view zh = {};
  std::string_view en = {};
};

/// A structural condition: which of several rows an event takes. Policy is never here; it is in the rulebooks.
struct GuardSpec {
  std::string_view name;  // empty: always
  std::string_view zh = {};
  std::string_view en = {};
};

struct RowSpec {
  StateSpec const* from;
  EventSpec const* on;
  StateSpec const* to;
  GuardSpec guard;
  std::span<EffectKind const> effects;
};

/// Asked by the guard of every row whose structural condition holds, before the row may be taken.
class RowAsker {
 public:
  virtual ~RowAsker() = default;
  virtual bool allows(RowSpec const& row) = 0;
};

struct Step {
  enum class Outcome {
    moved,     // a row was taken; `row` is it
    refused,   // a row's condition held and the asker said no; `row` is it
    no_guard,  // rows exist for this event here, none of their conditions holds; `unmet` has each, at least one
    no_row,    // the event means nothing in this state
  };
  Outcome outcome;
  RowSpec const* row = nullptr;
  std::vector<GuardSpec> unmet = {};
};

class Workflow {
 public:
  virtual ~Workflow() = default;

  virtual std::string_view kind() const = 0;  // refund, exchange, logistics_delay, bad_review
  virtual int version() const = 0;
  virtual StateSpec const& initial() const = 0;  // the state before the case is opened; event `open` leaves it
  virtual std::span<StateSpec const* const> states() const = 0;
  virtual std::span<EventSpec const* const> events() const = 0;
  virtual std::span<RowSpec const> rows() const = 0;  // in the order of the table

  /// Runs the machine from `state` for one event. Pure: a fresh machine each time. Both names must be this workflow's.
  virtual Step step(std::string_view state, std::string_view event, Facts const& facts, RowAsker& asker) const = 0;

  /// nullptr for a name that is not this workflow's.
  StateSpec const* find_state(std::string_view name) const;
  EventSpec const* find_event(std::string_view name) const;
};

}  // namespace redress

// One attempt, read and checked: which event, whose move, which parameters - before any rule is asked.
#pragma once

#include "engine/cases/case.hpp"
#include "engine/cases/evidence.hpp"
#include "engine/machine/workflow.hpp"
#include "engine/rules/rulebook.hpp"

#include <boost/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace redress {

/// Who asks for which event; `party` empty means the caller's own.
struct Command {
  std::string event;
  std::optional<Party> party = {};
  Actor actor;
  boost::json::object params = {};
};

/// Rules whose refusal an attempt asks to pass. A rule that wants a second person is passed once one confirmed, or
/// while the attempt only asks what would be if somebody did.
struct OverrideRequest {
  std::vector<std::string> rules;
  std::optional<Actor> confirmed_by = {};
  bool proposing = false;
};

struct Attempt {
  EventSpec const* event = nullptr;
  Party party = Party::seller;
  Actor actor;
  Instant at;                                                      // when it happened: parameter `at`, else now
  boost::json::object plain_params = {};                           // what may stand in an entry
  std::vector<std::pair<std::string, std::string>> personal = {};  // name -> text; entries get commitments
  std::vector<std::pair<std::string_view, FactValue>> facts = {};  // what parameters say, event facts and stored ones
  std::optional<OverrideRequest> override_request = {};
};

/// Whose move it is when an actor does not say: agents and managers make the seller's moves, services the event's
/// party.
Party party_of(Command const& command, EventSpec const& event);

/// Checks the parameters against the event: unknown, missing, mistyped, negative, in another currency, too long, or a
/// time that lies in the future are Faults (`invalid_params`, position "params.<name>").
Result<Attempt> read_attempt(EventSpec const& event, Command const& command, Case const& case_, Instant now);

/// What the message says, without the message: its lengths, the vocabularies it matches, whether it names the buyer.
/// `buyer_values` are the buyer's personal values (phone, address, nick).
void add_message_facts(Attempt& attempt, rules::Rulebook const& book, std::span<std::string const> buyer_values);

/// What the proof files attached to this attempt are: the size and type of the largest.
void add_proof_facts(Attempt& attempt, std::span<Evidence const> attached);

/// A parameter set that read_attempt accepts: required parameters only, with values that fit the case.
/// `choice` picks among the values of the first `choice` parameter.
boost::json::object example_params(EventSpec const& event, Case const& case_, std::int64_t refundable_minor,
                                   Instant now, std::size_t choice = 0);

/// JSON Schema (draft 7) of an event's parameters.
boost::json::object params_schema(EventSpec const& event);

}  // namespace redress

// What could still be changed about a refused attempt, with the values worth trying: the levers of the nearest yes.
//
// Levers come from everything the book's rules on the event name, from the event's own parameters, and from the moves
// that could be made first. Borrowed pointers live as long as the world's workflow and book. Pure.
#pragma once

#include "engine/cases/decide.hpp"
#include "engine/rules/trial_values.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace redress {

/// One attempt that is to be decided again with changes. `buyer_values` are what a message must not contain.
struct Question {
  Command command;
  std::span<std::string const> buyer_values = {};
};

/// Facts that structural guards turn on, which no condition names, with the values to try.
using GuardValues = std::map<std::string, std::vector<FactValue>, std::less<>>;

struct Lever {
  enum class What {
    evidence,    // pieces of a kind are added
    fact,        // a stored fact is reported
    param,       // a parameter of the event gets another value
    message,     // the message is rewritten, so that this fact about it changes
    attachment,  // another file is attached, so that this fact about it changes
    manager,     // a manager applies the event
    event,       // another event goes first
  };
  struct Setting {
    std::optional<FactValue> value = {};  // empty: not known, or the parameter left out
    std::int64_t pieces = 0;
  };

  What what;
  std::string name;  // kind, path, parameter, event; of a message or an attachment the path
  Party by = Party::seller;
  std::vector<Setting> settings = {Setting{}};
  std::set<std::string> touches = {};  // fact paths and "evidence:KIND"
  bool for_guards = false;             // structural guards may turn on it
};

/// Every lever there is for this question, in a fixed order. `attempt` is the question as it was decided.
std::vector<Lever> levers_of(World const& world, Question const& question, Attempt const& attempt,
                             GuardValues const& guard_values);

/// What a rule's verdict can depend on: paths, those that its derived facts come from, and "evidence:KIND".
std::set<std::string> dependencies_of(rules::Rule const& rule);

/// Positions of the levers that can turn this rule.
std::vector<std::uint32_t> levers_for(rules::Rule const& rule, std::vector<Lever> const& levers);

}  // namespace redress

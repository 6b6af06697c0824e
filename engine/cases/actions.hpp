// What may be done now, what may not, and what would unblock it: every event of the case's state with its verdict.
//
// Each event is decided exactly as an attempt with its example parameters would be, so that this list and `case.apply`
// cannot disagree.
#pragma once

#include "engine/cases/decide.hpp"

#include <vector>

namespace redress {

struct Action {
  EventSpec const* event;
  bool allowed = false;
  boost::json::object example_params;
  Decision decision;                   // of the attempt with the example parameters
  boost::json::array weak_items = {};  // warnings of items it counted, as weak_items_counted has them
};

/// Events with a row from the case's state, in the order of the workflow's table; allowed ones first.
std::vector<Action> actions_of(World const& world, Actor const& actor);

boost::json::object to_json(Action const& action);

}  // namespace redress

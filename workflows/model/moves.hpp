// What can happen next in a situation: every event with its parameters at their borders, facts that are reported, and
// time that passes.
//
// Pure. A move is only a proposal: whether it is accepted is for `decide` to say.
#pragma once

#include "engine/cases/decide.hpp"
#include "workflows/model/path.hpp"
#include "workflows/model/turning_facts.hpp"

#include <span>
#include <vector>

namespace redress::model {

/// Two lines, postage, and sums that do not divide evenly.
Order sample_order(std::string const& platform);

/// The orders and claims that cases are opened with: the facts that still matter then, up to three told together.
std::vector<Facts> openings(Workflow const& workflow, TurningFacts const& turning, Instant at);

/// The event with every value worth trying of its parameters, one of them changed at a time.
std::vector<boost::json::object> params_worth_trying(EventSpec const& event, World const& world,
                                                     TurningFacts const& turning);

/// Facts reported beside the events: the platform's own timer, where the book sets none.
std::vector<boost::json::object> reports_worth_trying(World const& world);

/// Facts under which a rule lets automation apply the event, found from the rules' conditions; also with none.
std::vector<boost::json::object> licences_worth_trying(EventSpec const& event, World const& world);

/// One piece of every kind of evidence there is.
std::vector<Evidence> full_file(Instant at);

}  // namespace redress::model

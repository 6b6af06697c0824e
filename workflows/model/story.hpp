// A finding as a story: the shortest path to it, move by move, in Chinese and English.
//
// Pure.
#pragma once

#include "workflows/model/explorer.hpp"

#include <boost/json.hpp>

#include <string>

namespace redress::model {

/// Each move on a line of its own: who did what under which facts, where it led, what went out with it; the finding
/// last.
Says story(Walk const& walk, Finding const& finding);

/// {code, where, says, story: [{move, party, params?, facts?, from, to, orders, says}]}.
boost::json::object to_json(Walk const& walk, Finding const& finding);

}  // namespace redress::model

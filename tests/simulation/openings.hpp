// The openings that simulated services send: a few orders of each shop, with more claims on them than they can bear.
#pragma once

#include "tests/simulation/chance.hpp"

#include <boost/json.hpp>

#include <string>

namespace redress::simulation {

/// Params of case.open without the request id. The same order is told alike every time.
boost::json::object an_opening(Chance& chance, std::string const& shop);

}  // namespace redress::simulation

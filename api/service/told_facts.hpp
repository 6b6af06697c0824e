// What may be reported as a fact beyond its type: the choices and bounds that case.open has for the same thing.
//
// What an order states (what was paid, how many pieces) is told with the order and never reported beside it.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <string_view>

namespace redress::api {

/// Fault `invalid_params` at "<where>.<path>". Paths nobody knows and wrong types are left to the facts themselves.
Result<void> check_told(boost::json::object const& facts, std::string_view where);

}  // namespace redress::api

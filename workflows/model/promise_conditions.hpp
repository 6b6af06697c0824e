// The conditions of the promises, compiled once and answered from facts.
//
// Pure; any thread.
#pragma once

#include "engine/facts/facts.hpp"

#include <string_view>
#include <vector>

namespace redress::model {

/// Whether a condition that stands in promises.cpp holds; what is not known does not.
bool promise_holds(std::string_view condition, Facts const& facts);

/// Every condition about the facts of this kind of case; those on the event, the account or the state are left out.
std::vector<std::string_view> promise_conditions(std::string_view kind);

}  // namespace redress::model

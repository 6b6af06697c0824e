// What an item of evidence says of itself beside its bytes, as one JSON object: name, source item, facts, quotes,
// weight.
#pragma once

#include "engine/cases/evidence.hpp"

namespace redress::storage {

/// Members that say nothing are left out.
boost::json::object rest_of(Evidence const& item);

/// Reads what rest_of() wrote; an older row's empty object leaves everything as it is.
void read_rest(Evidence& item, boost::json::object const& rest);

}  // namespace redress::storage

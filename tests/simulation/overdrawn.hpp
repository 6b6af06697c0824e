// Whether the cases of one order together give back more money or take back more pieces than the order had.
//
// Counted anew from the cases' own accounts, not by the sums that decisions are made on.
#pragma once

#include "engine/cases/store.hpp"

#include <string>
#include <string_view>

namespace redress::simulation {

/// The sentence that says so; "" while all is well.
std::string overdrawn(StoreReader& reader, std::string_view shop, std::string_view platform, std::string_view order_id);

}  // namespace redress::simulation

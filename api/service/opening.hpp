// Reads the params of `case.open` into a case that has not been opened yet, its order, and what is personal in them.
#pragma once

#include "engine/cases/case.hpp"

#include <boost/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace redress::api {

struct Opening {
  Case case_;  // without id, state, buyer pseudonym
  Order order;
  std::vector<std::int64_t> lines_told = {};  // paid for each line, before the order's discount was spread over them
  std::string buyer_id;                       // the platform's; becomes a pseudonym
  std::vector<std::string> waybills = {};     // the order's parcels went out with these
  std::vector<std::pair<std::string, std::string>> personal = {};  // "buyer.phone" -> text
};

/// The schema has been checked; what it cannot say is a Fault here: sums that do not fit, unknown lines, two
/// currencies.
Result<Opening> read_opening(boost::json::object const& params);

/// A later opening must tell the same order, which then stands as it is kept: Fault `invalid_params` naming the member
/// that differs.
Result<void> take_known_order(Opening& opening, Order const& known);

}  // namespace redress::api

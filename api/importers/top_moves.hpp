// The events that bring a case from where it is to where the platform says it is.
#pragma once

#include "api/importers/plan.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redress::importers {

struct Move {
  std::string event;
  std::string party;
  boost::json::object params = {};
};

/// The next event towards `report`, or nothing: the case is there, or no event of a service leads there (what the
/// seller must decide with evidence of their own is left to the seller).
std::optional<Move> next_move(std::string_view kind, std::string_view state, PlatformReport const& report);

}  // namespace redress::importers

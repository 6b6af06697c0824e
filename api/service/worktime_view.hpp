// A case's deadlines as callers see them beside the work that is left: remind_at, last_safe_at, working_minutes_left.
//
// Of deadlines the seller owes; the others are shown as they are. Computed when it is read, by the books in force.
#pragma once

#include "api/service/loaded_case.hpp"

#include <boost/json.hpp>

#include <optional>

namespace redress::api {

struct DueViews {
  std::optional<boost::json::object> due = {};       // the platform's term
  std::optional<boost::json::object> shop_due = {};  // the shop's own target
};

DueViews due_views(LoadedCase const& loaded, Instant now);

}  // namespace redress::api

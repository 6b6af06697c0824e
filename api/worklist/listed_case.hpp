// A case as a list shows it: the case view with what the order and its person add, and the work left before it is due.
#pragma once

#include "api/service/actor_names.hpp"
#include "api/service/loaded_case.hpp"
#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <optional>

namespace redress::api {

/// {…case, labels, assignee_name?, amount?, title?, buyer_nick?, due?, shop_due?}; nothing for a kind this program does
/// not know. Whoever asks may see the case. The nick is masked, and missing where the person's words may not be shown.
std::optional<boost::json::object> listed_view(StoreReader& store, RulebooksInForce const& books, Case const& case_,
                                               Instant now, ActorNames& names);

}  // namespace redress::api

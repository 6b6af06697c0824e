// What a page of entries needs said beside them: an entry is shown as it was recorded, with nothing put into it.
#pragma once

#include "engine/cases/store.hpp"

#include <boost/json.hpp>

namespace redress::api {

/// {entry id: {labels, actor_name}} of entries as to_json() shows them.
boost::json::object about_entries(boost::json::array const& entries, StoreReader& store);

/// A page of a trail with what is said beside it: {entries, about, next_cursor?}, by the params `order`, `cursor`,
/// `limit`.
boost::json::object trail_page(StoreReader& store, std::string_view case_id, boost::json::object const& params);

}  // namespace redress::api

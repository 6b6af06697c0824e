// What differs between two sets of rulebooks, clause by clause and member by member, in words.
//
// Pure. A part that several books share differs in all of them; it is told once, with the books it differs in.
#pragma once

#include "workflows/rulebook_loader/library.hpp"

#include <boost/json.hpp>

#include <string_view>

namespace redress::api {

/// [{list, id, what: added|removed|changed, books, says, member?, old?, new?}], by list and id. `shop` empty: all
/// books; else only platforms' books and that shop's.
boost::json::array changes_between(rules::Library const& before, rules::Library const& after, std::string_view shop);

}  // namespace redress::api

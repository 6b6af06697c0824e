// What the short ids of an answer are called, told beside them, so that no reader keeps a table of names of its own.
//
// Looked up where names are declared: `system.words`, the workflows' tables, the rulebooks. An id that nobody has named
// has no label, and is shown as it stands. Pure; thread-safe.
#pragma once

#include "engine/base/says.hpp"
#include "engine/rules/rulebook.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string_view>

namespace redress::api {

/// {zh, en} of an id of one of the tables of `system.words`.
std::optional<boost::json::object> word_of(std::string_view table, std::string_view id);

/// {zh, en} of an event of that kind of case, of an act on a case, or of an act of the office.
std::optional<boost::json::object> event_says(std::string_view kind, std::string_view event);

std::optional<boost::json::object> state_says(std::string_view kind, std::string_view state);

/// What a rule says, without a case at hand: the names of its facts stand in for their values.
Says says_of(rules::Rule const& rule);

/// {member: {zh, en}} of the members of an item that hold ids: kind, event, from, to, state, party, owed_by, role,
/// outcome, code, platform; and `actor` where nobody acted in person. Those without a name are missing.
boost::json::object labels_of(boost::json::object const& item);

/// Adds {labels: labels_of(item)}.
void add_labels(boost::json::object& item);

/// The same to a case as case_view() shows it, with its reason, what it wants, its flags and links.
void label_case(boost::json::object& view);

}  // namespace redress::api

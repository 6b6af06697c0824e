// Personal values as answers show them: identifying ones masked, words in full to those who work with them, nothing of
// persons who are restricted or shredded.
#pragma once

#include "engine/cases/party.hpp"
#include "engine/cases/persons.hpp"
#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace redress::api {

/// "138****1234"; of a name its first character; of an address the first six; of other things at most their ends.
std::string masked(std::string_view name, std::string_view text);

/// Words (chat, notes, reviews, claims), as against values that identify somebody. What is not known counts as those.
bool is_words(std::string_view name);

/// The person of the case; nothing where the store keeps no persons.
std::optional<Person> person_behind(StoreReader& store, std::string_view case_id);

/// Whether anything in words may be shown to that role at all.
bool may_read_words(std::optional<Person> const& person, Role role);

/// [{field, entry_id, value | masked}] of a case's texts; empty where nothing may be shown.
boost::json::array personal_view(std::span<PersonalText const> texts, std::optional<Person> const& person, Role role);

/// {state, person, shred_at?, erased?}, for persons who are not simply active; nothing for those who are.
std::optional<boost::json::object> state_view(std::optional<Person> const& person);

/// {at, entry_id, says}: "content erased on ..., commitment intact"; nothing unless the person is shredded.
std::optional<boost::json::object> erased_view(std::optional<Person> const& person);

/// Takes away what may not be read of an item's view.
void hide_words(boost::json::object& evidence_view);

}  // namespace redress::api

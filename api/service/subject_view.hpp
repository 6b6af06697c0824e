// Who a call about a person means, and the person as the answer shows them.
#pragma once

#include "api/service/case_desk.hpp"
#include "engine/cases/persons.hpp"

#include <map>
#include <string>
#include <vector>

namespace redress::api {

/// One id of one shop, and everyone who ever stood under it: at most one is active.
struct Subject {
  std::string shop;
  std::string id;
  std::vector<Person> persons;  // oldest first
};

/// By `case_id`, or by `shop` and `buyer`. Faults: `not_found`, `forbidden`, `invalid_params` (neither or both).
Result<Subject> find_subject(StoreReader& store, DeskCall const& call);

/// {shop, person, state, holdings: [...], retention: [...]}: what is kept of whom, until when and by which rule.
/// Why somebody is held is left out: it may be about a person, and what is kept for a retry is stored plain.
boost::json::object subject_view(StoreReader& store, Subject const& subject);

/// Why the shop's office did what it did, by entry id.
std::map<std::string, std::string> office_reasons(StoreReader& store, std::string_view shop);

/// Puts the reasons into such a view, for its reader.
void add_reasons(StoreReader& store, boost::json::object& view);

}  // namespace redress::api

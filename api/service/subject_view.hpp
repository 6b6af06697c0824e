// Who a call about a person means, and the person as the answer shows them.
#pragma once

#include "api/service/case_desk.hpp"
#include "engine/cases/persons.hpp"

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
boost::json::object subject_view(StoreReader& store, Subject const& subject);

}  // namespace redress::api

// A case, its due time and its evidence as callers see them (interface, section 4).
#pragma once

#include "engine/cases/case.hpp"
#include "engine/cases/evidence.hpp"
#include "engine/machine/workflow.hpp"

#include <boost/json.hpp>

namespace redress::api {

boost::json::object case_view(Case const& case_, Workflow const& workflow);
boost::json::object due_view(CaseDue const& due);
boost::json::object evidence_view(Evidence const& item);

}  // namespace redress::api

// The calls that supply what is missing, to be sent as they stand once their file or value (null, "") is filled in.
//
// The same call about the same version of a case has the same request id, so sending it twice changes nothing twice.
#pragma once

#include "engine/cases/refusal.hpp"

#include <string>

namespace redress {

Fix add_evidence(FixContext const& context, std::string const& kind);

/// case.facts; `value` null is to be filled in.
Fix report_fact(FixContext const& context, std::string const& path, boost::json::value value = nullptr);

/// case.apply of the event in question, with its example parameters.
Fix change_params(FixContext const& context);

}  // namespace redress

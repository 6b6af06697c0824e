// The calls that supply what is missing, to be sent as they stand once their file or value (null, "") is filled in.
//
// The same call about the same version of a case has the same request id, so sending it twice changes nothing twice.
#pragma once

#include "engine/cases/attempt.hpp"
#include "engine/cases/refusal.hpp"

#include <optional>
#include <string>

namespace redress {

Fix add_evidence(FixContext const& context, std::string const& kind);

/// case.facts; `value` null is to be filled in.
Fix report_fact(FixContext const& context, std::string const& path, boost::json::value value = nullptr);

/// case.apply of the event in question as it was asked for; what was not asked is filled in from the example.
Fix same_call(FixContext const& context);

/// What a call that asks again keeps beside the parameters: the party named, and a place ("") for each personal text,
/// which no answer repeats.
void as_asked(Fix& call, Attempt const& asked);

/// The same in the name of the party whose move it is.
Fix same_call_by(FixContext const& context, Attempt const& asked, Party party);

/// The same with another amount, or with one to be filled in; nothing if the event takes none.
std::optional<Fix> same_call_over(FixContext const& context, Attempt const& asked,
                                  std::optional<std::int64_t> amount_minor, Currency currency);

/// The same with those parameters to be filled in that a rule read which refused it: the ones given, else the ones it
/// misses; or another file.
Fix change_params(FixContext const& context, Attempt const& asked, std::vector<rules::FactRead> const& facts_read);

}  // namespace redress

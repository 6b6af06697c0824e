// Questions a manager puts to the ledger: which entries, how many, and who wrote these words (docs/audit.md).
//
// Read from entries and from the texts beside them; nothing about them is kept twice. Reads only; any thread.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"
#include "api/service/rulebooks_in_force.hpp"

namespace redress::api {

/// audit.query: {entries, scanned, next_cursor?}, oldest first. A call looks at 100,000 entries at most.
AnswerText query_entries(Store& store, RulebooksInForce const& books, DeskCall const& call);

/// audit.summary: refusals and overrides by clause, outcomes by event, person and day; each figure with the params of
/// audit.query that list what was counted. Fault `too_large` beyond 2,000,000 entries.
AnswerText summarise_entries(Store& store, RulebooksInForce const& books, Clock const& clock, DeskCall const& call);

/// audit.search: {cases, scanned, next_cursor?}, in the order cases were opened. Reads personal texts.
AnswerText search_texts(Store& store, DeskCall const& call);

}  // namespace redress::api

// Questions a manager puts to the ledger: which entries, how many, and who wrote these words (docs/audit.md).
//
// Read from entries and from the texts beside them; nothing about them is kept twice. Reads only; any thread.
#pragma once

#include "api/service/audit_filter.hpp"

namespace redress::api {

/// audit.query: {entries, scanned, head, next_cursor?}, oldest first unless `order` says otherwise.
AnswerText query_entries(Store& store, RulebooksInForce const& books, DeskCall const& call,
                         AuditBounds const& bounds = {});

/// audit.summary: refusals and overrides by clause, outcomes by event, person and day; each figure with the params of
/// audit.query that list what was counted.
AnswerText summarise_entries(Store& store, RulebooksInForce const& books, Clock const& clock, DeskCall const& call,
                             AuditBounds const& bounds = {});

/// audit.search: {cases, scanned, next_cursor?}, in the order cases were opened. Reads personal texts.
AnswerText search_texts(Store& store, DeskCall const& call, AuditBounds const& bounds = {});

}  // namespace redress::api

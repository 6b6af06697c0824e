// One entry of the ledger as a page about it shows it: whole, with the texts it committed to, its mark, and whether a
// receipt can be had.
//
// Reads only; any thread. Personal values are shown as `case.get` shows them (personal_view.hpp).
#pragma once

#include "api/service/audit_desk.hpp"

namespace redress::api {

/// audit.entry {seq | id}: {entry, texts, evidence, mark, receipt, erased?}. Fault `not_found` for an entry the caller
/// may not see, and for one about no case where the caller is neither manager, auditor nor admin.
AnswerText whole_entry(Store& store, RulebooksInForce const& books, AuditDesk& audit, DeskCall const& call);

}  // namespace redress::api

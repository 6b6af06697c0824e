// The receipt that comes with a write: `receipt: true` among the params of a method that records an entry.
//
// The command is durable first; then, where reads run, the ledger's head is signed and the receipt joins the answer as
// `receipt` (of a refused attempt: in error.data). Without the param nothing is added but what the entry has anyway
// (`seq`, `hash`), and a write costs what it did. A receipt that could not be made leaves the answer, with
// `receipt_fault` in its place: what was recorded stays recorded.
#pragma once

#include "api/rpc/dispatcher.hpp"
#include "api/service/audit_desk.hpp"

namespace redress::api {

/// The param is taken off before the call goes on, so that asking for the receipt makes no other request of it.
rpc::Handle with_receipt(rpc::Handle handle, AuditDesk& audit, std::function<void(std::function<void()>)> later);

}  // namespace redress::api

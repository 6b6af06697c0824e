// The receipt that comes with a write: `receipt: true` among the params of a method that records an entry, of a case or
// of the office.
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

/// For acts that concern no case: the answer, which names its entries by `entry_id` or `entries`, always gets
/// `recorded`
/// ({entry_id, seq, hash} of each), and where asked the `receipt` of the one, or `receipts` of all where there are
/// more.
rpc::Handle with_office_entries(rpc::Handle handle, Store& store, AuditDesk& audit,
                                std::function<void(std::function<void()>)> later);

}  // namespace redress::api

// Reads records in the shape of `taobao.refund.get`, one JSON text a line, bare or in their response envelope.
//
// Ids stay texts, whatever JSON type they came in; money is yuan, times are Beijing time. Values nobody listed keep
// their raw form and open the case all the same. Field names and values: Taobao Open Platform, `taobao.refund.get`.
#pragma once

#include "api/importers/plan.hpp"

#include <string_view>

namespace redress::importers {

/// `shop` empty: the record's seller_nick names it. Versions of one refund become one plan, oldest first; versions
/// with the same `modified` are one.
Reading read_top_refunds(std::string_view ndjson, std::string_view shop);

/// One record. Faults carry "line L, column C".
Result<CasePlan> read_top_refund(std::string_view text, int line, std::string_view shop);

}  // namespace redress::importers

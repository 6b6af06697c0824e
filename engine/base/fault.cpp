#include "engine/base/fault.hpp"

#include <array>
#include <cstddef>

namespace redress {
namespace {

struct Row {
  FaultKind kind;
  std::string_view name;
  int rpc_code;
};

constexpr std::array rows{
    Row{FaultKind::parse_error, "parse_error", -32700},
    Row{FaultKind::invalid_request, "invalid_request", -32600},
    Row{FaultKind::method_not_found, "method_not_found", -32601},
    Row{FaultKind::invalid_params, "invalid_params", -32602},
    Row{FaultKind::internal, "internal", -32603},
    Row{FaultKind::unauthenticated, "unauthenticated", -32001},
    Row{FaultKind::forbidden, "forbidden", -32002},
    Row{FaultKind::rate_limited, "rate_limited", -32003},
    Row{FaultKind::too_large, "too_large", -32004},
    Row{FaultKind::not_found, "not_found", 1001},
    Row{FaultKind::version_conflict, "version_conflict", 1003},
    Row{FaultKind::request_id_reused, "request_id_reused", 1004},
    Row{FaultKind::event_not_allowed, "event_not_allowed", 1101},
    Row{FaultKind::rule_blocked, "rule_blocked", 1102},
    Row{FaultKind::evidence_missing, "evidence_missing", 1103},
    Row{FaultKind::evidence_rejected, "evidence_rejected", 1104},
    Row{FaultKind::over_refund, "over_refund", 1108},
    Row{FaultKind::over_quantity, "over_quantity", 1109},
    Row{FaultKind::case_final, "case_final", 1110},
    Row{FaultKind::ledger_broken, "ledger_broken", 1201},
};

constexpr Row const& row_of(FaultKind kind) { return rows[static_cast<std::size_t>(kind)]; }

constexpr bool rows_are_in_enum_order() {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows[i].kind) != i) return false;
  return rows.size() == static_cast<std::size_t>(FaultKind::ledger_broken) + 1;
}
static_assert(rows_are_in_enum_order());

}  // namespace

std::string_view name_of(FaultKind kind) { return row_of(kind).name; }
int rpc_code_of(FaultKind kind) { return row_of(kind).rpc_code; }

}  // namespace redress

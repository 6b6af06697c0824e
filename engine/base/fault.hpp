// What went wrong outside the rules: bad input, a missing thing, a broken disk. A rule's no is a Refusal, not a Fault.
//
// `FaultKind` is the wire contract: its names and codes are those of the RPC error table and never change meaning.
// Errors are values: `Result<T>` is either a T or a Fault. Our own bugs are assertions, never Faults.
#pragma once

#include "engine/base/says.hpp"

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace redress {

enum class FaultKind {
  parse_error,      // not JSON, or JSON we refuse (duplicate names, too deep)
  invalid_request,  // JSON, but no JSON-RPC request
  method_not_found,
  invalid_params,  // unknown, missing or mistyped; `position` names the member
  internal,        // ours: the log has the details, the caller has an id
  unauthenticated,
  forbidden,
  rate_limited,
  too_large,
  not_found,
  version_conflict,   // the case moved on since the caller read it
  request_id_reused,  // same request id, other content
  event_not_allowed,  // the table has no such move here, or it is another party's
  rule_blocked,
  evidence_missing,
  evidence_rejected,
  over_refund,
  over_quantity,
  case_final,
  ledger_broken,  // the stored trail does not verify
};

/// The kind's name on the wire, e.g. "rule_blocked".
std::string_view name_of(FaultKind kind);

/// The JSON-RPC error code, e.g. 1102.
int rpc_code_of(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::internal;
  Says says;
  std::string position = {};  // where in the input: "params.order.paid", "line 4, column 7"; empty if nowhere
};

/// Thrown by Result::value() on a Fault nobody looked at; also the carrier across callbacks that can only throw.
class FaultError : public std::runtime_error {
 public:
  explicit FaultError(Fault fault) : std::runtime_error(fault.says.en), fault_(std::move(fault)) {}
  Fault const& fault() const { return fault_; }

 private:
  Fault fault_;
};

[[noreturn]] inline void throw_exception_from_error(Fault const& fault, boost::source_location const&) {
  throw FaultError(fault);
}

template <class T>
using Result = boost::system::result<T, Fault>;

inline Fault invalid_params(std::string position, std::string zh, std::string en) {
  return {FaultKind::invalid_params, {std::move(zh), std::move(en)}, std::move(position)};
}

}  // namespace redress

#include "api/cli/exit_code.hpp"

#include <array>
#include <utility>

namespace redress::cli {

Exit exit_of_kind(std::string_view kind) {
  using enum Exit;
  constexpr std::array codes{
      std::pair{std::string_view{"invalid_params"}, usage},
      std::pair{std::string_view{"invalid_request"}, usage},
      std::pair{std::string_view{"parse_error"}, usage},
      std::pair{std::string_view{"method_not_found"}, usage},
      std::pair{std::string_view{"unauthenticated"}, auth},
      std::pair{std::string_view{"forbidden"}, auth},
      std::pair{std::string_view{"not_found"}, not_found},
      std::pair{std::string_view{"version_conflict"}, conflict},
      std::pair{std::string_view{"request_id_reused"}, conflict},
      std::pair{std::string_view{"event_not_allowed"}, refused},
      std::pair{std::string_view{"rule_blocked"}, refused},
      std::pair{std::string_view{"evidence_missing"}, refused},
      std::pair{std::string_view{"evidence_rejected"}, refused},
      std::pair{std::string_view{"over_refund"}, refused},
      std::pair{std::string_view{"over_quantity"}, refused},
      std::pair{std::string_view{"case_final"}, refused},
      std::pair{std::string_view{"ledger_broken"}, verification_failed},
  };
  for (auto const& [name, code] : codes)
    if (name == kind) return code;
  return failed;
}

}  // namespace redress::cli

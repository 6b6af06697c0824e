// Whose dates a reader believes, as the options --witness, --witnesses-needed and --stamp-certificates say it.
#pragma once

#include "api/cli/exit_code.hpp"
#include "engine/ledger/receipt_dates.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::cli {

/// Fills `policy`; otherwise says on stderr what is wrong and answers the exit code.
std::optional<Exit> read_date_policy(std::vector<std::string> const& witness_vkeys, std::size_t witnesses_needed,
                                     std::string const& stamp_certificates_file, ledger::DatePolicy& policy);

}  // namespace redress::cli

// The manager's part of `redress audit`: query, summary, sample, search and export, from their options to their exit
// codes (docs/audit.md).
#pragma once

#include "api/cli/commands.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace redress::cli {

/// Adds the subcommands to `audit`; `choose` is called with what to run once one of them was given. Borrows `common`,
/// which is read when the command runs.
void add_manager_commands(CLI::App& audit, Common const& common,
                          std::function<void(std::function<Exit()>)> const& choose);

}  // namespace redress::cli

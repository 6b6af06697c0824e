// `redress evidence`, `override` and `automation`, from their options to their exit codes.
#pragma once

#include "api/cli/commands.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace redress::cli {

/// Adds the subcommands to `app`; `choose` is called with what to run once one of them was given. Borrows `common`,
/// which is read when the command runs.
void add_agent_commands(CLI::App& app, Common const& common, std::function<void(std::function<Exit()>)> const& choose);

}  // namespace redress::cli

// `redress webhook`, from its options to its exit codes.
#pragma once

#include "api/cli/commands.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace redress::cli {

/// Adds the subcommands to `app`; `choose` is called with what to run once one of them was given. Borrows `common`,
/// which is read when the command runs.
void add_webhook_commands(CLI::App& app, Common const& common,
                          std::function<void(std::function<Exit()>)> const& choose);

}  // namespace redress::cli

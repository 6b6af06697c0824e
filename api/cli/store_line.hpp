// `redress doctor`, `backup`, `restore`, `rebuild`: what an operator does with a whole store, from its options to what
// is run.
#pragma once

#include "api/cli/commands.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace redress::cli {

/// Adds the subcommands; `choose` is called with what to run once one was given. Borrows `common`, which is read when
/// the command runs.
void add_store_commands(CLI::App& app, Common const& common, std::function<void(std::function<Exit()>)> const& choose);

}  // namespace redress::cli

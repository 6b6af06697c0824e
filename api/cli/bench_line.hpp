// `redress bench`, from its options to its exit code (docs/performance.md).
#pragma once

#include "api/cli/commands.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace redress::cli {

/// Adds the subcommand; `choose` is called with what to run once it was given. Borrows `common`, which is read when the
/// command runs.
void add_bench_command(CLI::App& app, Common const& common, std::function<void(std::function<Exit()>)> const& choose);

}  // namespace redress::cli

#include "api/cli/misread_line.hpp"

#include "api/cli/exit_code.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>

namespace redress::cli {

int misread(CLI::App const& app, CLI::ParseError const& error) {
  constexpr auto usage = static_cast<int>(Exit::usage);
  // CLI11 asks for a subcommand where one was given that it does not know.
  auto const left = app.remaining(true);
  if (error.get_name() != "RequiredError" || left.empty() || left.front().starts_with('-'))
    return app.exit(error) == 0 ? 0 : usage;
  std::cerr << fmt::format("没有命令 {0}，见 redress --help\nthere is no command {0}, see redress --help\n",
                           left.front());
  return usage;
}

}  // namespace redress::cli

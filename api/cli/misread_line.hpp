// A command line that cannot be read: help and the version where they were asked for, else what is wrong with it.
#pragma once

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace redress::cli {

/// The exit code: 0 where help was asked for, else that of wrong usage.
int misread(CLI::App const& app, CLI::ParseError const& error);

}  // namespace redress::cli

// Files named on the command line: read whole, or the sentence that says why not.
#pragma once

#include "api/cli/exit_code.hpp"
#include "engine/base/fault.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace redress::cli {

/// Thrown by whatever cannot go on without talking to anybody; main() tells it and ends with `exit`.
struct LocalFailure {
  Fault fault;
  Exit exit;
};

/// Why a file cannot be read: it is not there, it is a folder, or it may not be.
std::optional<Fault> unreadable(std::filesystem::path const& file);

/// Its bytes. Throws LocalFailure (not_found).
std::string content_of_given(std::filesystem::path const& file);

}  // namespace redress::cli

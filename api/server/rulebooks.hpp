// The rulebooks built into the program and the shops' own over them, checked against the names of the workflows.
#pragma once

#include "workflows/rulebook_loader/library.hpp"

#include <filesystem>
#include <span>
#include <vector>

namespace redress::api {

/// Every event and deadline slot there is, as rulebooks may name them.
rules::Names workflow_names();

Result<rules::Library> built_in_rulebooks();

/// Those and the shops' books given. Fault `invalid_params` with the first finding and its place; also for a file that
/// is no shop's book, or has the name of a built-in one.
Result<rules::Library> rulebooks_with(std::span<rules::BookSource const> shops);

/// Every *.yaml of a folder, by name. Fault `not_found` for a folder or a file that cannot be read.
Result<std::vector<rules::BookSource>> read_rulebook_folder(std::filesystem::path const& folder);

}  // namespace redress::api

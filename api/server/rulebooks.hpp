// The rulebooks built into the program, and a folder of others that stand in for them or over them, checked against the
// names of the workflows.
#pragma once

#include "api/service/rulebook_desk.hpp"
#include "workflows/rulebook_loader/library.hpp"

#include <filesystem>
#include <span>
#include <vector>

namespace redress::api {

/// Every event and deadline slot there is, as rulebooks may name them.
rules::Names workflow_names();

Result<rules::Library> built_in_rulebooks();

/// Those with the folder's: shops' books, files that stand in for built-in ones of their name, and new parts these
/// include. Fault `invalid_params` with the first finding of loading and its place; also for a file that is none of
/// these, and for one that takes a platform's book away.
Result<rules::Library> rulebooks_with(std::span<rules::BookSource const> folder);

/// The same with every finding there is, those about whole books among them.
CheckedRulebooks checked_rulebooks(std::span<rules::BookSource const> folder);

/// Every *.yaml of a folder, by name. Fault `not_found` for a folder or a file that cannot be read.
Result<std::vector<rules::BookSource>> read_rulebook_folder(std::filesystem::path const& folder);

/// The files with those given in the place of files of their names.
std::vector<rules::BookSource> with_given(std::vector<rules::BookSource> files,
                                          std::vector<rules::BookSource> const& given);

/// A folder on the disk. It need not be there until something is kept in it. Faults `not_found`, `internal`.
RulebookFolder rulebook_folder(std::filesystem::path folder);

}  // namespace redress::api

// Puts a book together from its file and the parts it includes, and checks what only the whole can show.
//
// Items of the book's own file come first, then those of its includes in the order written, each part once.
#pragma once

#include "workflows/rulebook_loader/part.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace redress::rules {

struct PartFile {
  BookSource const* source;
  Part part;
};
using PartFiles = std::map<std::string, PartFile, std::less<>>;  // by name

/// Reads files that may include one another by name; of two files of one name the later counts. Borrows the sources.
PartFiles read_parts(std::span<BookSource const> sources, Names const& names, std::vector<Finding>& findings);

/// The file and all it includes, directly or not. Unknown and circular includes become findings and are left out.
std::vector<PartFile const*> with_includes(PartFile const& first, PartFiles const& files,
                                           std::vector<Finding>& findings);

/// Versions of one item that hold at the same time, and vocabularies given twice.
void check_overlaps(std::span<PartFile const* const> files, std::vector<Finding>& findings);

/// Days between two versions of one item on which none holds, unless the later one says why with `gap`; and a `gap`
/// where there is none.
void check_gaps(std::span<PartFile const* const> files, std::vector<Finding>& findings);

/// Vocabularies and breaches that rules name and nothing defines.
void check_references(std::span<PartFile const* const> files, std::vector<Finding>& findings);

/// A book counts by one calendar.
void check_one_calendar(std::span<PartFile const* const> files, std::vector<Finding>& findings);

/// `files` as with_includes gave them, all sound.
Rulebook assemble(std::span<PartFile const* const> files);

}  // namespace redress::rules

// "Did you mean ...": the known name nearest to a mistyped one.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace redress::cel {

/// Insertions, deletions, replacements and swaps of neighbours between two names.
std::size_t edits_between(std::string_view a, std::string_view b);

/// The candidate with the fewest edits, if these are few for its length; empty otherwise.
std::string nearest_name(std::string_view mistyped, std::span<std::string_view const> candidates);

}  // namespace redress::cel

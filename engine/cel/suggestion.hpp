// "Did you mean ...": the known name nearest to a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace redress::cel {

/// The candidate with the fewest edits, if these are few for its length; empty otherwise.
std::string nearest_name(std::string_view mistyped, std::span<std::string_view const> candidates);

}  // namespace redress::cel

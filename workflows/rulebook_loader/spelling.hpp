// Finds the name someone meant: the nearest of the known ones, if any is near.
#pragma once

#include "engine/base/says.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace redress::rules {

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other, by bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate with the least distance (the first of equals), if that is at most a third of the word's length.
std::optional<std::string_view> nearest(std::string_view word, std::span<std::string_view const> candidates);

/// "，是否想写“require”" and ", did you mean \"require\"", to put behind a sentence; empty where nothing is near.
Says did_you_mean(std::string_view word, std::span<std::string_view const> candidates);

}  // namespace redress::rules

// A compiled regular expression in RE2 syntax, which matches in linear time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace redress::cel {

struct Pattern;

/// The pattern, or RE2's own words on what is wrong with it. Patterns are at most `pattern_bytes_max` long.
std::variant<std::shared_ptr<Pattern const>, std::string> compile_pattern(std::string_view text);
inline constexpr std::size_t pattern_bytes_max = 4096;

/// Whether some part of `text` matches.
bool matches(Pattern const& pattern, std::string_view text);

}  // namespace redress::cel

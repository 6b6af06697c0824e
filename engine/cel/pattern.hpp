// A compiled regular expression in RE2 syntax, which matches in linear time.
#pragma once

#include "engine/cel/function.hpp"

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

/// No pattern compiles to a larger program.
inline constexpr std::uint64_t instructions_max = 20'000;

/// What compiling costs: always, and by the size of what it made.
inline constexpr Steps pattern_steps = 256;
Steps compiling_steps(Pattern const& pattern);

/// What matching may cost, for text of that size: RE2 goes through it with as many states as the pattern has.
Steps matching_steps(Pattern const& pattern, std::size_t text_bytes);

/// Whether some part of `text` matches; charged first, and false when the steps are spent.
Outcome matches(Calling& calling, Pattern const& pattern, std::string_view text);

}  // namespace redress::cel

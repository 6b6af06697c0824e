#include "engine/cel/pattern.hpp"

#include <re2/re2.h>

namespace redress::cel {

struct Pattern {
  Pattern(std::string_view text, re2::RE2::Options const& options) : regex({text.data(), text.size()}, options) {}
  re2::RE2 regex;
};

namespace {

// Of the compiled pattern and its caches. It bounds the program too: about a third of it, 16 bytes an instruction.
constexpr int memory_bytes_max = 1 << 19;

// When its cache is full RE2 follows all states at once, some nanoseconds each; a step is about a tenth of a
// microsecond.
constexpr std::size_t instructions_a_step = 16;

}  // namespace

std::variant<std::shared_ptr<Pattern const>, std::string> compile_pattern(std::string_view text) {
  if (text.size() > pattern_bytes_max) return "the pattern is too long";
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_bytes_max);
  auto pattern = std::make_shared<Pattern const>(text, options);
  if (!pattern->regex.ok()) return pattern->regex.error();
  if (pattern->regex.ProgramSize() > static_cast<int>(instructions_max)) return "the pattern is too large";
  return pattern;
}

Steps compiling_steps(Pattern const& pattern) { return pattern.regex.ProgramSize(); }

Steps matching_steps(Pattern const& pattern, std::size_t text_bytes) {
  auto const size = static_cast<std::size_t>(pattern.regex.ProgramSize());
  return static_cast<Steps>(text_bytes * (size / instructions_a_step + 1) / 4 + 1);
}

Outcome matches(Calling& calling, Pattern const& pattern, std::string_view text) {
  calling.steps -= matching_steps(pattern, text.size());
  return Value(calling.steps >= 0 && re2::RE2::PartialMatch({text.data(), text.size()}, pattern.regex));
}

}  // namespace redress::cel

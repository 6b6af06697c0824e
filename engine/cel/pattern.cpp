#include "engine/cel/pattern.hpp"

#include <re2/re2.h>

namespace redress::cel {

struct Pattern {
  Pattern(std::string_view text, re2::RE2::Options const& options) : regex({text.data(), text.size()}, options) {}
  re2::RE2 regex;
};

std::variant<std::shared_ptr<Pattern const>, std::string> compile_pattern(std::string_view text) {
  if (text.size() > pattern_bytes_max) return "the pattern is too long";
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto pattern = std::make_shared<Pattern const>(text, options);
  if (!pattern->regex.ok()) return pattern->regex.error();
  return pattern;
}

bool matches(Pattern const& pattern, std::string_view text) {
  return re2::RE2::PartialMatch({text.data(), text.size()}, pattern.regex);
}

}  // namespace redress::cel

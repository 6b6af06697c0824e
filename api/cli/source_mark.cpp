#include "api/cli/source_mark.hpp"

#include "engine/base/utf8.hpp"

#include <algorithm>

namespace redress::cli {
namespace {

constexpr int columns_before_max = 60;
constexpr int columns_shown_max = 100;
constexpr std::size_t bytes_before_max = 4 * columns_before_max;  // no code point takes more for a column

// East Asian wide and full-width blocks, and the emoji, of Unicode's EastAsianWidth.txt, taken whole.
int columns_of(char32_t code) {
  bool const wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                    (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                    (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                    (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x1F300 && code <= 0x1FAFF) ||
                    (code >= 0x20000 && code <= 0x3FFFD);
  return wide ? 2 : 1;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

int width(std::string_view text) {
  int columns = 0;
  while (auto const code = take_code_point(text)) columns += columns_of(*code);
  return columns;
}

/// `text` as far as it fits into so many columns.
std::string_view fitting(std::string_view text, int columns) {
  auto rest = text;
  while (!rest.empty()) {
    auto after = rest;
    auto const code = take_code_point(after);
    columns -= code ? columns_of(*code) : columns + 1;
    if (columns < 0) break;
    rest = after;
  }
  return text.substr(0, text.size() - rest.size());
}

/// Tabs and control characters would move the caret away.
std::string flat(std::string_view text) {
  std::string made(text);
  std::replace_if(
      made.begin(), made.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return made;
}

}  // namespace

std::string marked(std::string_view source, cel::Span span) {
  auto const offset = std::min<std::size_t>(span.offset, source.size());
  auto const before_it = source.substr(0, offset);
  auto const line_start = before_it.find_last_of('\n') + 1;  // npos + 1 is 0
  auto const line_end = std::min(source.find('\n', offset), source.size());
  std::string const whole_before = flat(source.substr(line_start, offset - line_start));
  std::string_view before = whole_before;
  if (before.size() > bytes_before_max) before.remove_prefix(before.size() - bytes_before_max);
  while (width(before) > columns_before_max || (!before.empty() && is_continuation(before[0]))) before.remove_prefix(1);
  auto const after = fitting(source.substr(offset, line_end - offset), columns_shown_max - width(before));
  auto const covered = fitting(after.substr(0, span.length), columns_shown_max);
  auto const tail = std::max(width(covered) - 1, 0);
  return "  " + std::string(before) + flat(after) + "\n  " + std::string(static_cast<std::size_t>(width(before)), ' ') +
         "^" + std::string(static_cast<std::size_t>(tail), '~') + "\n";
}

}  // namespace redress::cli

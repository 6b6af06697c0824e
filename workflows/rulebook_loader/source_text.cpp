#include "workflows/rulebook_loader/source_text.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // yaml-cpp does not count it either

bool continues_a_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

SourceText::SourceText(BookSource const& source) : source_(source) {
  auto const text = this->text();
  line_starts_.push_back(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    line_starts_.push_back(at + 1);
}

std::size_t SourceText::offset_of(int line, int byte_column) const {
  if (line < 0 || static_cast<std::size_t>(line) >= line_starts_.size()) return text().size();
  auto const offset = line_starts_[static_cast<std::size_t>(line)] + static_cast<std::size_t>(std::max(byte_column, 0));
  return std::min(offset, text().size());
}

Place SourceText::place_of(std::size_t offset) const {
  offset = std::max(std::min(offset, text().size()), line_starts_.front());
  auto const next = std::ranges::upper_bound(line_starts_, offset);
  auto const line = next - line_starts_.begin();
  auto const before = text().substr(*(next - 1), offset - *(next - 1));
  auto const characters = std::ranges::count_if(before, [](char byte) { return !continues_a_character(byte); });
  return {static_cast<int>(line), static_cast<int>(characters) + 1};
}

}  // namespace redress::rules

#include "tests/house/columns.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace redress::house {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// The wide blocks of Unicode's EastAsianWidth.txt that occur in Chinese text, and emoji.
constexpr std::array wide{Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},  Range{0x3041, 0xA4CF},
                          Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},  Range{0xFE30, 0xFE4F},
                          Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},  Range{0x1F300, 0x1F64F},
                          Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

bool is_wide(std::uint32_t c) {
  return std::ranges::any_of(wide, [&](auto range) { return c >= range.first && c <= range.last; });
}

}  // namespace

std::size_t columns_of(std::string_view line) {
  std::size_t columns = 0;
  std::uint32_t character = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    auto const byte = static_cast<unsigned char>(line[i]);
    if ((byte & 0xC0U) == 0x80U) {
      character = (character << 6U) | (byte & 0x3FU);
    } else {
      character = byte < 0x80U ? byte : byte & (byte >= 0xF0U ? 0x07U : byte >= 0xE0U ? 0x0FU : 0x1FU);
    }
    bool const whole = i + 1 == line.size() || (static_cast<unsigned char>(line[i + 1]) & 0xC0U) != 0x80U;
    if (whole) columns += is_wide(character) ? 2 : 1;
  }
  return columns;
}

}  // namespace redress::house

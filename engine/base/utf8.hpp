// UTF-8 read strictly: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629); and counted in characters.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace redress {

/// True where `text` is well-formed UTF-8; the empty text is.
bool is_utf8(std::string_view text);

/// Takes the first code point off the front of `rest`. Nothing, and `rest` untouched, where it is empty or ill-formed.
std::optional<char32_t> take_code_point(std::string_view& rest);

/// Code points of well-formed UTF-8, which is what limits in characters count.
constexpr std::int64_t code_points(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

}  // namespace redress

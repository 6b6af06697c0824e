// UTF-8 read strictly: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629).
#pragma once

#include <optional>
#include <string_view>

namespace redress {

/// True where `text` is well-formed UTF-8; the empty text is.
bool is_utf8(std::string_view text);

/// Takes the first code point off the front of `rest`. Nothing, and `rest` untouched, where it is empty or ill-formed.
std::optional<char32_t> take_code_point(std::string_view& rest);

}  // namespace redress

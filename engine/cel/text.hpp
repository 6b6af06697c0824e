// UTF-8 and the escapes of string literals: what the lexer, the string functions and the printer share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace redress::cel {

/// Takes one code point from the left of valid UTF-8; `text` must not be empty.
char32_t take_code_point(std::string_view& text);

void append_code_point(std::string& text, char32_t code);

/// Bytes of the first `count` code points of valid UTF-8; the whole size where there are fewer.
std::size_t bytes_of_code_points(std::string_view text, std::size_t count);

/// With U+FFFD for every byte that is no part of well-formed UTF-8.
std::string to_valid_utf8(std::string_view octets);

/// `"text"` with escapes, as a CEL literal.
std::string quote(std::string_view text);

/// `b"bytes"`: printable ASCII as it is, all else as \x escapes.
std::string quote_bytes(std::string_view octets);

}  // namespace redress::cel

// Where something stands in a CEL source text, and what the compiler has to say about it.
//
// Offsets and lengths count bytes of the UTF-8 source; lines and columns count from 1, columns in code points.
#pragma once

#include "engine/base/says.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redress::cel {

struct Span {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  bool operator==(Span const&) const = default;
};

struct Position {
  int line = 1;
  int column = 1;

  bool operator==(Position const&) const = default;
};

/// Line and column of a byte offset; an offset past the end gives the end.
Position position_of(std::string_view source, std::uint32_t offset);

/// The bytes a span covers.
inline std::string_view text_of(std::string_view source, Span span) { return source.substr(span.offset, span.length); }

/// A reason why a source does not compile: what was expected, at the place where it was missing.
struct Diagnostic {
  int line = 1;
  int column = 1;
  Span span;
  Says says;
};

}  // namespace redress::cel

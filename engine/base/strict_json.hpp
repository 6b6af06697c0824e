// Reads JSON that strangers send: RFC 8259 to the letter, within limits, and nothing that two readers could differ on.
//
// Refused, each with a sentence and "line L, column C" (both from 1, columns in characters): duplicate member names at
// any depth, a byte order mark, ill-formed UTF-8, lone surrogates, anything after the value, integers outside
// int64/uint64 (they would lose digits as a double), numbers no double can hold, and whatever is over a limit.
// Doubles are read correctly rounded, which Boost.JSON 1.81 alone does not promise. Time is linear in the size of the
// text, but for sorting the member names of each object; nothing hashes, so nobody can pick names that collide.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <string_view>

namespace redress {

/// The size of the whole text is the caller's to limit, before it reads it.
struct JsonLimits {
  std::size_t depth = 64;                 // arrays and objects around a value
  std::size_t string_bytes = 256 * 1024;  // of a string or member name, after unescaping
  std::size_t array_elements = 10'000;
  std::size_t object_members = 10'000;
  std::size_t number_chars = 64;
};

/// Fault `parse_error`. Integers come back as int64 where they fit, else as uint64; all other numbers as double.
Result<boost::json::value> parse_strict_json(std::string_view text, JsonLimits const& limits = {},
                                             boost::json::storage_ptr storage = {});

}  // namespace redress

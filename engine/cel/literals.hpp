// Reads the literals of CEL: numbers and quoted text, with their escapes.
#pragma once

#include "engine/cel/value.hpp"

#include <optional>
#include <string_view>

namespace redress::cel {

/// "42", "0x2A", "42u", "1.5e3"; nullopt if it does not fit. "9223372036854775808" does not: its minus is an operator,
/// and the parser asks `parse_negative_int` when it sees both.
std::optional<Value> parse_number(std::string_view text);
std::optional<Value> parse_negative_int(std::string_view text);

/// Where a quoted literal goes wrong, as an offset into its text.
struct QuoteFault {
  std::uint32_t offset;
  std::string zh;
  std::string en;
};

/// A whole literal with its prefix and quotes: 'a', r"b", b'''c'''. The quotes are known to match.
std::variant<Value, QuoteFault> parse_quoted(std::string_view text);

}  // namespace redress::cel

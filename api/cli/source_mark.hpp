// Shows people where in an expression something is wrong: its line, and a caret below.
#pragma once

#include "engine/cel/span.hpp"

#include <string>
#include <string_view>

namespace redress::cli {

/// Two lines: the line of `source` where `span` begins, and `^~~~` below the part the span covers. Chinese characters
/// take two columns, as terminals show them; of a long line only the part around the span is shown.
std::string marked(std::string_view source, cel::Span span);

}  // namespace redress::cli

// The protobuf messages that CEL takes for values of its own: wrappers of scalars (google.protobuf.Int32Value), JSON
// values (Value, ListValue, Struct), Timestamp and Duration.
//
// Evaluating `google.protobuf.Int32Value{value: 1}` gives the int 1. There are no other messages here, and rules have
// none at all: checked programs refuse every message.
#pragma once

#include "engine/cel/outcome.hpp"

#include <span>
#include <string>
#include <string_view>

namespace redress::cel {

bool is_well_known(std::string_view message);

/// The value that a message with these fields is; an Error for fields it has not, twice the same, or of another type.
Outcome well_known(std::string_view message, std::span<std::string const> fields, std::span<Value const> values);

}  // namespace redress::cel

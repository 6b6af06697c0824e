// Values as JSON, in the proto3-JSON form of cel.expr.Value: {"int64Value":"1"}, {"listValue":{"values":[...]}} ...
//
// Timestamps and durations are objectValue with an "@type". Optionals have no form and are a Fault, as is any other
// object. The format is that of `redress rules eval --batch` and of CEL's public conformance tests.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/cel/value.hpp"

#include <boost/json.hpp>

namespace redress::cel {

/// Lists and maps within each other, in a value that is read.
inline constexpr int json_depth_max = 100;

/// What a value may come to as JSON, in bytes, about: values share parts, so that written out one could be endless.
inline constexpr std::int64_t json_bytes_max = std::int64_t{4} << 20;

/// Fault `invalid_params`; `position` is where in the value, e.g. "listValue.values[2]".
Result<Value> value_from_json(boost::json::value const& json);

/// Fault `invalid_params` for optionals and IP addresses, which have no form, and past `json_bytes_max`.
Result<boost::json::value> value_to_json(Value const& value);

}  // namespace redress::cel

// One line of `redress rules eval --batch`: a request as JSON, its answer as JSON.
//
//   {"id": any, "expr": "n + 1", "vars": {"n": {"int64Value": "2"}}, "container": "a.b"}
//   {"id": any, "value": {"int64Value": "3"}}
//   {"id": any, "error": {"kind": "evaluation", "says": {"zh", "en"}, "line": 1, "column": 3}}
//
// Values are in the proto3-JSON form of cel.expr.Value (engine/cel/value_json.hpp). Variables are dyn: types are found
// when evaluating, and static checks refuse nothing. `kind` is "request" (the line is no request; `at` says where),
// "syntax", "evaluation", or "answer" (a value JSON has no form for, or too large a one).
#pragma once

#include "engine/cel/activation.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <string_view>

namespace redress::cli {

/// Variables, with the machine's time zones.
class ZonedBindings final : public cel::Bindings {
 public:
  std::optional<std::int32_t> utc_offset_s(std::string_view zone, cel::Timestamp at) const override;
};

/// Never throws for anything the line says.
boost::json::object answer_line(std::string_view line);

/// The answer to a line over `line_bytes_max`, which is not read to its end.
boost::json::object answer_long_line();
inline constexpr std::size_t line_bytes_max = std::size_t{16} << 20;

/// An evaluation's outcome as a member of an answer: {"value": ...} or {"error": ...}.
boost::json::object outcome_json(cel::Outcome const& outcome, std::string_view source);

}  // namespace redress::cli

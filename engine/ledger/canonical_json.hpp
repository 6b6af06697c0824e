// The one byte form of a JSON value that is hashed and signed: RFC 8785 (JCS), restricted to I-JSON (RFC 7493).
//
// Refused, with `position` a path such as "facts_read.order.paid_minor" or "rules[2].says.zh": ill-formed UTF-8, NaN
// and infinities, and every number that would print as an integer outside ±(2^53-1), because other readers would round
// it. What is printed can always be parsed again and prints the same.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace redress::ledger {

/// Fault `invalid_params`.
Result<std::string> canonical_json(boost::json::value const& value);

/// The same, at the end of `out`; on a Fault `out` is as it was.
Result<void> append_canonical_json(boost::json::value const& value, std::string& out);

/// A member that is canonical text already, of an object that has none of its name.
struct WrittenMember {
  std::string_view name;
  std::string_view text;
};

/// The canonical form of an object, with that member in its place.
Result<std::string> canonical_object(boost::json::object const& object, WrittenMember const& written = {});

/// Prints as ECMAScript's Number::toString does: shortest digits that read back as the same double; -0 prints as 0.
/// `number` must be finite.
void append_ecmascript_number(double number, std::string& out);

}  // namespace redress::ledger

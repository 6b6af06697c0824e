// What evaluating an expression comes to: a value, an error, or unknown because something was not known.
//
// Unknown is CEL's third truth value. Its labels name what was missing: variables by their qualified name
// ("order.signed_at"), host functions by what they say ("evidence:E-SIGN"); they become the "missing" of a refusal.
#pragma once

#include "engine/base/says.hpp"
#include "engine/cel/span.hpp"
#include "engine/cel/value.hpp"

#include <set>
#include <string>
#include <utility>
#include <variant>

namespace redress::cel {

struct Error {
  Says says;
  Span span = {};  // of the sub-expression that went wrong; filled in by the evaluator
};

struct Unknown {
  std::set<std::string> labels;
};

class Outcome {
 public:
  Outcome(Value value) : held_(std::move(value)) {}
  Outcome(Error error) : held_(std::move(error)) {}
  Outcome(Unknown unknown) : held_(std::move(unknown)) {}

  bool is_value() const { return held_.index() == 0; }
  bool is_error() const { return held_.index() == 1; }
  bool is_unknown() const { return held_.index() == 2; }

  /// A known bool of that truth.
  bool is(bool truth) const { return is_value() && value().is(Kind::boolean) && value().as_bool() == truth; }

  // Asking for what is not there is a bug of the caller and asserts.
  Value const& value() const;
  Value& value();
  Error const& error() const;
  Error& error();
  Unknown const& unknown() const;
  Unknown& unknown();

 private:
  std::variant<Value, Error, Unknown> held_;
};

/// `unknown("evidence:E-SIGN")`, for host functions.
inline Outcome unknown(std::string label) { return Unknown{{std::move(label)}}; }
inline Outcome error(std::string zh, std::string en) { return Error{{std::move(zh), std::move(en)}}; }

}  // namespace redress::cel

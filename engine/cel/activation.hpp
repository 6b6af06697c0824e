// Where an evaluation gets its variables and host functions from.
//
// Called only by Program::evaluate, on its thread, with names that were declared. Answers must not change during one
// evaluation; a name may be asked more than once.
#pragma once

#include "engine/cel/outcome.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace redress::cel {

class Activation {
 public:
  virtual ~Activation() = default;

  /// The value of a declared variable by its whole qualified name, e.g. "order.paid_minor"; nullopt: not known.
  virtual std::optional<Value> find(std::string_view qualified_name) const = 0;

  /// Calls a declared host function. Every argument is a known value of a declared overload; a member call's target is
  /// the first argument. May answer Unknown with a label. The default knows no function and answers an Error.
  virtual Outcome call(std::string_view function, std::span<Value const> arguments) const;

  /// Seconds east of UTC in a named time zone at that moment, for zones that `fixed_utc_offset_s` does not know. The
  /// engine reads no time-zone files, so the default answers nullopt, which becomes an Error.
  virtual std::optional<std::int32_t> utc_offset_s(std::string_view zone, Timestamp at) const;
};

/// An activation kept in maps: for tests, examples and what-if questions.
class Bindings : public Activation {
 public:
  using Function = std::function<Outcome(std::span<Value const>)>;

  Bindings() = default;
  explicit Bindings(std::map<std::string, Value, std::less<>> variables) : variables_(std::move(variables)) {}
  Bindings& set(std::string name, Value value);
  Bindings& function(std::string name, Function body);

  std::optional<Value> find(std::string_view qualified_name) const override;
  Outcome call(std::string_view function, std::span<Value const> arguments) const override;

 private:
  std::map<std::string, Value, std::less<>> variables_;
  std::map<std::string, Function, std::less<>> functions_;
};

}  // namespace redress::cel

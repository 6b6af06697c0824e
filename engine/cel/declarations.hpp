// What an expression may name: variables, constants and host functions, beside the standard library, which is always
// there.
//
// Build once, then share freely between threads; `compile` only reads it and a Program does not need it afterwards.
// A declaration of the same name replaces the earlier one; a function of the same name adds an overload.
#pragma once

#include "engine/cel/value.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::cel {

/// One way to call a function. A member overload is called `target.name(...)`; the target is its first parameter.
struct Signature {
  std::vector<Type> parameters;
  Type result;
  bool member = false;
  bool variadic = false;  // the last parameter may be given any number of times from once on

  bool takes(std::size_t arguments) const {
    return variadic ? arguments >= parameters.size() : arguments == parameters.size();
  }

  /// The type asked for at that place.
  Type const& parameter(std::size_t place) const { return parameters[std::min(place, parameters.size() - 1)]; }
};

class Declarations {
 public:
  /// `name` may be dotted: after variable("order.paid_minor", ...) the path `order.paid_minor` is that variable.
  Declarations& variable(std::string name, Type type);

  /// A name for a value known when compiling, e.g. an enumerator.
  Declarations& constant(std::string name, Value value);

  /// A function the Activation answers: function("has_evidence", {Type::string()}, Type::boolean()).
  Declarations& function(std::string name, std::vector<Type> parameters, Type result);

  /// Called as `target.name(...)`; `parameters[0]` is the target.
  Declarations& member_function(std::string name, std::vector<Type> parameters, Type result);

  /// Names are looked up in this namespace first, then in those around it, then at the root ("a.b": a.b.x, a.x, x).
  Declarations& container(std::string name);

  /// Whether `name` may be a container: names with dots between them, at most 200 bytes; the empty one may.
  static bool is_container(std::string_view name);

  /// The names a written one may stand for, nearest first: in the container a.b, `x` may be a.b.x, a.x or x; `.x` is x.
  std::vector<std::string> candidates(std::string_view written) const;

  Type const* find_variable(std::string_view name) const;
  Value const* find_constant(std::string_view name) const;
  std::vector<Signature> const* find_function(std::string_view name) const;
  std::map<std::string, Type, std::less<>> const& variables() const { return variables_; }
  std::map<std::string, std::vector<Signature>, std::less<>> const& functions() const { return functions_; }

 private:
  std::string container_;
  std::map<std::string, Type, std::less<>> variables_;
  std::map<std::string, Value, std::less<>> constants_;
  std::map<std::string, std::vector<Signature>, std::less<>> functions_;
};

}  // namespace redress::cel

// Checks a method's params against the JSON Schema that rpc.discover serves, and says what is wrong in words.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>

namespace redress::api::rpc {

/// Immutable once built; any thread.
class Validator {
 public:
  /// `method` is one of the OpenRPC document's methods; `schemas` its components. References are resolved here.
  Validator(boost::json::object const& method, boost::json::object const& schemas);
  ~Validator();
  Validator(Validator&&) noexcept;

  /// Fault `invalid_params` with the position ("params.order.paid") of the first thing wrong, unknown names with the
  /// nearest known one.
  Result<void> check(boost::json::object const& params) const;

  /// The two ways that takes: plain params fit at a glance (quick_schema.hpp), the rest is looked at in full.
  bool surely_fits(boost::json::object const& params) const;
  Result<void> check_in_full(boost::json::object const& params) const;

 private:
  explicit Validator(boost::json::object schema);

  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace redress::api::rpc

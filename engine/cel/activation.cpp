#include "engine/cel/activation.hpp"

#include <fmt/format.h>

namespace redress::cel {

Outcome Activation::call(std::string_view function, std::span<Value const>) const {
  return error(fmt::format("没有提供函数 {}", function), fmt::format("function {} is not provided", function));
}

std::optional<std::int32_t> Activation::utc_offset_s(std::string_view, Timestamp) const { return std::nullopt; }

Bindings& Bindings::set(std::string name, Value value) {
  variables_.insert_or_assign(std::move(name), std::move(value));
  return *this;
}

Bindings& Bindings::function(std::string name, Function body) {
  functions_.insert_or_assign(std::move(name), std::move(body));
  return *this;
}

std::optional<Value> Bindings::find(std::string_view qualified_name) const {
  auto const found = variables_.find(qualified_name);
  return found == variables_.end() ? std::nullopt : std::optional(found->second);
}

Outcome Bindings::call(std::string_view function, std::span<Value const> arguments) const {
  auto const found = functions_.find(function);
  return found == functions_.end() ? Activation::call(function, arguments) : found->second(arguments);
}

}  // namespace redress::cel

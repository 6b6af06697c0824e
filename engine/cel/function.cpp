#include "engine/cel/function.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::cel {
bool fits(Signature const& signature, Arguments arguments) {
  if (!signature.takes(arguments.size())) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!kind_fits(arguments[i].kind(), signature.parameter(i))) return false;
  }
  return true;
}

bool kind_fits(Kind kind, Type const& type) {
  switch (type.kind()) {
    case TypeKind::dyn:
    case TypeKind::parameter:
      return true;
    case TypeKind::null_type:
      return kind == Kind::null;
    case TypeKind::boolean:
      return kind == Kind::boolean;
    case TypeKind::int64:
      return kind == Kind::int64;
    case TypeKind::uint64:
      return kind == Kind::uint64;
    case TypeKind::float64:
      return kind == Kind::float64;
    case TypeKind::string:
      return kind == Kind::string;
    case TypeKind::bytes:
      return kind == Kind::bytes;
    case TypeKind::list:
      return kind == Kind::list;
    case TypeKind::map:
      return kind == Kind::map;
    case TypeKind::timestamp:
      return kind == Kind::timestamp;
    case TypeKind::duration:
      return kind == Kind::duration;
    case TypeKind::type:
      return kind == Kind::type;
    case TypeKind::optional:
      return kind == Kind::optional;
    case TypeKind::ip:
      return kind == Kind::ip;
    case TypeKind::cidr:
      return kind == Kind::cidr;
  }
  return false;
}

Overload const* choose_overload(Function const& function, Arguments arguments, bool member) {
  for (Overload const& overload : function.overloads) {
    if (overload.signature.member == member && fits(overload.signature, arguments)) return &overload;
  }
  return nullptr;
}

Outcome no_overload(std::string_view name, Arguments arguments) {
  std::string kinds;
  for (Value const& argument : arguments) {
    if (!kinds.empty()) kinds += ", ";
    kinds += argument.type().name();
  }
  return error(fmt::format("{} 不能用于 ({})", name, kinds), fmt::format("no such overload: {}({})", name, kinds));
}

std::vector<Function> const& standard_functions() {
  static std::vector<Function> const table = [] {
    std::vector<Function> all;
    for (auto part : {conversion_functions, string_functions, time_functions, math_functions, optional_functions,
                      network_functions}) {
      for (Function& function : part()) all.push_back(std::move(function));
    }
    std::sort(all.begin(), all.end(), [](Function const& a, Function const& b) { return a.name < b.name; });
    return all;
  }();
  return table;
}

Function const* find_standard_function(std::string_view name) {
  auto const& table = standard_functions();
  auto const found =
      std::lower_bound(table.begin(), table.end(), name,
                       [](Function const& function, std::string_view wanted) { return function.name < wanted; });
  return found != table.end() && found->name == name ? &*found : nullptr;
}

}  // namespace redress::cel

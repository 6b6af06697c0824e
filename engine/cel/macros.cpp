#include "engine/cel/macros.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::cel {
namespace {

struct MacroForm {
  std::string_view name;
  std::size_t variables;
  std::size_t expressions;
  Macro macro;
};

constexpr std::array forms{
    MacroForm{"all", 1, 1, Macro::all},
    MacroForm{"all", 2, 1, Macro::all},
    MacroForm{"exists", 1, 1, Macro::exists},
    MacroForm{"exists", 2, 1, Macro::exists},
    MacroForm{"exists_one", 1, 1, Macro::exists_one},
    MacroForm{"exists_one", 2, 1, Macro::exists_one},
    MacroForm{"existsOne", 1, 1, Macro::exists_one},
    MacroForm{"existsOne", 2, 1, Macro::exists_one},
    MacroForm{"map", 1, 1, Macro::map},
    MacroForm{"map", 1, 2, Macro::map},
    MacroForm{"filter", 1, 1, Macro::filter},
    MacroForm{"transformList", 2, 1, Macro::transform_list},
    MacroForm{"transformList", 2, 2, Macro::transform_list},
    MacroForm{"transformMap", 2, 1, Macro::transform_map},
    MacroForm{"transformMap", 2, 2, Macro::transform_map},
    MacroForm{"transformMapEntry", 2, 1, Macro::transform_map_entry},
    MacroForm{"transformMapEntry", 2, 2, Macro::transform_map_entry},
    MacroForm{"optMap", 1, 1, Macro::opt_map},
    MacroForm{"optFlatMap", 1, 1, Macro::opt_flat_map},
};

bool is_simple_name(Node const& node) { return node.kind == NodeKind::variable && !node.name.starts_with('.'); }

MacroFault name_expected(Span span) {
  return {span, {"这里应是一个变量名，供宏的表达式使用", "expected a plain variable name for the macro to bind"}};
}

std::optional<MacroFault> expand_has(Node& call) {
  Node argument = std::move(call.children[0]);
  if (argument.kind != NodeKind::select) {
    return MacroFault{argument.span,
                      {"has() 的参数应是带点的字段，例如 has(order.signed_at)",
                       "has() takes a field after a dot, for example has(order.signed_at)"}};
  }
  Node made;
  made.kind = NodeKind::has_field;
  made.span = call.span;
  made.name = std::move(argument.name);
  made.children = std::move(argument.children);
  call = std::move(made);
  return std::nullopt;
}

std::optional<MacroFault> expand_bind(Node& call) {
  if (!is_simple_name(call.children[1])) return name_expected(call.children[1].span);
  Node made;
  made.kind = NodeKind::binding;
  made.span = call.span;
  made.name = std::move(call.children[1].name);
  made.variables = {made.name};
  made.children.push_back(std::move(call.children[2]));
  made.children.push_back(std::move(call.children[3]));
  call = std::move(made);
  return std::nullopt;
}

std::optional<MacroFault> expand_comprehension(Node& call, MacroForm const& form) {
  Node made;
  made.kind = NodeKind::comprehension;
  made.macro = form.macro;
  made.span = call.span;
  made.name = call.name;
  for (std::size_t i = 1; i <= form.variables; ++i) {
    Node& variable = call.children[i];
    if (!is_simple_name(variable)) return name_expected(variable.span);
    if (i == 2 && variable.name == made.variables[0]) {
      return MacroFault{variable.span, {"两个变量不能同名", "the two variables need different names"}};
    }
    made.variables.push_back(std::move(variable.name));
  }
  made.children.push_back(std::move(call.children[0]));
  for (std::size_t i = 1 + form.variables; i < call.children.size(); ++i)
    made.children.push_back(std::move(call.children[i]));
  call = std::move(made);
  return std::nullopt;
}

constexpr std::size_t block_entries_max = 100;

/// A name no identifier can be: the call as it is written. Variables of that name are found like any other.
std::optional<MacroFault> expand_numbered_name(Node& call) {
  std::string name = fmt::format("cel.{}(", call.name);
  for (std::size_t i = 1; i < call.children.size(); ++i) {
    Node const& number = call.children[i];
    if (number.kind != NodeKind::literal || !number.literal.is(Kind::int64) || number.literal.as_int() < 0)
      return MacroFault{number.span, {"这里应是一个不小于 0 的整数", "expected a whole number of at least 0"}};
    name += fmt::format("{}{}", i > 1 ? ", " : "", number.literal.as_int());
  }
  Node made;
  made.kind = NodeKind::variable;
  made.span = call.span;
  made.name = name + ")";
  call = std::move(made);
  return std::nullopt;
}

/// cel.block([a, b], e) is cel.bind(cel.index(0), a, cel.bind(cel.index(1), b, e)).
std::optional<MacroFault> expand_block(Node& call) {
  Node& entries = call.children[1];
  if (entries.kind != NodeKind::list || !entries.optional_entries.empty())
    return MacroFault{entries.span, {"cel.block 的第一个参数应是列表", "cel.block takes a list of expressions first"}};
  if (entries.children.size() > block_entries_max) {
    return MacroFault{entries.span,
                      {fmt::format("cel.block 最多 {} 项", block_entries_max),
                       fmt::format("cel.block takes at most {} expressions", block_entries_max)}};
  }
  Node made = std::move(call.children[2]);
  for (std::size_t i = entries.children.size(); i-- > 0;) {
    Node binding;
    binding.kind = NodeKind::binding;
    binding.span = call.span;
    binding.name = fmt::format("cel.index({})", i);
    binding.variables = {binding.name};
    binding.depth = static_cast<std::uint16_t>(std::max<unsigned>(entries.children[i].depth, made.depth) + 1U);
    binding.children.push_back(std::move(entries.children[i]));
    binding.children.push_back(std::move(made));
    made = std::move(binding);
  }
  call = std::move(made);
  return std::nullopt;
}

/// Macros of the cel namespace, by name and number of arguments.
std::optional<std::optional<MacroFault>> expand_cel(Node& call) {
  Node const& target = call.children[0];
  if (target.kind != NodeKind::variable || target.name != "cel") return std::nullopt;
  std::size_t const arguments = call.children.size() - 1;
  if (call.name == "bind" && arguments == 3) return expand_bind(call);
  if (call.name == "block" && arguments == 2) return expand_block(call);
  if (call.name == "index" && arguments == 1) return expand_numbered_name(call);
  if ((call.name == "iterVar" || call.name == "accuVar") && arguments == 2) return expand_numbered_name(call);
  return std::nullopt;
}

}  // namespace

std::optional<MacroFault> expand_macro(Node& call) {
  if (!call.member) return call.name == "has" && call.children.size() == 1 ? expand_has(call) : std::nullopt;
  if (auto const expanded = expand_cel(call)) return *expanded;
  std::size_t const arguments = call.children.size() - 1;
  // map(v, condition, transform) and all(i, v, condition) have the same number of arguments but no name in common.
  auto const form = std::find_if(forms.begin(), forms.end(), [&](MacroForm const& candidate) {
    return candidate.name == call.name && candidate.variables + candidate.expressions == arguments;
  });
  return form == forms.end() ? std::nullopt : expand_comprehension(call, *form);
}

}  // namespace redress::cel

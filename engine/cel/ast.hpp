// The tree of a compiled expression, readable by whoever wants to explain it.
//
// Made by the parser, names resolved by the resolver, types filled in by the checker, constant afterwards. No tree is
// deeper than Limits::depth_max, so walking it recursively is safe.
//
//   kind           name               children
//   literal                           -
//   variable       qualified name     -
//   local          variable's name    -                         the variable of a comprehension around it
//   select         field              operand                   m.field
//   has_variable   qualified name     -                         has(order.signed_at)
//   has_field      field              operand                   has(m.field)
//   call           function, symbol   (target) arguments        also every operator; see Operator
//   list                              items
//   map                               key, value, key, value ...
//   comprehension  macro              range, then the macro's expressions over its variables
//   binding        variable's name    value, body               cel.bind(x, value, body)
//   message        type name          values of its fields      refused but for those that are values; well_known.hpp
#pragma once

#include "engine/cel/span.hpp"
#include "engine/cel/type.hpp"
#include "engine/cel/value.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace redress::cel {

struct Function;
struct Pattern;

// clang-format off
enum class NodeKind : std::uint8_t {
  literal, variable, local, select, has_variable, has_field, call, list, map, comprehension, binding, message
};

/// `all_of` and `any_of` are chains of && and ||: `a && b && c` is one node with three children.
enum class Operator : std::uint8_t {
  none,
  all_of, any_of, negate_truth, conditional,
  equal, not_equal, less, less_equal, greater, greater_equal, in,
  add, subtract, multiply, divide, modulo, negate,
  index, optional_index, optional_select
};

/// The comprehension macros; children after the range are: condition, or (condition and) transform.
enum class Macro : std::uint8_t {
  none, all, exists, exists_one, map, filter, transform_list, transform_map, transform_map_entry, opt_map, opt_flat_map
};
// clang-format on

struct Node {
  NodeKind kind = NodeKind::literal;
  Operator op = Operator::none;
  Macro macro = Macro::none;
  bool member = false;      // call: children[0] is the target of `target.name(...)`
  std::uint16_t depth = 1;  // 1 for a leaf
  std::uint32_t id = 0;     // 0 .. node_count-1, unique in its program
  Span span;                // the whole sub-expression, without parentheses around it
  std::string name;
  Value literal;
  std::vector<Node> children;
  std::vector<std::string> variables;      // comprehension: its one or two variables; message: its fields
  std::vector<bool> optional_entries;      // list, map: which entries are written `?entry`; empty if none
  std::uint32_t slot = 0;                  // local, comprehension, binding: (first) place in the evaluator's frame
  Function const* function = nullptr;      // call: the standard function; null for operators and host functions
  std::shared_ptr<Pattern const> pattern;  // call of matches() with a constant pattern: compiled once
  Type type;                               // as checked; dyn if unchecked
  bool constant = false;                   // call, list, map: needs no facts; its value is in `literal`
  bool unresolved = false;                 // nothing declared has this name; evaluates to an Error (unchecked programs)

  bool is(Operator wanted) const { return kind == NodeKind::call && op == wanted; }
};

/// One of == != < <= > >= in: two children, expected and actual can be shown.
bool is_comparison(Node const& node);

/// A variable, or selects from one: `a`, `a.b`, `a.b.c`; and that path as text.
bool is_path(Node const& node);
std::string path_of(Node const& node);

/// The source form of an operator: "&&", "<=", "?:", "[]"; empty for none.
std::string_view symbol_of(Operator op);

/// The tree as CEL text again, fully determined by the tree: parsing it gives an equal tree.
std::string to_source(Node const& node);

}  // namespace redress::cel

#include "engine/cel/checker.hpp"

#include "engine/cel/function.hpp"
#include "engine/cel/inference.hpp"
#include "engine/cel/type_faults.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::cel {
namespace {

class Checker {
 public:
  Checker(std::string_view source, Declarations const& declarations)
      : declarations_(declarations), faults_(source, inference_) {}

  std::vector<Diagnostic> run(Node& root, Type const& expected) {
    visit(root);
    if (faults_.diagnostics().empty() && !inference_.assign(root.type, instance_of(expected))) {
      faults_.mismatch(root, "整个表达式", "the expression", expected, root.type);
    }
    finish(root);
    return faults_.diagnostics();
  }

 private:
  void visit(Node& node) {
    if (node.kind == NodeKind::comprehension) {
      node.type = inference_.substitute(comprehension(node));
      return;
    }
    if (node.kind == NodeKind::binding) {
      visit(node.children[0]);
      local(node.slot) = node.children[0].type;
      visit(node.children[1]);
      node.type = node.children[1].type;
      return;
    }
    for (Node& child : node.children) visit(child);
    if (!node.unresolved) node.type = inference_.substitute(bare(node));
  }

  Type bare(Node& node) {
    switch (node.kind) {
      case NodeKind::literal:
        return node.literal.is(Kind::type) ? Type::type(node.literal.as_type()) : node.literal.type();
      case NodeKind::variable:
        return instance_of(*declarations_.find_variable(node.name));
      case NodeKind::local:
        return local(node.slot);
      case NodeKind::select:
        return field(node);
      case NodeKind::has_variable:
        return Type::boolean();
      case NodeKind::has_field:
        field(node);
        return Type::boolean();
      case NodeKind::call:
        return call(node);
      case NodeKind::list:
        return list(node);
      case NodeKind::map:
        return map(node);
      default:
        return Type::dyn();
    }
  }

  /// A declared type may have parameters, each standing for some one type.
  Type instance_of(Type const& declared) {
    std::map<std::uint32_t, Type> variables;
    return inference_.instantiate(declared, variables);
  }

  Type& local(std::uint32_t slot) {
    if (slot >= locals_.size()) locals_.resize(slot + 1);
    return locals_[slot];
  }

  Type field(Node const& node) {
    Type const operand = inference_.substitute(node.children[0].type);
    Type const held = operand.is(TypeKind::optional) ? operand.item() : operand;
    Type result;
    if (held.is(TypeKind::map)) {
      if (!inference_.assign(held.key(), Type::string())) {
        faults_.report(node.span, fmt::format("{} 的键不是 string，不能用点取字段", held.to_string()),
                       fmt::format("{} has no string keys, so no fields after a dot", held.to_string()));
      }
      result = held.value();
    } else if (!held.is(TypeKind::dyn) && !held.is(TypeKind::parameter)) {
      faults_.report(node.span, fmt::format("{} 没有字段，取不出“{}”", held.to_string(), node.name),
                     fmt::format("{} has no fields, so no \"{}\"", held.to_string(), node.name));
    }
    return operand.is(TypeKind::optional) ? Type::optional(result) : result;
  }

  Type list(Node const& node) {
    std::optional<Type> item;
    for (std::size_t i = 0; i < node.children.size(); ++i) join_into(item, entry_type(node, i, node.children[i]));
    return Type::list(item ? *item : inference_.fresh());
  }

  Type map(Node const& node) {
    std::optional<Type> key;
    std::optional<Type> value;
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      Type const type = inference_.substitute(node.children[i].type);
      bool const leaf = type.is(TypeKind::boolean) || type.is(TypeKind::int64) || type.is(TypeKind::uint64) ||
                        type.is(TypeKind::string) || type.is(TypeKind::dyn) || type.is(TypeKind::parameter);
      if (!leaf)
        faults_.mismatch(node.children[i], "映射的键", "a map key", "bool, int, uint, string", type.to_string());
      join_into(key, leaf ? type : Type::dyn());
      join_into(value, entry_type(node, i / 2, node.children[i + 1]));
    }
    return Type::map(key ? *key : inference_.fresh(), value ? *value : inference_.fresh());
  }

  /// The type an entry adds: what is inside the optional of a `?entry`.
  Type entry_type(Node const& node, std::size_t entry, Node const& value) {
    if (entry >= node.optional_entries.size() || !node.optional_entries[entry]) return value.type;
    Type const inside = inference_.fresh();
    if (!inference_.assign(value.type, Type::optional(inside))) {
      faults_.mismatch(value, "带 ? 的项", "an entry with ?", Type::optional(Type::dyn()), value.type);
      return Type::dyn();
    }
    return inference_.substitute(inside);
  }

  void join_into(std::optional<Type>& joined, Type const& type) {
    joined = joined ? inference_.join(*joined, type) : type;
  }

  Type comprehension(Node& node) {
    visit(node.children[0]);
    Type const range = inference_.substitute(node.children[0].type);
    bool const two = node.variables.size() == 2;
    bool const optional = node.macro == Macro::opt_map || node.macro == Macro::opt_flat_map;
    Type first;
    Type second;
    if (optional && range.is(TypeKind::optional)) {
      first = range.item();
    } else if (!optional && range.is(TypeKind::list)) {
      first = two ? Type::int64() : range.item();
      second = range.item();
    } else if (!optional && range.is(TypeKind::map)) {
      first = range.key();
      second = range.value();
    } else if (!range.is(TypeKind::dyn) && !range.is(TypeKind::parameter)) {
      faults_.mismatch(node.children[0], fmt::format("{} 的对象", node.name),
                       fmt::format("the target of {}", node.name), optional ? "optional_type" : "list, map",
                       range.to_string());
    }
    local(node.slot) = first;
    if (two) local(node.slot + 1) = second;
    for (std::size_t i = 1; i < node.children.size(); ++i) visit(node.children[i]);

    Node const& last = node.children.back();
    if (node.children.size() == 3) needs_bool(node.children[1]);
    switch (node.macro) {
      case Macro::all:
      case Macro::exists:
      case Macro::exists_one:
        needs_bool(last);
        return Type::boolean();
      case Macro::filter:
        needs_bool(last);
        return Type::list(inference_.substitute(first));
      case Macro::transform_map:
        return Type::map(inference_.substitute(first), last.type);
      case Macro::transform_map_entry:
        return last.type;
      case Macro::opt_map:
        return Type::optional(last.type);
      case Macro::opt_flat_map:
        return last.type;
      default:
        return Type::list(last.type);
    }
  }

  void needs_bool(Node const& node) {
    if (!inference_.assign(node.type, Type::boolean()))
      faults_.mismatch(node, "这里", "this", Type::boolean(), node.type);
  }

  Type call(Node& node) {
    if (node.is(Operator::all_of) || node.is(Operator::any_of)) {
      for (Node const& child : node.children) needs_bool(child);
      return Type::boolean();
    }
    if (node.is(Operator::conditional)) return conditional(node);
    std::vector<Signature> signatures;
    if (node.op != Operator::none) {
      signatures = signatures_of(node.op);
    } else if (node.function != nullptr) {
      for (Overload const& overload : node.function->overloads) signatures.push_back(overload.signature);
    } else {
      signatures = *declarations_.find_function(node.name);
    }
    return overloaded(node, signatures);
  }

  Type conditional(Node const& node) {
    needs_bool(node.children[0]);
    Type const either = inference_.fresh();
    if (inference_.assign_all({node.children[1].type, node.children[2].type}, {either, either})) return either;
    faults_.mismatch(node.children[2], "冒号后的分支", "the branch after the colon", node.children[1].type,
                     node.children[2].type);
    return Type::dyn();
  }

  Type overloaded(Node const& node, std::vector<Signature> const& signatures) {
    std::vector<Type> arguments;
    for (Node const& child : node.children) arguments.push_back(child.type);
    std::optional<Type> result;
    for (Signature const& signature : signatures) {
      if (signature.member != node.member || !signature.takes(arguments.size())) continue;
      std::map<std::uint32_t, Type> variables;
      std::vector<Type> parameters;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        parameters.push_back(inference_.instantiate(signature.parameter(i), variables));
      }
      if (!inference_.assign_all(arguments, parameters)) continue;
      Type const found = inference_.substitute(inference_.instantiate(signature.result, variables));
      result = !result || *result == found ? found : Type::dyn();
      if (is_concrete(arguments)) break;  // only dyn can go with several overloads at once
    }
    if (result) return *result;
    faults_.no_overload(node, signatures, arguments);
    // All overloads agreeing on the result keeps one mistake from looking like two.
    bool const agreed = std::all_of(signatures.begin(), signatures.end(), [&](Signature const& signature) {
      return signature.result == signatures.front().result;
    });
    return agreed && !signatures.empty() ? instance_of(signatures.front().result) : Type::dyn();
  }

  bool is_concrete(std::vector<Type> const& arguments) const {
    return std::none_of(arguments.begin(), arguments.end(), [&](Type const& argument) {
      Type const type = inference_.substitute(argument);
      return type.is(TypeKind::dyn) || type.is(TypeKind::parameter);
    });
  }

  void finish(Node& node) {
    node.type = inference_.substitute(node.type, true);
    for (Node& child : node.children) finish(child);
  }

  Declarations const& declarations_;
  Inference inference_;
  TypeFaults faults_;
  std::vector<Type> locals_;  // by slot; scopes that are over have their slots used again
};

}  // namespace

std::vector<Diagnostic> check(Node& root, std::string_view source, Declarations const& declarations,
                              Type const& expected) {
  return Checker(source, declarations).run(root, expected);
}

}  // namespace redress::cel

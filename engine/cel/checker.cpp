#include "engine/cel/checker.hpp"

#include "engine/cel/function.hpp"
#include "engine/cel/inference.hpp"
#include "engine/cel/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::cel {
namespace {

constexpr std::size_t diagnostics_max = 20;

std::string listed(std::vector<Type> const& types) {
  std::string text;
  for (Type const& type : types) text += (text.empty() ? "" : ", ") + type.to_string();
  return text;
}

std::string shown(std::string_view name, Signature const& signature) {
  std::vector<Type> parameters = signature.parameters;
  std::string text;
  if (signature.member) {
    text = parameters[0].to_string() + ".";
    parameters.erase(parameters.begin());
  }
  return fmt::format("{}{}({}{})", text, name, listed(parameters), signature.variadic ? ", ..." : "");
}

bool takes(Signature const& signature, std::size_t arguments) {
  return signature.variadic ? arguments >= signature.parameters.size() : arguments == signature.parameters.size();
}

class Checker {
 public:
  Checker(std::string_view source, Declarations const& declarations) : source_(source), declarations_(declarations) {}

  std::vector<Diagnostic> run(Node& root, Type const& expected) {
    visit(root);
    if (diagnostics_.empty() && !inference_.assign(root.type, expected)) {
      mismatch(root, "整个表达式", "the expression", expected, root.type);
    }
    finish(root);
    return std::move(diagnostics_);
  }

 private:
  void visit(Node& node) {
    if (node.kind == NodeKind::comprehension) {
      node.type = comprehension(node);
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
      case NodeKind::literal: return node.literal.is(Kind::type) ? Type::type(node.literal.as_type()) : node.literal.type();
      case NodeKind::variable: return *declarations_.find_variable(node.name);
      case NodeKind::local: return local(node.slot);
      case NodeKind::select: return field(node);
      case NodeKind::has_variable: return Type::boolean();
      case NodeKind::has_field: field(node); return Type::boolean();
      case NodeKind::call: return call(node);
      case NodeKind::list: return list(node);
      case NodeKind::map: return map(node);
      default: return Type::dyn();
    }
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
        report(node.span, fmt::format("{} 的键不是 string，不能用点取字段", held.to_string()),
               fmt::format("{} has no string keys, so no fields after a dot", held.to_string()));
      }
      result = held.value();
    } else if (!held.is(TypeKind::dyn) && !held.is(TypeKind::parameter)) {
      report(node.span, fmt::format("{} 没有字段，取不出“{}”", held.to_string(), node.name),
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
      if (!leaf) mismatch(node.children[i], "映射的键", "a map key", "bool, int, uint, string", type.to_string());
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
      mismatch(value, "带 ? 的项", "an entry with ?", Type::optional(Type::dyn()), value.type);
      return Type::dyn();
    }
    return inference_.substitute(inside);
  }

  void join_into(std::optional<Type>& joined, Type const& type) { joined = joined ? inference_.join(*joined, type) : type; }

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
      mismatch(node.children[0], fmt::format("{} 的对象", node.name), fmt::format("the target of {}", node.name),
               optional ? "optional_type" : "list, map", range.to_string());
    }
    local(node.slot) = first;
    if (two) local(node.slot + 1) = second;
    for (std::size_t i = 1; i < node.children.size(); ++i) visit(node.children[i]);

    Node const& last = node.children.back();
    if (node.children.size() == 3) needs_bool(node.children[1]);
    switch (node.macro) {
      case Macro::all:
      case Macro::exists:
      case Macro::exists_one: needs_bool(last); return Type::boolean();
      case Macro::filter: needs_bool(last); return Type::list(inference_.substitute(first));
      case Macro::transform_map: return Type::map(inference_.substitute(first), last.type);
      case Macro::transform_map_entry: return last.type;
      case Macro::opt_map: return Type::optional(last.type);
      case Macro::opt_flat_map: return last.type;
      default: return Type::list(last.type);
    }
  }

  void needs_bool(Node const& node) {
    if (!inference_.assign(node.type, Type::boolean())) mismatch(node, "这里", "this", Type::boolean(), node.type);
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
    mismatch(node.children[2], "冒号后的分支", "the branch after the colon", node.children[1].type, node.children[2].type);
    return Type::dyn();
  }

  Type overloaded(Node const& node, std::vector<Signature> const& signatures) {
    std::vector<Type> arguments;
    for (Node const& child : node.children) arguments.push_back(child.type);
    std::optional<Type> result;
    for (Signature const& signature : signatures) {
      if (signature.member != node.member || !takes(signature, arguments.size())) continue;
      std::map<std::uint32_t, Type> variables;
      std::vector<Type> parameters;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        parameters.push_back(inference_.instantiate(signature.parameters[std::min(i, signature.parameters.size() - 1)], variables));
      }
      if (!inference_.assign_all(arguments, parameters)) continue;
      Type const found = inference_.substitute(inference_.instantiate(signature.result, variables));
      result = !result || *result == found ? found : Type::dyn();
    }
    if (result) return *result;
    no_overload(node, signatures, arguments);
    // All overloads agreeing on the result keeps one mistake from looking like two.
    bool const agreed = std::all_of(signatures.begin(), signatures.end(), [&](Signature const& signature) {
      return signature.result == signatures.front().result && !signature.result.is(TypeKind::parameter);
    });
    return agreed && !signatures.empty() ? signatures.front().result : Type::dyn();
  }

  void no_overload(Node const& node, std::vector<Signature> const& signatures, std::vector<Type> arguments) {
    for (Type& argument : arguments) argument = inference_.substitute(argument, true);
    if (is_comparison(node) && node.op != Operator::in) {
      return report(node.children[1].span,
                    fmt::format("“{}”两边的类型合不上：左边是 {}，右边是 {}", node.name, arguments[0].to_string(), arguments[1].to_string()),
                    fmt::format("the sides of {} do not go together: {} on the left, {} on the right", node.name,
                                arguments[0].to_string(), arguments[1].to_string()));
    }
    std::vector<Signature> close;
    for (Signature const& signature : signatures) {
      if (signature.member == node.member && takes(signature, arguments.size())) close.push_back(signature);
    }
    if (close.size() == 1 && node.op == Operator::none) return wrong_argument(node, close[0], arguments);
    std::string expected;
    if (node.op == Operator::none) {
      bool const same_form = std::any_of(signatures.begin(), signatures.end(),
                                         [&](Signature const& signature) { return signature.member == node.member; });
      for (Signature const& signature : signatures) {
        if (same_form && signature.member != node.member) continue;
        expected += (expected.empty() ? "" : ", ") + shown(node.name, signature);
      }
    }
    Span const span = node.op != Operator::none && node.children.size() > 1 ? node.children[1].span : node.span;
    report(span,
           fmt::format("{} 不能用于 ({}){}", node.name, listed(arguments), expected.empty() ? "" : "；应为 " + expected),
           fmt::format("{} does not take ({}){}", node.name, listed(arguments), expected.empty() ? "" : "; expected " + expected));
  }

  void wrong_argument(Node const& node, Signature const& signature, std::vector<Type> const& arguments) {
    std::map<std::uint32_t, Type> variables;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      Type const parameter =
          inference_.instantiate(signature.parameters[std::min(i, signature.parameters.size() - 1)], variables);
      if (inference_.assign(arguments[i], parameter)) continue;
      bool const target = node.member && i == 0;
      std::size_t const place = i + (node.member ? 0 : 1);
      return mismatch(node.children[i], target ? fmt::format("{} 的对象", node.name) : fmt::format("{} 的第 {} 个参数", node.name, place),
                      target ? fmt::format("the target of {}", node.name) : fmt::format("argument {} of {}", place, node.name),
                      parameter, arguments[i]);
    }
  }

  void mismatch(Node const& node, std::string_view zh, std::string_view en, Type const& expected, Type const& found) {
    mismatch(node, zh, en, inference_.substitute(expected, true).to_string(), inference_.substitute(found, true).to_string());
  }
  void mismatch(Node const& node, std::string_view zh, std::string_view en, std::string_view expected, std::string_view found) {
    report(node.span, fmt::format("{}应为 {}，而这是 {}", zh, expected, found),
           fmt::format("{} should be {}, but this is {}", en, expected, found));
  }

  void report(Span span, std::string zh, std::string en) {
    if (diagnostics_.size() < diagnostics_max) diagnostics_.push_back(diagnostic_at(source_, span, std::move(zh), std::move(en)));
  }

  void finish(Node& node) {
    node.type = inference_.substitute(node.type, true);
    for (Node& child : node.children) finish(child);
  }

  std::string_view source_;
  Declarations const& declarations_;
  Inference inference_;
  std::vector<Type> locals_;  // by slot; scopes that are over have their slots used again
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

std::vector<Diagnostic> check(Node& root, std::string_view source, Declarations const& declarations, Type const& expected) {
  return Checker(source, declarations).run(root, expected);
}

}  // namespace redress::cel

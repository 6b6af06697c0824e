#include "engine/cel/type_faults.hpp"

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

/// The forms a call of this shape could have had, member or not; all of them where none has that shape.
std::string forms_of(Node const& node, std::vector<Signature> const& signatures) {
  bool const same_shape = std::any_of(signatures.begin(), signatures.end(),
                                      [&](Signature const& signature) { return signature.member == node.member; });
  std::string text;
  for (Signature const& signature : signatures) {
    if (same_shape && signature.member != node.member) continue;
    text += (text.empty() ? "" : ", ") + shown(node.name, signature);
  }
  return text;
}

}  // namespace

void TypeFaults::no_overload(Node const& node, std::vector<Signature> const& signatures, std::vector<Type> arguments) {
  for (Type& argument : arguments) argument = inference_.substitute(argument, true);
  if (is_comparison(node) && node.op != Operator::in) {
    return report(node.children[1].span,
                  fmt::format("“{}”两边的类型合不上：左边是 {}，右边是 {}", node.name, arguments[0].to_string(),
                              arguments[1].to_string()),
                  fmt::format("the sides of {} do not go together: {} on the left, {} on the right", node.name,
                              arguments[0].to_string(), arguments[1].to_string()));
  }
  std::vector<Signature> close;
  for (Signature const& signature : signatures) {
    if (signature.member == node.member && signature.takes(arguments.size())) close.push_back(signature);
  }
  if (close.size() == 1 && node.op == Operator::none) return wrong_argument(node, close[0], arguments);
  std::string const expected = node.op == Operator::none ? forms_of(node, signatures) : "";
  Span const span = node.op != Operator::none && node.children.size() > 1 ? node.children[1].span : node.span;
  report(span,
         fmt::format("{} 不能用于 ({}){}", node.name, listed(arguments), expected.empty() ? "" : "；应为 " + expected),
         fmt::format("{} does not take ({}){}", node.name, listed(arguments),
                     expected.empty() ? "" : "; expected " + expected));
}

void TypeFaults::wrong_argument(Node const& node, Signature const& signature, std::vector<Type> const& arguments) {
  std::map<std::uint32_t, Type> variables;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Type const parameter = inference_.instantiate(signature.parameter(i), variables);
    if (inference_.assign(arguments[i], parameter)) continue;
    bool const target = node.member && i == 0;
    std::size_t const place = i + (node.member ? 0 : 1);
    return mismatch(
        node.children[i],
        target ? fmt::format("{} 的对象", node.name) : fmt::format("{} 的第 {} 个参数", node.name, place),
        target ? fmt::format("the target of {}", node.name) : fmt::format("argument {} of {}", place, node.name),
        parameter, arguments[i]);
  }
}

void TypeFaults::mismatch(Node const& node, std::string_view zh, std::string_view en, Type const& expected,
                          Type const& found) {
  mismatch(node, zh, en, inference_.substitute(expected, true).to_string(),
           inference_.substitute(found, true).to_string());
}
void TypeFaults::mismatch(Node const& node, std::string_view zh, std::string_view en, std::string_view expected,
                          std::string_view found) {
  report(node.span, fmt::format("{}应为 {}，而这是 {}", zh, expected, found),
         fmt::format("{} should be {}, but this is {}", en, expected, found));
}

void TypeFaults::report(Span span, std::string zh, std::string en) {
  if (diagnostics_.size() < diagnostics_max)
    diagnostics_.push_back(diagnostic_at(source_, span, std::move(zh), std::move(en)));
}

}  // namespace redress::cel

#include "engine/cel/ast.hpp"

#include "engine/cel/text.hpp"

#include <array>
#include <cmath>

namespace redress::cel {
namespace {

constexpr std::array<std::string_view, 21> symbols{
    "", "&&", "||", "!", "?:", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%", "-", "[]", "[?]", ".?"};

/// How tightly a node binds; the child of a tighter place needs parentheses.
enum Binding { ternary, disjunction, conjunction, relation, addition, multiplication, unary, member, wrapped_always };

Binding binding_of(Node const& node) {
  if (node.kind == NodeKind::literal) {
    // A negative number begins with a minus: `-1.size()` would be read as -(1.size()).
    bool const minus = (node.literal.is(Kind::int64) && node.literal.as_int() < 0) ||
                       (node.literal.is(Kind::float64) && std::signbit(node.literal.as_double()));
    return minus ? unary : member;
  }
  if (node.kind != NodeKind::call) return member;
  switch (node.op) {
    case Operator::conditional:
      return ternary;
    case Operator::any_of:
      return disjunction;
    case Operator::all_of:
      return conjunction;
    case Operator::add:
    case Operator::subtract:
      return addition;
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo:
      return multiplication;
    case Operator::negate_truth:
    case Operator::negate:
      return unary;
    default:
      return is_comparison(node) ? relation : member;
  }
}

/// -(5) is an operation on 5, -5 is a literal; likewise -(5.size()), for -5.size() would ask the size of a literal.
bool begins_with_literal(Node const& node) {
  switch (node.kind) {
    case NodeKind::literal:
      return true;
    case NodeKind::select:
    case NodeKind::comprehension:
      return begins_with_literal(node.children[0]);
    case NodeKind::call: {
      bool const subject_first = node.member || node.op == Operator::index || node.op == Operator::optional_index ||
                                 node.op == Operator::optional_select;
      return subject_first && begins_with_literal(node.children[0]);
    }
    default:
      return false;
  }
}

class Printer {
 public:
  std::string out;

  void print(Node const& node, Binding at_least = ternary) {
    bool const wrapped = binding_of(node) < at_least;
    if (wrapped) out += '(';
    print_bare(node);
    if (wrapped) out += ')';
  }

 private:
  void print_bare(Node const& node) {
    auto const& child = node.children;
    switch (node.kind) {
      case NodeKind::literal:
        out += to_literal(node.literal, std::string::npos / 2);
        break;
      case NodeKind::variable:
      case NodeKind::local:
        out += node.name;
        break;
      case NodeKind::select:
        field(node);
        break;
      case NodeKind::has_variable:
        out += "has(" + node.name + ")";
        break;
      case NodeKind::has_field:
        out += "has(";
        field(node);
        out += ')';
        break;
      case NodeKind::call:
        node.op == Operator::none ? call(node) : operation(node);
        break;
      case NodeKind::list:
        out += '[';
        arguments(node, 0);
        out += ']';
        break;
      case NodeKind::map:
        out += '{';
        for (std::size_t i = 0; i + 1 < child.size(); i += 2) {
          if (i > 0) out += ", ";
          if (i / 2 < node.optional_entries.size() && node.optional_entries[i / 2]) out += '?';
          print(child[i]);
          out += ": ";
          print(child[i + 1]);
        }
        out += '}';
        break;
      case NodeKind::comprehension:
        print(child[0], member);
        out += "." + node.name + "(";
        for (std::string const& variable : node.variables) out += variable + ", ";
        arguments(node, 1);
        out += ')';
        break;
      case NodeKind::binding:
        out += "cel.bind(" + node.name + ", ";
        arguments(node, 0);
        out += ')';
        break;
      case NodeKind::message:
        out += node.name + "{";
        for (std::size_t i = 0; i < child.size(); ++i) {
          out += (i > 0 ? ", " : "") + node.variables[i] + ": ";
          print(child[i]);
        }
        out += '}';
        break;
    }
  }

  void field(Node const& node) {
    print(node.children[0], member);
    bool plain = !node.name.empty();
    for (char c : node.name) plain = plain && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_');
    out += plain ? "." + node.name : ".`" + node.name + "`";
  }

  void arguments(Node const& node, std::size_t from) {
    for (std::size_t i = from; i < node.children.size(); ++i) {
      if (i > from) out += ", ";
      if (i < node.optional_entries.size() && node.optional_entries[i]) out += '?';
      print(node.children[i]);
    }
  }

  void call(Node const& node) {
    if (node.member) {
      print(node.children[0], member);
      out += '.';
    }
    out += node.name + "(";
    arguments(node, node.member ? 1 : 0);
    out += ')';
  }

  void operation(Node const& node) {
    auto const& child = node.children;
    Binding const own = binding_of(node);
    auto const next = static_cast<Binding>(own + 1);
    switch (node.op) {
      case Operator::conditional:
        print(child[0], disjunction);
        out += " ? ";
        print(child[1], disjunction);
        out += " : ";
        print(child[2], ternary);
        break;
      case Operator::negate_truth:
      case Operator::negate:
        out += symbol_of(node.op);
        // ! and - do not follow each other.
        print(child[0], node.op == Operator::negate && begins_with_literal(child[0]) ? wrapped_always
                        : child[0].is(node.op)                                       ? unary
                                                                                     : member);
        break;
      case Operator::index:
      case Operator::optional_index:
        print(child[0], member);
        out += node.op == Operator::index ? "[" : "[?";
        print(child[1]);
        out += ']';
        break;
      case Operator::optional_select:
        print(child[0], member);
        out += ".?" + child[1].literal.as_string();
        break;
      default:
        for (std::size_t i = 0; i < child.size(); ++i) {
          if (i > 0) out.append(" ").append(symbol_of(node.op)).append(" ");
          bool const chain = node.op == Operator::all_of || node.op == Operator::any_of;
          print(child[i], i == 0 && !chain ? own : next);
        }
    }
  }
};

}  // namespace

bool is_comparison(Node const& node) {
  return node.kind == NodeKind::call && node.op >= Operator::equal && node.op <= Operator::in;
}

bool is_path(Node const& node) {
  return node.kind == NodeKind::variable || (node.kind == NodeKind::select && is_path(node.children[0]));
}

std::string path_of(Node const& node) {
  return node.kind == NodeKind::variable ? node.name : path_of(node.children[0]) + "." + node.name;
}

std::string_view symbol_of(Operator op) { return symbols[static_cast<std::size_t>(op)]; }

std::string to_source(Node const& node) {
  Printer printer;
  printer.print(node);
  return std::move(printer.out);
}

}  // namespace redress::cel

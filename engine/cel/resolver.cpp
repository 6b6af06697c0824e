#include "engine/cel/resolver.hpp"

#include "engine/cel/function.hpp"
#include "engine/cel/lexer.hpp"
#include "engine/cel/suggestion.hpp"
#include "engine/cel/well_known.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::cel {
namespace {

constexpr std::size_t diagnostics_max = 20;

class Resolver {
 public:
  Resolver(std::string_view source, Declarations const& declarations) : source_(source), declarations_(declarations) {}

  Resolved run(Node& root) {
    visit(root);
    number(root);
    return std::move(resolved_);
  }

 private:
  struct Local {
    std::string name;
    std::uint32_t slot;
  };

  void visit(Node& node) {
    switch (node.kind) {
      case NodeKind::variable:
      case NodeKind::select:
        path(node);
        break;
      case NodeKind::has_field:
        presence(node);
        break;
      case NodeKind::call:
        call(node);
        break;
      case NodeKind::comprehension:
      case NodeKind::binding:
        binding(node);
        break;
      case NodeKind::message:
        message(node);
        for (Node& child : node.children) visit(child);
        break;
      default:
        for (Node& child : node.children) visit(child);
    }
  }

  void message(Node& node) {
    node.unresolved = true;
    report(node.span, fmt::format("没有 {} 这种消息类型；规则里不用消息", node.name),
           fmt::format("unknown message type {}; rules have no messages", node.name));
    for (std::string& candidate : declarations_.candidates(node.name)) {
      if (!is_well_known(candidate)) continue;
      node.name = std::move(candidate);
      node.unresolved = false;
      return;
    }
  }

  Local const* find_local(std::string_view name) const {
    auto const found =
        std::find_if(locals_.rbegin(), locals_.rend(), [&](Local const& local) { return local.name == name; });
    return found == locals_.rend() ? nullptr : &*found;
  }

  /// The chain of selects down to an identifier, innermost first; empty if the chain ends in something else.
  static std::vector<Node*> chain_of(Node& node) {
    std::vector<Node*> chain;
    Node* at = &node;
    while (at->kind == NodeKind::select) {
      chain.push_back(at);
      at = &at->children[0];
    }
    if (at->kind != NodeKind::variable) return {};
    chain.push_back(at);
    std::reverse(chain.begin(), chain.end());
    return chain;
  }

  static std::string written(std::vector<Node*> const& chain, std::size_t parts) {
    std::string name = chain[0]->name;
    for (std::size_t i = 1; i < parts; ++i) name += "." + chain[i]->name;
    return name;
  }

  void path(Node& node) {
    std::vector<Node*> const chain = chain_of(node);
    if (chain.empty()) return visit(node.children[0]);
    if (become_local(*chain[0])) return;
    for (std::size_t parts = chain.size(); parts > 0; --parts) {
      if (become_declared(*chain[parts - 1], written(chain, parts))) return;
    }
    unknown_name(*chain[0], chain);
  }

  bool become_local(Node& node) {
    Local const* local = find_local(node.name);
    if (local == nullptr) return false;
    node.kind = NodeKind::local;
    node.slot = local->slot;
    return true;
  }

  bool become_declared(Node& node, std::string const& name) {
    for (std::string& candidate : declarations_.candidates(name)) {
      if (declarations_.find_variable(candidate) != nullptr) {
        node.kind = NodeKind::variable;
        node.name = std::move(candidate);
        node.slot = position_of(node.name);
        resolved_.variables.insert(node.name);
      } else if (Value const* constant = declarations_.find_constant(candidate)) {
        node.kind = NodeKind::literal;
        node.literal = *constant;
      } else if (auto const type = Type::named(candidate)) {
        node.kind = NodeKind::literal;
        node.literal = *type;
      } else if (candidate == "google.protobuf.NullValue.NULL_VALUE") {
        node.kind = NodeKind::literal;
        node.literal = 0;
      } else {
        continue;
      }
      node.children.clear();
      return true;
    }
    return false;
  }

  std::uint32_t position_of(std::string const& variable) const {
    auto const& all = declarations_.variables();
    return static_cast<std::uint32_t>(std::distance(all.begin(), all.find(variable)));
  }

  void unknown_name(Node& node, std::vector<Node*> const& chain) {
    node.unresolved = true;
    if (said_enough()) return;
    std::vector<std::string_view> known;
    for (auto const& [name, type] : declarations_.variables()) known.push_back(name);
    std::string const whole = written(chain, chain.size());
    std::string nearest = nearest_name(whole, known);
    if (nearest.empty() && chain.size() > 1) nearest = nearest_name(written(chain, chain.size() - 1), known);
    report_unknown(chain.back()->span, "名字", "name", whole, nearest);
  }

  void report_unknown(Span span, std::string_view kind_zh, std::string_view kind_en, std::string_view name,
                      std::string const& nearest) {
    name = name.substr(0, 100);
    report(span,
           fmt::format("没有叫 {} 的{}{}", name, kind_zh, nearest.empty() ? "" : "；是不是想写 " + nearest + "？"),
           fmt::format("unknown {} {}{}", kind_en, name, nearest.empty() ? "" : "; did you mean " + nearest + "?"));
  }

  void presence(Node& node) {
    std::vector<Node*> const chain = chain_of(node.children[0]);
    if (!chain.empty() && find_local(chain[0]->name) == nullptr) {
      std::string const whole = written(chain, chain.size()) + "." + node.name;
      for (std::string& candidate : declarations_.candidates(whole)) {
        if (declarations_.find_variable(candidate) == nullptr) continue;
        node.kind = NodeKind::has_variable;
        node.name = std::move(candidate);
        node.slot = position_of(node.name);
        node.children.clear();
        resolved_.variables.insert(node.name);
        return;
      }
      if (!knows_any(chain)) {
        node.unresolved = true;
        chain[0]->unresolved = true;
        if (said_enough()) return;
        std::vector<std::string_view> known;
        for (auto const& [name, type] : declarations_.variables()) known.push_back(name);
        return report_unknown(node.span, "名字", "name", whole, nearest_name(whole, known));
      }
    }
    visit(node.children[0]);
  }

  bool knows_any(std::vector<Node*> const& chain) const {
    for (std::size_t parts = chain.size(); parts > 0; --parts) {
      for (std::string const& candidate : declarations_.candidates(written(chain, parts))) {
        if (declarations_.find_variable(candidate) || declarations_.find_constant(candidate) || Type::named(candidate))
          return true;
      }
    }
    return false;
  }

  void call(Node& node) {
    bool const named = node.op == Operator::none;
    bool const found = named && node.member && namespaced(node);
    for (Node& child : node.children) visit(child);
    if (named && !found) function(node);
  }

  bool is_host_function(std::string_view name) const { return declarations_.find_function(name) != nullptr; }

  /// `math.greatest(a, b)` is written like a call on `math`; it is one of a function whose name has a dot.
  bool namespaced(Node& node) {
    std::vector<Node*> const chain = chain_of(node.children[0]);
    if (chain.empty() || find_local(chain[0]->name) != nullptr) return false;
    std::string const whole = written(chain, chain.size()) + "." + node.name;
    for (std::string& candidate : declarations_.candidates(whole)) {
      Function const* standard = find_standard_function(candidate);
      if (standard == nullptr && !is_host_function(candidate)) continue;
      node.member = false;
      node.name = std::move(candidate);
      node.function = standard;
      node.children.erase(node.children.begin());
      if (standard == nullptr) resolved_.host_functions.insert(node.name);
      return true;
    }
    return false;
  }

  void function(Node& node) {
    for (std::string& candidate : declarations_.candidates(node.name)) {
      node.function = find_standard_function(candidate);
      if (node.function == nullptr && !is_host_function(candidate)) continue;
      if (node.function == nullptr) resolved_.host_functions.insert(candidate);
      node.name = std::move(candidate);
      return;
    }
    node.unresolved = true;
    if (said_enough()) return;
    std::vector<std::string_view> known;
    for (Function const& standard : standard_functions()) known.push_back(standard.name);
    for (auto const& [name, signatures] : declarations_.functions()) known.push_back(name);
    for (std::string_view macro : {"all", "exists", "exists_one", "filter", "map", "has"}) known.push_back(macro);
    report_unknown(node.span, "函数", "function", node.name, nearest_name(node.name, known));
  }

  /// Comprehensions and bindings: the range or value is outside the scope of the variables, the rest inside.
  void binding(Node& node) {
    visit(node.children[0]);
    std::size_t const outer = locals_.size();
    node.slot = next_slot_;
    for (std::string const& variable : node.variables) locals_.push_back({variable, next_slot_++});
    resolved_.frame_size = std::max(resolved_.frame_size, next_slot_);
    for (std::size_t i = 1; i < node.children.size(); ++i) visit(node.children[i]);
    locals_.resize(outer);
    next_slot_ -= static_cast<std::uint32_t>(node.variables.size());
  }

  void number(Node& node) {
    node.id = resolved_.node_count++;
    if (node.kind == NodeKind::select || node.kind == NodeKind::has_field)
      node.literal = node.name;  // the key to look up
    for (Node& child : node.children) number(child);
  }

  bool said_enough() const { return resolved_.diagnostics.size() >= diagnostics_max; }

  void report(Span span, std::string zh, std::string en) {
    if (said_enough()) return;
    resolved_.diagnostics.push_back(diagnostic_at(source_, span, std::move(zh), std::move(en)));
  }

  std::string_view source_;
  Declarations const& declarations_;
  Resolved resolved_;
  std::vector<Local> locals_;
  std::uint32_t next_slot_ = 0;
};

}  // namespace

Resolved resolve(Node& root, std::string_view source, Declarations const& declarations) {
  return Resolver(source, declarations).run(root);
}

}  // namespace redress::cel

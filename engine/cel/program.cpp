#include "engine/cel/program.hpp"

#include "engine/cel/checker.hpp"
#include "engine/cel/evaluator.hpp"
#include "engine/cel/parser.hpp"
#include "engine/cel/resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace redress::cel {

struct Program::Parts {
  std::string source;
  Node root;
  std::uint32_t node_count = 0;
  std::uint32_t frame_size = 0;
  std::vector<std::string> variables;
  std::vector<std::string> host_names;
  HostFunctions host_functions;
};

namespace {

constexpr std::size_t diagnostics_max = 20;

}  // namespace

Outcome Program::evaluate(Activation const& activation, Steps steps_max) const {
  return cel::evaluate(parts_->root, {activation, parts_->host_functions, parts_->frame_size, nullptr, steps_max});
}

Outcome Program::evaluate(Activation const& activation, Trace& trace, Steps steps_max) const {
  trace.begin(parts_->node_count);
  return cel::evaluate(parts_->root, {activation, parts_->host_functions, parts_->frame_size, &trace, steps_max});
}

std::string_view Program::source() const { return parts_->source; }
Node const& Program::root() const { return parts_->root; }
std::size_t Program::node_count() const { return parts_->node_count; }
Type const& Program::type() const { return parts_->root.type; }
std::vector<std::string> const& Program::variables() const { return parts_->variables; }
std::vector<std::string> const& Program::host_functions() const { return parts_->host_names; }

Program const& Compiled::operator*() const {
  assert(has_value());
  return *std::get_if<Program>(&held_);
}

std::vector<Diagnostic> const& Compiled::error() const {
  assert(!has_value());
  return *std::get_if<std::vector<Diagnostic>>(&held_);
}

Compiled compile(std::string_view source, Declarations const& declarations, CompileOptions const& options) {
  auto parsed = parse(source, options.limits);
  if (auto* wrong = std::get_if<Diagnostic>(&parsed)) return std::vector{std::move(*wrong)};
  auto parts = std::make_shared<Program::Parts>();
  parts->source = source;
  parts->root = std::move(std::get<Node>(parsed));
  Resolved resolved = resolve(parts->root, source, declarations);
  if (options.check_types) {
    std::vector<Diagnostic> diagnostics = std::move(resolved.diagnostics);
    for (Diagnostic& diagnostic : check(parts->root, source, declarations, options.expected)) {
      diagnostics.push_back(std::move(diagnostic));
    }
    if (!diagnostics.empty()) {
      std::stable_sort(diagnostics.begin(), diagnostics.end(),
                       [](Diagnostic const& a, Diagnostic const& b) { return a.span.offset < b.span.offset; });
      if (diagnostics.size() > diagnostics_max)
        diagnostics.erase(diagnostics.begin() + diagnostics_max, diagnostics.end());
      return diagnostics;
    }
  }
  parts->node_count = resolved.node_count;
  parts->frame_size = resolved.frame_size;
  parts->variables.assign(resolved.variables.begin(), resolved.variables.end());
  parts->host_names.assign(resolved.host_functions.begin(), resolved.host_functions.end());
  for (std::string const& name : parts->host_names) parts->host_functions[name] = *declarations.find_function(name);
  return Program(std::shared_ptr<Program::Parts const>(std::move(parts)));
}

Fault fault_of(std::vector<Diagnostic> const& diagnostics) {
  Diagnostic const& first = diagnostics.front();
  return {FaultKind::invalid_params, first.says, fmt::format("line {}, column {}", first.line, first.column)};
}

}  // namespace redress::cel

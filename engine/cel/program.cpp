#include "engine/cel/program.hpp"

#include "engine/cel/checker.hpp"
#include "engine/cel/constants.hpp"
#include "engine/cel/evaluator.hpp"
#include "engine/cel/lexer.hpp"
#include "engine/cel/parser.hpp"
#include "engine/cel/resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>

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

void append(std::vector<Diagnostic>& to, std::vector<Diagnostic> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Diagnostic> costs_too_much(Node const& root, std::string_view source, CompileOptions const& options) {
  if (options.steps_max == 0) return {};
  std::uint64_t const bound = steps_bound(root, options.input_sizes);
  if (bound <= options.steps_max) return {};
  Node const& dearest = dearest_part(root, options.input_sizes, options.steps_max);
  return {diagnostic_at(
      source, dearest.span,
      fmt::format("这里可能要 {} 步才能算完，最多 {} 步；请减少嵌套的 all、exists、map 等", bound, options.steps_max),
      fmt::format("this may take {} steps, at most {} are allowed; nest fewer all, exists, map ...", bound,
                  options.steps_max))};
}

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
std::uint64_t Program::steps_bound(InputSizes const& sizes) const { return cel::steps_bound(parts_->root, sizes); }
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
  std::vector<Diagnostic> constants = prepare_constants(parts->root, source, options.named_time_zones);
  if (options.check_types) {
    std::vector<Diagnostic> diagnostics = std::move(resolved.diagnostics);
    append(diagnostics, std::move(constants));
    append(diagnostics, check(parts->root, source, declarations, options.expected));
    if (diagnostics.empty()) append(diagnostics, costs_too_much(parts->root, source, options));
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

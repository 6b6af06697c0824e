#include "engine/cel/trace.hpp"

namespace redress::cel {

Outcome const* Trace::outcome_of(Node const& node) const {
  return node.id < outcomes_.size() && outcomes_[node.id] ? &*outcomes_[node.id] : nullptr;
}

void Trace::begin(std::size_t node_count) {
  outcomes_.assign(node_count, std::nullopt);
  reads_.clear();
  calls_.clear();
}

void Trace::record(Node const& node, Outcome const& outcome) { outcomes_[node.id] = outcome; }

void Trace::record_read(std::string_view name, std::optional<Value> const& value) {
  for (Read const& read : reads_) {
    if (read.name == name) return;
  }
  reads_.push_back({std::string(name), value});
}

void Trace::record_call(Node const& node, std::span<Value const> arguments, Outcome const& outcome) {
  if (calls_.size() < calls_max) calls_.push_back({&node, {arguments.begin(), arguments.end()}, outcome});
}

}  // namespace redress::cel

// The closed, typed list of everything a rule or a guard may read. Nothing personal is in it.
//
// The table in schema.cpp is the one place where facts are declared; the CEL checker, `case.facts`, the importers and
// docs/facts.md all read it. Paths are dotted; units stand in the name (`_minor`, `_hours`, `_at`).
#pragma once

#include "engine/base/says.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace redress {

enum class FactType { boolean, integer, text, instant, texts };

/// Where a fact comes from, and so whether a caller may set it.
enum class FactOrigin {
  opened,    // given with case.open (order, claim, buyer, review, shipments); may be corrected by case.facts
  reported,  // a service, an agent or an event's parameters report it; case.facts may set it
  derived,   // Redress computes it at every decision; nobody may set it
  event,     // the attempt itself (parameters, actor); lives only during one decision
};

struct FactSpec {
  std::string_view path;
  FactType type;
  FactOrigin origin;
  std::string_view zh;
  std::string_view en;
};

/// All facts, sorted by path.
std::span<FactSpec const> fact_schema();

/// Position of a path in the schema, or nothing for an unknown path.
std::optional<std::size_t> fact_index(std::string_view path);

std::string_view name_of(FactType type);
std::string_view name_of(FactOrigin origin);

/// Whether `case.facts` may set it.
constexpr bool settable(FactSpec const& spec) {
  return spec.origin == FactOrigin::opened || spec.origin == FactOrigin::reported;
}

}  // namespace redress

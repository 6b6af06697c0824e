#include "api/service/last_safe.hpp"

#include "engine/rules/consult.hpp"

namespace redress::api {

std::optional<Instant> last_safe_at(rules::Rulebook const& book, Case const& case_, Instant now) {
  if (!case_.due) return std::nullopt;
  auto facts = case_.facts;
  facts.set("now", now);
  facts.set("case.due_at", case_.due->at);
  auto const due = rules::find_due(book, "window.last_safe", {facts, {}}, now);
  if (!due) return std::nullopt;
  return due->at;
}

}  // namespace redress::api

#include "engine/rules/scope.hpp"

#include "engine/rules/proof.hpp"
#include "engine/rules/quick_condition.hpp"
#include "engine/rules/reading.hpp"

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

template <class Visit>
void for_each_in_force(Rulebook const& book, BookIndex::Positions (BookIndex::*list)(std::string_view) const,
                       std::string_view key, Instant at, Visit visit) {
  auto const one = [&](Rule const& rule) {
    if (rule.span.holds_at(at)) visit(rule);
  };
  if (book.index.describes(book))
    for (auto const position : (book.index.*list)(key)) one(book.rules[position]);
  else
    std::ranges::for_each(book.rules, one);
}

bool speaks_of_kind(Rule const& rule, std::string_view kind) {
  return std::ranges::any_of(rule.on, [&](std::string_view pattern) {
    auto const of_kind = pattern.substr(0, pattern.find('.'));
    return of_kind == "*" || of_kind == kind;
  });
}

}  // namespace

std::vector<Rule const*> rules_on(Rulebook const& book, std::string_view kind, std::string_view event, Instant at) {
  std::vector<Rule const*> found;
  for_each_in_force(book, &BookIndex::rules_on, event, at, [&](Rule const& rule) {
    if (std::ranges::any_of(rule.on, [&](auto const& pattern) { return covers(pattern, kind, event); }))
      found.push_back(&rule);
  });
  return found;
}

std::vector<Rule const*> rules_advancing(Rulebook const& book, std::string_view kind, std::string_view event,
                                         Instant at) {
  std::vector<Rule const*> found;
  for_each_in_force(book, &BookIndex::rules_advancing, event, at, [&](Rule const& rule) {
    if (rule.effect == RuleEffect::advance && rule.advances == event && may_decide(rule.confidence) &&
        speaks_of_kind(rule, kind))
      found.push_back(&rule);
  });
  return found;
}

bool may_refuse(Rule const& rule, bool by_manager) {
  if (!may_decide(rule.confidence)) return false;
  switch (rule.effect) {
    case RuleEffect::block:
    case RuleEffect::require_evidence:
      return true;
    case RuleEffect::route:
      return !by_manager;
    default:
      return false;
  }
}

bool reads_evidence(Rule const& rule) {
  return std::ranges::any_of(std::array{&rule.when, &rule.require}, [](auto const* condition) {
    if (!*condition) return false;
    return std::ranges::any_of((*condition)->host_functions(), is_evidence_function);
  });
}

void leave_out_of_scope(std::vector<Rule const*>& rules, Situation const& situation,
                        std::span<std::size_t const> untold) {
  std::erase_if(rules, [&](Rule const* rule) {
    if (!rule->when) return false;
    Reading const reading(situation);
    if (settled_quickly(rule->when->root(), reading) != false) return false;
    return std::ranges::none_of(untold, [&](std::size_t position) { return reading.has_read(position); });
  });
}

}  // namespace redress::rules

// Builds rules, facts and evidence for tests from the few things that matter in one.
#pragma once

#include "engine/rules/consult.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redress::rules {

inline cel::Program compiled(std::string_view source, cel::Type expected = cel::Type::boolean()) {
  auto program = cel::compile(source, declarations(), {.expected = std::move(expected)});
  if (!program) ADD_FAILURE() << source << ": " << program.error().front().says.en;
  return *program;
}

inline std::optional<cel::Program> condition(std::string_view source) {
  return source.empty() ? std::nullopt : std::optional(compiled(source));
}

struct RuleParts {
  RuleEffect effect = RuleEffect::block;
  std::string_view when = {};
  std::string_view require = {};
  std::vector<std::string> on = {"refund.refuse"};
  std::string id = "T-001";
  Confidence confidence = Confidence::high;
  Span span = {};
  Says says = {"不行", "no"};
  std::string advances = {};
};

inline Rule make_rule(RuleParts parts) {
  return {.id = std::move(parts.id),
          .version = "1",
          .cites = {"第27条", "S1"},
          .confidence = parts.confidence,
          .effect = parts.effect,
          .on = std::move(parts.on),
          .when = condition(parts.when),
          .require = condition(parts.require),
          .span = parts.span,
          .says = std::move(parts.says),
          .advances = std::move(parts.advances)};
}

inline Facts make_facts(std::initializer_list<std::pair<std::string_view, FactValue>> values) {
  Facts facts;
  for (auto const& [path, value] : values) facts.set(path, value);
  return facts;
}

inline std::vector<Evidence> make_evidence(std::initializer_list<std::string_view> kinds) {
  std::vector<Evidence> evidence;
  for (auto const kind : kinds) evidence.emplace_back().kind = std::string(kind);
  return evidence;
}

inline Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

/// The span of Beijing days from..to, both included.
inline Span days(std::string_view from, std::string_view to) {
  Span span;
  if (!from.empty()) span.from = parse_beijing_date(from).value();
  if (!to.empty()) span.until = parse_beijing_date(to).value() + day_ms;
  return span;
}

}  // namespace redress::rules

// An item's examples: a small situation and what the item must answer to it, tried whenever its book is loaded.
#pragma once

#include "engine/rules/consult.hpp"
#include "workflows/rulebook_loader/members.hpp"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace redress::rules {

struct Example {
  Members members;  // of the example, for its expected answer
  Facts facts;
  std::vector<Evidence> evidence;
  Instant at;  // decides whether the item is in force

  Situation situation() const { return {facts, evidence}; }
};

/// The member `examples`. Each example may have `facts`, `evidence`, `at` and the `answers` named. `at` is also the
/// fact `now` unless that is set; without `at` it is that fact, else the first moment of `span`, else the start of
/// 2026. Examples with findings are left out.
std::vector<Example> read_examples(Members const& item, Span const& span,
                                   std::initializer_list<std::string_view> answers);

/// "order.paid_minor <= 20000: expected <= 20000, actual 25000; missing evidence E-SIGN".
std::string why(RuleVerdict const& verdict);

}  // namespace redress::rules

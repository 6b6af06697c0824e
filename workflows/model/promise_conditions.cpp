#include "workflows/model/promise_conditions.hpp"

#include "engine/rules/consult.hpp"
#include "workflows/model/promises.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <vector>

namespace redress::model {
namespace {

bool speaks_of(std::string_view on, std::string_view kind) {
  return on.starts_with("*") || on.substr(0, on.find('.')) == kind;
}

bool about_facts_alone(std::string_view condition) {
  auto const names = [&](std::string_view root) { return condition.find(root) != std::string_view::npos; };
  return !condition.empty() && !names("event.") && !names("account.") && !names("case.");
}

}  // namespace

std::vector<std::string_view> promise_conditions(std::string_view kind) {
  std::set<std::string_view> all;
  for (auto const& promise : event_promises())
    if (speaks_of(promise.on, kind)) {
      all.insert(promise.only_when);
      all.insert(promise.when);
    }
  for (auto const& promise : state_promises())
    if (speaks_of(promise.kind, kind)) all.insert(promise.holds);
  std::erase_if(all, [](auto const& condition) { return !about_facts_alone(condition); });
  return {all.begin(), all.end()};
}

bool promise_holds(std::string_view condition, Facts const& facts) {
  static std::map<std::string_view, rules::Rule> const compiled = [] {
    std::map<std::string_view, rules::Rule> rules;
    auto const take = [&](std::string_view text) {
      if (text.empty()) return;
      auto program = cel::compile(text, rules::declarations(), {.expected = cel::Type::boolean()});
      assert(program && "a promise's condition does not compile");
      rules.emplace(text, rules::Rule{.id = {},
                                      .version = {},
                                      .cites = {},
                                      .confidence = rules::Confidence::design,
                                      .effect = rules::RuleEffect::block,
                                      .on = {},
                                      .when = {},
                                      .require = *program,
                                      .span = {},
                                      .says = {}});
    };
    for (auto const& promise : event_promises()) {
      take(promise.only_when);
      take(promise.when);
    }
    for (auto const& promise : state_promises()) take(promise.holds);
    for (auto const& slot : open_slots()) take(slot.when);
    return rules;
  }();
  return rules::judge(compiled.at(condition), {facts}).verdict == rules::Verdict::holds;
}

}  // namespace redress::model

#include "engine/cases/reported_fix.hpp"

#include "engine/cases/changeable.hpp"
#include "engine/cases/derive.hpp"
#include "engine/cases/fix.hpp"

#include <array>

namespace redress {
namespace {

// The stored facts behind what was read that the caller's side may supply.
std::vector<std::string_view> supplied_for(std::string_view path, Facts const& stored) {
  std::vector<std::string_view> found;
  auto const take = [&](std::string_view each) {
    auto const index = fact_index(each);
    if (index && settable(fact_schema()[*index]) && may_be_supplied(each, stored.find(each))) found.push_back(each);
  };
  take(path);
  for (auto const each : derived_from(path)) take(each);
  return found;
}

std::optional<FactValue> value_to_try(std::string_view path, Facts const& stored, Instant now) {
  switch (fact_schema()[*fact_index(path)].type) {
    case FactType::boolean:
      return FactValue{!stored.flag(path)};
    case FactType::instant:
      return FactValue{now};
    default:
      return std::nullopt;
  }
}

Facts facts_with(World const& world, Attempt const& attempt, std::string_view path, FactValue const& value) {
  auto case_ = world.case_;
  case_.facts.set(path, value);
  World const supposed{world.workflow, world.book,          case_, world.account, world.evidence,
                       world.now,      world.automation_off};
  return facts_at(supposed, &attempt);
}

Fix reporting(FixContext const& context, std::string_view path, FactValue const& value) {
  bool const told = std::holds_alternative<bool>(value);
  return report_fact(context, std::string(path), told ? to_json(value) : boost::json::value(nullptr));
}

class Willing final : public RowAsker {
 public:
  bool allows(RowSpec const&) override { return true; }
};

}  // namespace

std::optional<Fix> report_turning(rules::RuleVerdict const& verdict, Facts const& facts, World const& world,
                                  Attempt const& attempt, FixContext const& context) {
  constexpr std::array sums{"event.refund_minor", "event.compensation_minor"};
  bool const by_manager = attempt.actor.role == Role::manager;
  for (auto const& read : verdict.facts_read)
    for (auto const path : supplied_for(read.path, world.case_.facts)) {
      auto const value = value_to_try(path, world.case_.facts, world.now);
      if (!value) continue;
      auto supposed = facts_with(world, attempt, path, *value);
      for (auto const* sum : sums)
        if (auto const* known = facts.find(sum)) supposed.set(sum, *known);
      if (!rules::judge(*verdict.rule, {supposed, world.evidence}).refuses(by_manager))
        return reporting(context, path, *value);
    }
  return std::nullopt;
}

std::optional<Fix> report_turning_guards(World const& world, Attempt const& attempt, FixContext const& context) {
  constexpr std::string_view handed_over = "order.dispatched_at";
  if (world.case_.facts.known(handed_over)) return std::nullopt;
  Willing willing;
  auto const supposed = facts_with(world, attempt, handed_over, world.now);
  auto const step = world.workflow.step(world.case_.state, attempt.event->name, supposed, willing);
  if (step.outcome != Step::Outcome::moved) return std::nullopt;
  return reporting(context, handed_over, world.now);
}

}  // namespace redress

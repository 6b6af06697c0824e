#include "engine/rules/risk.hpp"
#include "workflows/rulebook_loader/example.hpp"
#include "workflows/rulebook_loader/items.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

constexpr std::int64_t weight_max = 100;

std::int64_t read_weight(Members const& members) {
  auto const weight = members.integer("weight", Need::required);
  if (!weight || (*weight >= 0 && *weight <= weight_max)) return weight.value_or(0);
  members.check().add(members.find("weight", Need::required)->place, fmt::format("权重应在 0 到 {} 之间", weight_max),
                      fmt::format("the weight must be between 0 and {}", weight_max));
  return 0;
}

bool read_flag(Members const& members, std::string_view name) {
  auto const* node = members.find(name, Need::optional);
  if (!node) return false;
  if (!node->plain || (node->text != "true" && node->text != "false"))
    members.check().add(node->place, "应为 true 或 false", "must be true or false");
  return node->text == "true";
}

// A score made of scores would count twice what it saw once.
void check_reads_no_risk(Members const& members, cel::Program const& when) {
  for (auto const& path : when.variables())
    if (path.starts_with("risk."))
      members.check().add(members.find("when", Need::required)->place, fmt::format("风险信号不能读取 {}", path),
                          fmt::format("a risk signal may not read {}", path));
}

bool holds(RiskSignal const& signal, Example const& example) {
  Risk const risk = risk_of({.id = {}, .platform = {}, .version = {}, .digest = {}, .title = {}, .risks = {signal}},
                            example.situation(), example.at);
  return !risk.signals.empty();
}

void try_example(RiskSignal const& signal, Example const& example) {
  auto const* node = example.members.find("signal", Need::required);
  if (!node) return;
  auto& check = example.members.check();
  if (node->text != "true" && node->text != "false")
    return check.add(node->place, "应为 true 或 false", "must be true or false");
  auto const answer = holds(signal, example) ? "true" : "false";
  if (node->text != answer)
    check.add(node->place, fmt::format("例子应为 {}，算得 {}", node->text, answer),
              fmt::format("the example says {}, the signal is {}", node->text, answer));
}

void check_variety(Members const& members, std::vector<Example> const& examples) {
  for (auto const* answer : {"true", "false"}) {
    auto const shows = [&](Example const& example) {
      auto const* node = example.members.find("signal", Need::optional);
      return node && node->text == answer;
    };
    if (std::ranges::none_of(examples, shows))
      members.check().add(members.find("examples", Need::required)->place,
                          fmt::format("缺少 signal: {} 的例子", answer),
                          fmt::format("there is no example with signal: {}", answer));
  }
}

}  // namespace

std::optional<RiskSignal> read_risk(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check,
                        {"id", "cites", "confidence", "when", "weight", "asks_for", "wants_person", "from", "to",
                         "says", "examples", "gap", "accepts"});
  auto head = read_head(members, context);
  members.find("when", Need::required);
  auto const weight = read_weight(members);
  std::vector<std::vector<std::string>> asks_for;
  if (members.find("asks_for", Need::optional)) asks_for = read_kind_groups(members, "asks_for");
  bool const wants_person = read_flag(members, "wants_person");
  if (head.when) check_reads_no_risk(members, *head.when);
  auto const examples = read_examples(members, head.span, {"signal"});
  if (context.check.count() != before || !head.when) return std::nullopt;
  RiskSignal signal{.id = std::move(head.id),
                    .cites = std::move(head.cites),
                    .confidence = head.confidence,
                    .when = std::move(*head.when),
                    .weight = weight,
                    .asks_for = std::move(asks_for),
                    .wants_person = wants_person,
                    .span = head.span,
                    .says = std::move(head.says)};
  if (uses_calendar(signal.when)) signal.calendar = context.check.calendar();
  for (auto const& example : examples) try_example(signal, example);
  if (context.check.count() == before) check_variety(members, examples);
  if (context.check.count() != before) return std::nullopt;
  return signal;
}

}  // namespace redress::rules

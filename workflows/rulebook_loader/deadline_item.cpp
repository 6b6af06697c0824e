#include "engine/rules/situation.hpp"
#include "workflows/rulebook_loader/example.hpp"
#include "workflows/rulebook_loader/items.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

constexpr std::int64_t hours_max = 24 * 366;
constexpr std::string_view window = "window.";  // slots no state waits in, so nothing of the case starts their clock

std::string read_slot(Members const& members) {
  auto const* node = members.find("slot", Need::required);
  if (!node) return {};
  auto slot = text_of(*node, members.check());
  if (!slot.starts_with(window))
    check_known({slot, node->place}, members.check().names().slots, {"期限位", "deadline slot"}, members.check());
  return slot;
}

std::optional<cel::Program> due_after(std::int64_t hours) {
  auto compiled = cel::compile(fmt::format("case.state_entered_at + duration('{}h')", hours), declarations(),
                               {.expected = cel::Type::timestamp()});
  return compiled ? std::optional(*compiled) : std::nullopt;
}

std::optional<cel::Program> read_due(Members const& members, std::string_view slot, ItemContext& context) {
  auto const* hours_node = members.find("hours", Need::optional);
  auto const* due_node = members.find("due", Need::optional);
  if ((hours_node != nullptr) == (due_node != nullptr)) {
    members.check().add(due_node ? due_node->place : members.place(), "hours 与 due 必须且只能写一个",
                        "give either `hours` or `due`");
    return std::nullopt;
  }
  if (due_node) return read_condition(members, "due", cel::Type::timestamp(), Need::required, context);
  auto const hours = integer_of(*hours_node, members.check());
  if (!hours) return std::nullopt;
  if (*hours < 1 || *hours > hours_max) {
    members.check().add(hours_node->place, fmt::format("小时数应在 1 到 {} 之间", hours_max),
                        fmt::format("hours must be between 1 and {}", hours_max));
    return std::nullopt;
  }
  if (slot.starts_with(window)) {
    members.check().add(hours_node->place, "window 期限没有起算的状态，请写 due",
                        "no state starts the clock of a window; write `due`");
    return std::nullopt;
  }
  return due_after(*hours);
}

void try_example(Deadline const& deadline, Example const& example) {
  auto const* node = example.members.find("due", Need::required);
  if (!node) return;
  auto const due = deadline.span.holds_at(example.at) ? due_of(deadline, example.situation()) : std::nullopt;
  auto const answer = due ? format_rfc3339(due->at) : "none";
  auto& check = example.members.check();
  auto const wanted = node->text == "none" ? Result<Instant>(Instant{}) : parse_rfc3339(node->text);
  if (!wanted) return check.add(node->place, wanted.error().says);
  if (node->text == "none" ? !due : due && due->at == *wanted) return;
  check.add(node->place, fmt::format("例子应为 {}，算得 {}", node->text, answer),
            fmt::format("the example says {}, the deadline is {}", node->text, answer));
}

}  // namespace

std::optional<Deadline> read_deadline(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check,
                        {"id", "slot", "cites", "confidence", "when", "hours", "due", "from", "to", "says", "examples",
                         "gap", "accepts"});
  auto head = read_head(members, context);
  auto slot = read_slot(members);
  auto due = read_due(members, slot, context);
  auto const examples = read_examples(members, head.span, {"due"});
  if (!due || context.check.count() != before) return std::nullopt;
  Deadline deadline{.id = std::move(head.id),
                    .slot = std::move(slot),
                    .cites = std::move(head.cites),
                    .confidence = head.confidence,
                    .when = std::move(head.when),
                    .due = std::move(*due),
                    .span = head.span,
                    .says = std::move(head.says)};
  if (uses_calendar(deadline.due) || (deadline.when && uses_calendar(*deadline.when)))
    deadline.calendar = context.check.calendar();
  for (auto const& example : examples) try_example(deadline, example);
  for (auto const& example : examples)
    context.tried.push_back({deadline.id, example.facts, example.evidence, example.at});
  auto const is_due = [](Example const& example) {
    auto const* answer = example.members.find("due", Need::optional);
    return answer && answer->text != "none";
  };
  if (context.check.count() == before && std::ranges::none_of(examples, is_due))
    context.check.add(members.find("examples", Need::required)->place, "缺少算得出期限的例子",
                      "there is no example in which the deadline falls due");
  if (context.check.count() != before) return std::nullopt;
  return deadline;
}

}  // namespace redress::rules

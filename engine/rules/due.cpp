#include "engine/rules/consult.hpp"
#include "engine/rules/reading.hpp"

namespace redress::rules {
namespace {

bool may_arm(Deadline const& deadline, std::string_view slot, Instant at) {
  return deadline.slot == slot && may_set_timer(deadline.confidence) && deadline.span.holds_at(at);
}

std::optional<Due> due_if_in_scope(Deadline const& deadline, Reading const& reading) {
  auto const due = deadline.due.evaluate(reading);
  if (!due.is_value() || !due.value().is(cel::Kind::timestamp)) return std::nullopt;
  return Due{&deadline, cel::instant_from(due.value().as_timestamp()), reading.facts_read(), reading.provisional()};
}

}  // namespace

std::optional<Due> due_of(Deadline const& deadline, Situation const& situation) {
  auto const seen = seen_with(situation, deadline.calendar);
  Reading const reading(seen);
  if (ask(deadline.when, reading, Answer::Truth::yes).truth != Answer::Truth::yes) return std::nullopt;
  return due_if_in_scope(deadline, reading);
}

std::optional<Due> find_due(Rulebook const& book, std::string_view slot, Situation const& situation, Instant at) {
  // Returns true once a deadline has spoken for the slot, whether or not it knows its due time.
  std::optional<Due> found;
  auto const speaks = [&](Deadline const& deadline) {
    if (!may_arm(deadline, slot, at)) return false;
    auto const seen = seen_with(situation, deadline.calendar);
    Reading const reading(seen);
    if (ask(deadline.when, reading, Answer::Truth::yes).truth != Answer::Truth::yes) return false;
    found = due_if_in_scope(deadline, reading);
    return true;
  };
  if (book.index.describes(book)) {
    for (auto const position : book.index.deadlines_of(slot))
      if (speaks(book.deadlines[position])) return found;
  } else {
    for (auto const& deadline : book.deadlines)
      if (speaks(deadline)) return found;
  }
  return std::nullopt;
}

std::optional<Due> find_shop_due(Rulebook const& book, std::string_view slot, Situation const& situation, Instant at) {
  std::optional<Due> earliest;
  for (auto const& target : book.shop_deadlines) {
    if (target.slot != slot || !target.span.holds_at(at)) continue;
    if (auto due = due_of(target, situation); due && (!earliest || due->at < earliest->at)) earliest = std::move(due);
  }
  return earliest;
}

}  // namespace redress::rules

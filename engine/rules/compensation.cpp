#include "engine/rules/consult.hpp"
#include "engine/rules/reading.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

constexpr std::string_view breach_path = "compensation.breach";
// Computed per sub-order (platform rules, section 0): what was paid for those a claim names, else for all of them.
constexpr std::string_view claimed_path = "claim.lines_paid_minor";
constexpr std::string_view paid_path = "order.paid_minor";

std::optional<Money> amount_of(Compensation const& compensation, std::int64_t paid_minor) {
  if (paid_minor < 0) return std::nullopt;
  auto const share = per_mille_of(Money{paid_minor}, compensation.per_mille);
  if (!share) return std::nullopt;
  auto minor = std::max(share->minor, compensation.min_minor);
  if (compensation.max_minor != 0) minor = std::min(minor, compensation.max_minor);
  return Money{minor};
}

bool is_about(Compensation const& compensation, Reading const& reading) {
  auto const* breach = reading.read(breach_path);
  return breach && std::get<std::string>(*breach) == compensation.breach &&
         ask(compensation.when, reading, Answer::Truth::yes).truth == Answer::Truth::yes;
}

std::optional<CompensationOwed> owed_if_in_scope(Compensation const& compensation, Facts const& facts,
                                                 Reading const& reading) {
  auto const* paid = reading.read(facts.known(claimed_path) ? claimed_path : paid_path);
  auto const amount = paid ? amount_of(compensation, std::get<std::int64_t>(*paid)) : std::nullopt;
  if (!amount) return std::nullopt;
  return CompensationOwed{&compensation, *amount, reading.facts_read()};
}

}  // namespace

std::optional<CompensationOwed> owed_by(Compensation const& compensation, Situation const& situation) {
  auto const seen = seen_with(situation, compensation.calendar);
  Reading const reading(seen);
  if (!is_about(compensation, reading)) return std::nullopt;
  return owed_if_in_scope(compensation, situation.facts, reading);
}

std::optional<CompensationOwed> compensation_owed(Rulebook const& book, Situation const& situation, Instant at) {
  auto const* breach = situation.facts.find(breach_path);
  if (!breach) return std::nullopt;
  std::optional<CompensationOwed> found;
  auto const speaks = [&](Compensation const& compensation) {
    if (!compensation.span.holds_at(at)) return false;
    auto const seen = seen_with(situation, compensation.calendar);
    Reading const reading(seen);
    if (!is_about(compensation, reading)) return false;
    found = owed_if_in_scope(compensation, situation.facts, reading);
    return true;
  };
  if (book.index.describes(book)) {
    for (auto const position : book.index.compensations_of(std::get<std::string>(*breach)))
      if (speaks(book.compensations[position])) return found;
  } else {
    for (auto const& compensation : book.compensations)
      if (speaks(compensation)) return found;
  }
  return std::nullopt;
}

}  // namespace redress::rules

#include "engine/cases/book_facts.hpp"

#include "engine/facts/schema.hpp"
#include "engine/rules/sentence.hpp"

#include <algorithm>
#include <utility>

namespace redress {
namespace {

constexpr std::array paths{std::pair{std::string_view{"order.no_reason_ends_at"}, BookFacts::no_reason_window},
                           std::pair{std::string_view{"case.shop_due_at"}, BookFacts::shop_target},
                           std::pair{std::string_view{"compensation.due_minor"}, BookFacts::compensation},
                           std::pair{std::string_view{"risk.score"}, BookFacts::risk},
                           std::pair{std::string_view{"risk.signals"}, BookFacts::risk}};

BookFacts read_by(cel::Program const& condition) {
  auto most = BookFacts::none;
  for (auto const& path : condition.variables()) most = std::max(most, told_by(path));
  return most;
}

BookFacts read_by(std::string_view sentence) {
  auto most = BookFacts::none;
  if (sentence.find('{') == std::string_view::npos) return most;
  for (auto const& blank : rules::blanks_of(sentence)) most = std::max(most, told_by(blank.path));
  return most;
}

}  // namespace

BookFacts told_by(std::string_view path) {
  for (auto const& [name, told] : paths)
    if (name == path) return told;
  return BookFacts::none;
}

BookFacts read_by(rules::Rule const& rule) {
  auto most = std::max(read_by(rule.says.zh), read_by(rule.says.en));
  for (auto const* condition : {&rule.when, &rule.require})
    if (*condition) most = std::max(most, read_by(**condition));
  return most;
}

BookFacts read_by(std::span<rules::Rule const* const> rules) {
  auto most = BookFacts::none;
  for (auto const* rule : rules) most = std::max(most, read_by(*rule));
  return most;
}

BookFacts read_by_deadlines(rules::Rulebook const& book, std::string_view slot, Instant at) {
  auto most = BookFacts::none;
  auto const look = [&](rules::Deadline const& deadline) {
    if (deadline.slot != slot || !deadline.span.holds_at(at)) return;
    most = std::max(most, read_by(deadline.due));
    if (deadline.when) most = std::max(most, read_by(*deadline.when));
  };
  if (book.index.describes(book))
    for (auto const position : book.index.deadlines_of(slot)) look(book.deadlines[position]);
  else
    std::ranges::for_each(book.deadlines, look);
  return most;
}

std::span<std::size_t const> positions_of_book_facts() {
  static auto const positions = [] {
    std::array<std::size_t, paths.size()> made{};
    std::ranges::transform(paths, made.begin(), [](auto const& each) { return *fact_index(each.first); });
    return made;
  }();
  return positions;
}

}  // namespace redress

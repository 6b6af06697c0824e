#include "workflows/rulebook_loader/tried_examples.hpp"

#include "workflows/rulebook_loader/assembly.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

template <class Item>
Item const* find_item(std::vector<Placed<Item>> const& items, std::string_view id) {
  auto const at = std::ranges::find(items, id, [](auto const& placed) -> std::string_view { return placed.item.id; });
  return at == items.end() ? nullptr : &at->item;
}

// An id may stand for several versions; each example is of the one in whose list it stands, which is the one in force
// at its moment where there are several.
template <class Item>
Item const* item_at(std::vector<Placed<Item>> const& items, std::string_view id, Instant at) {
  for (auto const& placed : items)
    if (placed.item.id == id && placed.item.span.holds_at(at)) return &placed.item;
  return find_item(items, id);
}

// A rule and a deadline of one row of the reference share its id; each answers the examples of both.
void tell(Part const& part, Tried const& tried, std::vector<ToldExample>& told) {
  ToldExample const plain{.id = tried.id, .facts = tried.facts, .evidence = tried.evidence, .at = tried.at};
  if (auto const* rule = item_at(part.rules, tried.id, tried.at)) {
    auto& example = told.emplace_back(plain);
    auto const verdict = judge(*rule, example.situation());
    example.in_force = rule->span.holds_at(tried.at);
    example.verdict = verdict.verdict;
    example.applies = verdict.applies;
    example.refuses = verdict.refuses(false);
  }
  if (auto const* deadline = item_at(part.deadlines, tried.id, tried.at)) {
    auto& example = told.emplace_back(plain);
    example.in_force = deadline->span.holds_at(tried.at);
    if (auto const due = due_of(*deadline, example.situation())) example.due = due->at;
  }
}

}  // namespace

BookNotes notes_of(std::span<BookSource const> sources, Names const& names, std::string_view book_id) {
  std::vector<Finding> findings;
  auto const files = read_parts(sources, names, findings);
  BookNotes notes;
  auto const first = files.find(book_id);
  if (first == files.end()) return notes;
  for (auto const* file : with_includes(first->second, files, findings)) {
    for (auto const& tried : file->part.tried) tell(file->part, tried, notes.examples);
    for (auto const& silence : file->part.silences) notes.silent_on.insert(silence.name.text);
  }
  return notes;
}

}  // namespace redress::rules

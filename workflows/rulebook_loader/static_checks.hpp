// Looks at whole books for what no single item shows: rules that cannot matter, rules that contradict each other,
// events and deadline slots nobody thought of, citations that ran out.
//
// `redress rules check` reports it; loading does not, because a book with such a finding still answers every question.
// An item says with `accepts` which findings are meant to be and why, a file with `silent_on` which events and slots
// are left out on purpose; both are reported where they excuse nothing.
#pragma once

#include "workflows/rulebook_loader/assembly.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// Something suspicious about one item, or (without a margin) about a book.
struct Suspicion {
  std::string_view check;
  Part const* part;
  Margin const* margin;
  Place place;
  Says says;
  std::vector<std::string> clauses = {};
  boost::json::object example = {};
};

using WholeBook = std::vector<PartFile const*>;  // as with_includes gives it

/// An item with where it stands.
template <class Item>
struct Standing {
  Item const* item;
  Part const* part;
  Place place;
  Margin const* margin;
};

template <class Item>
std::vector<Standing<Item>> standing(WholeBook const& book, std::vector<Placed<Item>> Part::*list) {
  std::vector<Standing<Item>> all;
  for (auto const* file : book)
    for (auto const& placed : file->part.*list)
      all.push_back({&placed.item, &file->part, placed.place, &placed.margin});
  return all;
}

/// "taobao.yaml:12:5".
template <class Item>
std::string where(Standing<Item> const& each) {
  return each.part->name + ".yaml:" + std::to_string(each.place.line) + ":" + std::to_string(each.place.column);
}

/// How many pairs of rules one book may still have searched; what is left out when it is spent is reported.
struct PairBudget {
  std::int64_t left = 4'000;
  std::int64_t left_out = 0;

  bool take() {
    if (left > 0) return --left, true;
    return ++left_out, false;
  }
};

/// Rules that never change the answer because another refuses whenever they speak; deadlines and compensations behind
/// one that always counts first.
void find_shadowed(WholeBook const& book, Names const& names, PairBudget& budget, std::vector<Suspicion>& found);

/// Rules no situation of any of their events can be in scope of and against (or, permitting ones, within).
void find_never_firing(WholeBook const& book, Names const& names, std::vector<Suspicion>& found);

/// Automation of an event that is always refused where it is allowed; two rules on one event whose demands exclude each
/// other.
void find_contradictions(WholeBook const& book, Names const& names, PairBudget& budget, std::vector<Suspicion>& found);

/// Items in force after the text they cite ran out.
void find_expired_citations(WholeBook const& book, std::vector<Suspicion>& found);

/// Everything, over all books; sorted.
std::vector<Finding> check_statically(std::span<WholeBook const> books, Names const& names);

}  // namespace redress::rules

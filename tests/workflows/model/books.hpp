// The built-in rulebooks with what their files say beside them, loaded once for all tests of the model check.
#pragma once

#include "workflows/catalogue.hpp"
#include "workflows/model/check_all.hpp"

#include <cassert>

namespace redress::model {

inline rules::Names const& all_names() {
  static rules::Names const names = rules::names_of(workflows::all_workflows());
  return names;
}

inline rules::Library const& all_books() {
  static rules::Library const library = *rules::Library::built_in(all_names());
  return library;
}

inline std::vector<CheckedBook> const& checked_books() {
  static std::vector<CheckedBook> const books = [] {
    std::vector<CheckedBook> all;
    for (auto const& book : all_books().books())
      all.push_back({book.get(), rules::notes_of(rules::builtin_sources(), all_names(), book->id)});
    return all;
  }();
  return books;
}

inline CheckedBook const& checked_book(std::string_view id) {
  auto const& all = checked_books();
  auto const at = std::ranges::find(all, id, [](CheckedBook const& each) -> std::string_view { return each.book->id; });
  assert(at != all.end());
  return *at;
}

}  // namespace redress::model

#include "api/worklist/work_page.hpp"

#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace redress::api {
namespace {

struct Place {
  std::int64_t key = 0;
  std::string_view id;

  auto operator<=>(Place const&) const = default;
};

std::string mark_of(WorkSort sort) { return fmt::format("work/{}/", static_cast<int>(sort)); }

std::string cursor_after(Place const& place, WorkSort sort) {
  return ledger::base64(ledger::as_bytes(fmt::format("{}{}/{}", mark_of(sort), place.key, place.id)));
}

struct Cursor {
  std::int64_t key = 0;
  std::string id = {};
};

std::optional<Cursor> cursor_from(std::string_view text, WorkSort sort) {
  auto const bytes = ledger::from_base64(text);
  if (!bytes) return std::nullopt;
  std::string const opened(bytes->begin(), bytes->end());
  auto const mark = mark_of(sort);
  auto const slash = opened.find('/', mark.size());
  if (!opened.starts_with(mark) || slash == std::string::npos) return std::nullopt;
  Cursor cursor{.id = opened.substr(slash + 1)};
  auto const [end, wrong] = std::from_chars(opened.data() + mark.size(), opened.data() + slash, cursor.key);
  if (wrong != std::errc{} || end != opened.data() + slash) return std::nullopt;
  return cursor;
}

}  // namespace

Result<WorkPage> page_of(WorkTable const& table, WorkFilter const& filter, std::string_view cursor, std::size_t limit) {
  std::optional<Cursor> seen;
  if (!cursor.empty()) {
    seen = cursor_from(cursor, filter.sort);
    if (!seen)
      return invalid_params("params.cursor", "游标不是由上一页给出的",
                            "the cursor was not given out by a previous page");
  }
  WorkPage page;
  // A heap of the first limit + 1 behind the cursor: the largest of them on top, one more tells whether there is more.
  std::vector<Place> first;
  for_each_match(table, filter, [&](WorkRow const& row) {
    ++page.total;
    Place const place{sort_key(row, filter.sort), table.id_of(row)};
    if (seen && place <= Place{seen->key, seen->id}) return;
    if (first.size() > limit) {
      if (place >= first.front()) return;
      std::ranges::pop_heap(first);
      first.back() = place;
    } else {
      first.push_back(place);
    }
    std::ranges::push_heap(first);
  });
  std::ranges::sort_heap(first);
  if (first.size() > limit) {
    first.resize(limit);
    page.next_cursor = cursor_after(first.back(), filter.sort);
  }
  for (auto const& place : first) page.ids.emplace_back(place.id);
  return page;
}

}  // namespace redress::api

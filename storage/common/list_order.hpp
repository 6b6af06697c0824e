// Where a case stands in a list, and the cursors that continue one: nearest deadline first, cases without a deadline
// after all others, then by id.
//
// A cursor is opaque to callers and names the last row they saw, so that rows inserted in between neither repeat nor
// hide others; only a case whose own deadline moves past the cursor can change sides.
#pragma once

#include "engine/cases/case.hpp"

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace redress::storage {

inline constexpr std::int64_t no_due_ms = std::numeric_limits<std::int64_t>::max();

struct ListKey {
  std::int64_t due_ms = std::numeric_limits<std::int64_t>::min();  // the default is before every case
  std::string id = {};

  auto operator<=>(ListKey const&) const = default;
};

/// A final case has no deadline any more.
std::int64_t due_ms_of(Case const& case_);
ListKey list_key_of(Case const& case_);

/// "" reads as the beginning. Both readers throw FaultError `invalid_params` (position "params.cursor") for any other
/// text that no page gave out.
std::string cursor_after(ListKey const& key);
ListKey list_key_from(std::string_view cursor);

/// Trails continue by the entry's index in the case.
std::string cursor_after(std::int64_t case_seq);
std::int64_t case_seq_from(std::string_view cursor);  // of the last entry seen; -1 at the beginning

/// Pages hold 1 to 1000 rows, whatever was asked for.
int page_limit(int asked);

}  // namespace redress::storage

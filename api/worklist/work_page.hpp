// One page of the matching cases in their order, and the cursor that continues it.
#pragma once

#include "api/worklist/work_filter.hpp"

#include <string>
#include <vector>

namespace redress::api {

struct WorkPage {
  std::vector<std::string> ids;
  std::string next_cursor = {};  // empty: no more
  std::int64_t total = 0;        // of all pages
};

/// A cursor names the last case seen, as those of the store do. Fault `invalid_params` for one that no page of this
/// order gave out.
Result<WorkPage> page_of(WorkTable const& table, WorkFilter const& filter, std::string_view cursor, std::size_t limit);

}  // namespace redress::api

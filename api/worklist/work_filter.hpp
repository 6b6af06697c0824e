// Which cases of the work table are meant: the filters of case.list, read from params and matched against rows.
#pragma once

#include "api/service/case_desk.hpp"
#include "api/worklist/work_table.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace redress::api {

enum class WorkSort { due, opened, amount };  // nearest deadline first; newest first; largest claim first

struct WorkFilter {
  std::optional<std::string> shop = {}, kind = {}, state = {}, owed_by = {}, assignee = {}, responded_by = {};
  std::optional<bool> final = {}, waiting_evidence = {}, overdue = {}, unassigned = {}, asked_platform = {};
  std::optional<bool> responded = {}, flagged = {}, awaiting_approval = {};
  std::optional<Instant> due_from = {}, due_before = {}, opened_from = {}, opened_to = {}, closed_from = {};
  std::optional<Instant> closed_to = {};
  std::optional<std::set<std::string, std::less<>>> among = {};  // ids a search found
  WorkSort sort = WorkSort::due;
  Instant now = {};
};

/// Faults name the param. `assignee` "me" is the caller; a caller bound to a shop sees that shop whatever was asked.
Result<WorkFilter> work_filter_of(DeskCall const& call, Instant now);

/// Whether params ask for more than the store's own list answers.
bool needs_work_table(boost::json::object const& params);

/// Every row that matches, in no order. Walks open cases only where the filter can mean no other.
void for_each_match(WorkTable const& table, WorkFilter const& filter, std::function<void(WorkRow const&)> const& body);

/// Smaller comes first; then by id.
std::int64_t sort_key(WorkRow const& row, WorkSort sort);

}  // namespace redress::api

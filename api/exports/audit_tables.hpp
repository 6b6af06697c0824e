// Answers of audit.query, audit.summary and audit.search as tables, for the terminal and for files.
#pragma once

#include "api/exports/table.hpp"

#include <boost/json.hpp>

namespace redress::exports {

/// Items of audit.query, one a row.
Table entries_table(boost::json::array const& entries);

/// Every figure of audit.summary, one a row, with the params that list what it counts as JSON.
Table figures_table(boost::json::object const& summary);

}  // namespace redress::exports

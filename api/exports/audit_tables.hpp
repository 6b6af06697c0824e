// Answers of audit.query, audit.summary, audit.sample and audit.search as tables, for the terminal and for files.
#pragma once

#include "api/exports/table.hpp"

#include <boost/json.hpp>

namespace redress::exports {

/// Items of audit.query, one a row.
Table entries_table(boost::json::array const& entries);

/// Every figure of audit.summary, one a row, with the params that list what it counts as JSON.
Table figures_table(boost::json::object const& summary);

/// The cases of a draw of audit.sample, one a row, each with what the draw can be made again from.
Table sample_table(boost::json::object const& drawn);

/// Cases of audit.search: every place that was found, one a row.
Table found_table(boost::json::array const& cases);

}  // namespace redress::exports

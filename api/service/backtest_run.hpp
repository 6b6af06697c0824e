// Feeds a store's entries to a backtest: from the first day asked for, with the earlier entries of the cases it meets.
//
// Reads on one snapshot and writes nothing; commands go on meanwhile. Runs on the caller's thread for as long as the
// ledger is, unless bounded.
#pragma once

#include "engine/backtest/backtest.hpp"
#include "engine/cases/store.hpp"
#include "workflows/rulebook_loader/library.hpp"

#include <functional>
#include <limits>
#include <optional>
#include <string>

namespace redress::api {

struct BacktestBounds {
  std::int64_t decisions_max = std::numeric_limits<std::int64_t>::max();
  std::int64_t entries_max = std::numeric_limits<std::int64_t>::max();
  std::size_t cases_max = std::numeric_limits<std::size_t>::max();  // of the list in the answer
};

struct BacktestOrder {
  rules::Rulebook const& candidate;
  rules::Library const& books;  // where the recorded books are looked for
  std::optional<Instant> from = {};
  std::optional<Instant> until = {};  // the first moment no longer compared
  std::string shop = {};              // "": every shop
  BacktestBounds bounds = {};
};

struct BacktestOutcome {
  backtest::Report report;
  std::optional<Instant> next_from = {};  // cut short: the start of the Beijing day to go on from
};

/// `on_progress` is told how many entries of the ledger were walked. Fault `ledger_broken`.
Result<BacktestOutcome> run_backtest(StoreReader& store, BacktestOrder const& order,
                                     std::function<void(std::int64_t)> const& on_progress = {});

/// The days of a call or a command line, both included, in Beijing time. Fault `invalid_params` at "params.from" or
/// "params.to"; "" is no bound.
struct DayRange {
  std::optional<Instant> from;
  std::optional<Instant> until;
};
Result<DayRange> read_days(std::string_view from, std::string_view to);

/// The report with `cut`, and `next_from` where it was.
boost::json::object to_json(BacktestOutcome const& outcome);

}  // namespace redress::api

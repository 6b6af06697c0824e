// Answers rules.backtest: a candidate given as text, tried on the caller's shop or on all, within the bounds of a call.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/backtest_run.hpp"
#include "api/service/case_desk.hpp"

namespace redress::api {

/// Per call; docs/backtest.md tells them to callers.
inline constexpr BacktestBounds backtest_call_bounds{.decisions_max = 20'000, .entries_max = 100'000, .cases_max = 500};

/// Params {book, files?, from?, to?}. Runs on the caller's thread, on a snapshot of the store. Thread-safe.
AnswerText answer_backtest(Store& store, rules::Library const& books, DeskCall const& call,
                           BacktestBounds const& bounds = backtest_call_bounds);

}  // namespace redress::api

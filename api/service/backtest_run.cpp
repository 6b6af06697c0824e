#include "api/service/backtest_run.hpp"

#include "engine/rules/sentence.hpp"
#include "workflows/catalogue.hpp"

namespace redress::api {
namespace {

constexpr int page = 1000;

Result<Instant> recorded_at(Entry const& entry) {
  auto const read = backtest::read_recorded(entry.bytes);
  if (!read) return read.error();
  return read->at;
}

// The ledger is in the order of time, so the first entry of a day is found by halving.
Result<std::int64_t> first_since(StoreReader& store, std::optional<Instant> from) {
  if (!from) return std::int64_t{0};
  std::int64_t low = 0;
  std::int64_t high = store.ledger_size();
  while (low < high) {
    auto const middle = low + (high - low) / 2;
    auto const entries = store.entries_from(middle, 1);
    if (entries.empty()) break;
    auto const at = recorded_at(entries.front());
    if (!at) return at.error();
    if (*at < *from)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

class Walk {
 public:
  Walk(StoreReader& store, BacktestOrder const& order)
      : store_(store),
        order_(order),
        run_({.candidate = order.candidate,
              .find_workflow = [](std::string_view kind) { return workflows::find_workflow(kind); },
              .find_book = [&books = order.books](std::string_view digest) { return books.find_digest(digest); },
              .from = order.from,
              .until = order.until,
              .shop = order.shop,
              .cases_max = order.bounds.cases_max}) {}

  Result<BacktestOutcome> run(std::function<void(std::int64_t)> const& on_progress) {
    auto const start = first_since(store_, order_.from);
    if (!start) return start.error();
    std::int64_t walked = 0;
    for (auto seq = *start;; seq += page) {
      auto const entries = store_.entries_from(seq, page);
      for (auto const& entry : entries) {
        if (run_.decisions() >= order_.bounds.decisions_max || walked >= order_.bounds.entries_max)
          return cut_before(entry);
        if (auto taken = take(entry); !taken) return taken.error();
        ++walked;
      }
      if (on_progress) on_progress(*start + walked);
      if (entries.size() < page) break;
      if (past_the_end(entries.back())) break;
    }
    return BacktestOutcome{run_.finish(), std::nullopt};
  }

 private:
  Result<void> take(Entry const& entry) {
    if (is_office(entry.case_id)) return {};
    if (entry.case_seq > 0 && !run_.knows(entry.case_id))
      if (auto caught_up = catch_up(entry); !caught_up) return caught_up;
    return run_.take(entry.bytes);
  }

  // The case began before the first day: what it was then is folded from its own trail.
  Result<void> catch_up(Entry const& entry) {
    std::string cursor;
    do {
      auto const earlier = store_.trail(entry.case_id, cursor, 200);
      for (auto const& each : earlier.entries) {
        if (each.seq >= entry.seq) return {};
        if (auto taken = run_.take(each.bytes); !taken) return taken;
      }
      cursor = earlier.next_cursor;
    } while (!cursor.empty());
    return {};
  }

  bool past_the_end(Entry const& entry) const {
    if (!order_.until) return false;
    auto const at = recorded_at(entry);
    return at && *at >= *order_.until;
  }

  Result<BacktestOutcome> cut_before(Entry const& entry) {
    auto const at = recorded_at(entry);
    if (!at) return at.error();
    return BacktestOutcome{run_.finish(), start_of_beijing_day(*at)};
  }

  StoreReader& store_;
  BacktestOrder const& order_;
  backtest::Backtest run_;
};

Result<std::optional<Instant>> read_day(std::string_view text, std::string position) {
  if (text.empty()) return std::optional<Instant>{};
  auto const day = parse_beijing_date(text);
  if (!day) return Fault{day.error().kind, day.error().says, std::move(position)};
  return std::optional<Instant>{*day};
}

}  // namespace

Result<BacktestOutcome> run_backtest(StoreReader& store, BacktestOrder const& order,
                                     std::function<void(std::int64_t)> const& on_progress) {
  return Walk{store, order}.run(on_progress);
}

Result<DayRange> read_days(std::string_view from, std::string_view to) {
  auto const first = read_day(from, "params.from");
  if (!first) return first.error();
  auto const last = read_day(to, "params.to");
  if (!last) return last.error();
  DayRange range{*first, std::nullopt};
  if (*last) range.until = **last + day_ms;
  if (range.from && range.until && *range.until <= *range.from)
    return invalid_params("params.to", "结束日期早于开始日期", "the last day is before the first");
  return range;
}

boost::json::object to_json(BacktestOutcome const& outcome) {
  auto json = backtest::to_json(outcome.report);
  json.emplace("cut", outcome.next_from.has_value());
  if (outcome.next_from) json.emplace("next_from", rules::beijing_date(*outcome.next_from));
  return json;
}

}  // namespace redress::api

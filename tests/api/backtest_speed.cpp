// How many recorded decisions a second a backtest asks again, on one core: entries as the real desks record them.
#include "api/server/rulebooks.hpp"
#include "engine/backtest/backtest.hpp"
#include "tests/api/story_walk.hpp"
#include "workflows/catalogue.hpp"

#include <benchmark/benchmark.h>

namespace redress::api {
namespace {

void asks_decisions_again(benchmark::State& state) {
  auto const library = built_in_rulebooks().value();
  HouseOfDesks house;
  walk_cases(house, 1, 330, 16);
  std::vector<Entry> entries;
  house.store().read([&](StoreReader& store) { entries = store.entries_from(0, 1'000'000); });
  std::int64_t decisions = 0;
  for (auto _ : state) {
    backtest::Backtest run{{.candidate = *library.find("taobao"),
                            .find_workflow = [](std::string_view kind) { return workflows::find_workflow(kind); },
                            .find_book = [&](std::string_view digest) { return library.find_digest(digest); }}};
    for (auto const& entry : entries)
      if (auto taken = run.take(entry.bytes); !taken) return state.SkipWithError(taken.error().says.en.c_str());
    decisions += run.finish().decisions;
  }
  state.counters["decisions_per_second"] =
      benchmark::Counter(static_cast<double>(decisions), benchmark::Counter::kIsRate);
  state.counters["decisions"] = static_cast<double>(decisions) / static_cast<double>(state.iterations());
  state.counters["entries"] = static_cast<double>(entries.size());
}
BENCHMARK(asks_decisions_again)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace redress::api

BENCHMARK_MAIN();

// What it takes to evaluate the compiled conditions of the built-in books: time, and how often memory is asked for.
//
//   build/release/tests/bench/cel_bench --benchmark_min_time=1
#include "api/server/rulebooks.hpp"
#include "engine/rules/rulebook.hpp"
#include "engine/rules/situation.hpp"
#include "tests/bench/allocation_count.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>

namespace redress {
namespace {

std::vector<cel::Program> const& conditions() {
  static std::vector<cel::Program> const all = [] {
    std::vector<cel::Program> made;
    auto const keep = [&](std::optional<cel::Program> const& program) {
      if (program) made.push_back(*program);
    };
    auto const library = api::built_in_rulebooks();
    if (!library) std::abort();
    for (auto const& book : library->books()) {
      for (auto const& rule : book->rules) {
        keep(rule.when);
        keep(rule.require);
      }
      for (auto const& deadline : book->deadlines) {
        keep(deadline.when);
        keep(deadline.due);
      }
      for (auto const& need : book->evidence_needs) keep(need.when);
    }
    return made;
  }();
  return all;
}

cel::Value sample(cel::Type const& type) {
  switch (type.kind()) {
    case cel::TypeKind::boolean:
      return true;
    case cel::TypeKind::int64:
      return 20'000;
    case cel::TypeKind::timestamp:
      return cel::Timestamp{1'767'578'400, 0};
    case cel::TypeKind::list:
      return cel::List{"reward", "praise", "refund after review"};
    default:
      return "quality_problem_of_the_goods";
  }
}

cel::Bindings functions() {
  cel::Bindings made;
  made.function("has_evidence", [](auto) { return cel::Value(true); });
  made.function("evidence_count", [](auto) { return cel::Value(2); });
  made.function("start_of_beijing_day", [](auto arguments) { return arguments[0]; });
  return made;
}

cel::Bindings all_known() {
  cel::Bindings made = functions();
  for (auto const& [name, type] : rules::declarations().variables()) made.set(name, sample(type));
  return made;
}

void evaluate_all(benchmark::State& state, cel::Bindings const& bindings) {
  auto const& programs = conditions();
  std::size_t evaluations = 0;
  std::size_t before = bench::allocations();
  for (auto _ : state) {
    for (auto const& program : programs) benchmark::DoNotOptimize(program.evaluate(bindings));
    evaluations += programs.size();
  }
  state.counters["allocations_each"] =
      static_cast<double>(bench::allocations() - before) / static_cast<double>(evaluations);
  state.counters["conditions"] = static_cast<double>(programs.size());
  state.SetItemsProcessed(static_cast<std::int64_t>(evaluations));
  std::size_t without_any = 0;
  for (auto const& program : programs) {
    before = bench::allocations();
    benchmark::DoNotOptimize(program.evaluate(bindings));
    without_any += bench::allocations() == before ? 1 : 0;
  }
  state.counters["without_any"] = static_cast<double>(without_any);
}

void every_fact_known(benchmark::State& state) { evaluate_all(state, all_known()); }
void no_fact_known(benchmark::State& state) { evaluate_all(state, functions()); }
BENCHMARK(every_fact_known);
BENCHMARK(no_fact_known);

}  // namespace
}  // namespace redress

BENCHMARK_MAIN();

// Simulates the whole system: one seed with its trace, a range of seeds, or so many fresh ones.
#include "tests/simulation/seed_range.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace redress::simulation {
namespace {

int replay(std::uint64_t seed, Flaw flaw, bool trace) {
  auto const result = simulate({.seed = seed, .flaw = flaw, .keep_trace = trace});
  fmt::print("{}", result.trace);
  fmt::print("seed {}: {} entries in {} cases, {} starts, {} disk calls, {} syncs, trace {}\n", seed, result.entries,
             result.cases, result.starts, result.disk_calls, result.disk_syncs, result.digest);
  if (!result.broken) return 0;
  fmt::print(stderr, "{}", story_of(seed, result, flaw));
  return 1;
}

void print_faults(FaultCount const& faults) {
  for (std::size_t i = 0; i < FaultCount::kinds(); ++i) {
    auto const trouble = static_cast<Trouble>(i);
    fmt::print("  {:<34}{:>10}\n", name_of(trouble), faults.of(trouble));
  }
}

int run_range(SeedRange const& range) {
  auto const count = range.last - range.first + 1;
  bool const at_terminal = ::isatty(STDERR_FILENO) == 1;
  fmt::print("seeds {}..{}\n", range.first, range.last);
  std::fflush(stdout);  // before there are children who would print it again
  auto const all = run_seeds(range, [&](std::uint64_t done) {
    if (at_terminal && done % 20 == 0) fmt::print(stderr, "\r{} of {} seeds", done, count);
  });
  if (at_terminal) fmt::print(stderr, "\r");
  fmt::print("{} seeds in {:.1f} s, {:.1f} a second on {} processes: {} entries, {} starts, {} disk calls, {} syncs\n",
             all.seeds, all.seconds, static_cast<double>(all.seeds) / all.seconds, range.processes, all.entries,
             all.starts, all.disk_calls, all.disk_syncs);
  print_faults(all.faults);
  bool good = all.broken.empty() && all.died_at.empty() && all.seeds == count;
  for (auto const seed : all.died_at) fmt::print(stderr, "a process of the simulation died under seed {}\n", seed);
  for (std::size_t i = 0; i < FaultCount::kinds() && range.flaw == Flaw::none; ++i)
    if (all.faults.of(static_cast<Trouble>(i)) == 0 && count >= 500) {
      fmt::print(stderr, "{} never came about: the simulation has lost it\n", name_of(static_cast<Trouble>(i)));
      good = false;
    }
  for (auto const seed : all.broken) fmt::print(stderr, "broken: seed {}\n", seed);
  return good ? 0 : 1;
}

std::uint64_t seed_of_this_moment() {
  using namespace std::chrono;
  return static_cast<std::uint64_t>(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

int run(int argc, char** argv) {
  spdlog::set_level(spdlog::level::off);
  CLI::App app{"Simulates the whole system under a seed (docs/simulation.md)"};
  std::uint64_t seed = 0;
  std::string seeds;
  std::uint64_t fresh = 0;
  std::string flaw_name;
  unsigned processes = 2;
  bool trace = false;
  auto* one = app.add_option("--seed", seed, "one seed");
  auto* many = app.add_option("--seeds", seeds, "a range, A..B")->excludes(one);
  app.add_option("--fresh", fresh, "so many seeds that nobody ran before")->excludes(one)->excludes(many);
  app.add_option("--flaw", flaw_name, "with this planted defect");
  app.add_option("--processes", processes, "at once")->check(CLI::Range(1, 64));
  app.add_flag("--trace", trace, "print every line of what happens");
  CLI11_PARSE(app, argc, argv);
  auto const flaw = flaw_name.empty() ? Flaw::none : flaw_named(flaw_name);
  if (!flaw) {
    fmt::print(stderr, "there is no planted defect '{}'; there are:\n", flaw_name);
    for (auto const& spec : planted_flaws()) fmt::print(stderr, "  {}: {}\n", spec.name, spec.says);
    return 2;
  }
  SeedRange range{.flaw = *flaw, .processes = processes};
  if (fresh > 0) {
    range.first = seed_of_this_moment();
    range.last = range.first + fresh - 1;
    return run_range(range);
  }
  if (seeds.empty()) return replay(seed, *flaw, trace);
  auto const dots = seeds.find("..");
  try {
    range.first = std::stoull(seeds.substr(0, dots));
    range.last = dots == std::string::npos ? range.first : std::stoull(seeds.substr(dots + 2));
  } catch (std::exception const&) {
    range.last = 0;
  }
  if (range.last >= range.first && range.last > 0) return run_range(range);
  fmt::print(stderr, "'{}' is no range of seeds: write A..B\n", seeds);
  return 2;
}

}  // namespace
}  // namespace redress::simulation

int main(int argc, char** argv) { return redress::simulation::run(argc, argv); }

// Runs many seeds, spread over processes, and adds up what came of them.
//
// A process for each part, because what a simulation replaces (file systems, random bytes) belongs to the process.
#pragma once

#include "tests/simulation/simulation.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace redress::simulation {

struct SeedRange {
  std::uint64_t first = 1;
  std::uint64_t last = 1;
  Flaw flaw = Flaw::none;
  unsigned processes = 2;
  bool stop_at_first = false;  // for planted defects, which one seed is enough for
};

struct RangeResult {
  std::uint64_t seeds = 0;
  std::vector<std::uint64_t> broken = {};   // seeds, in order
  std::vector<std::uint64_t> died_at = {};  // seeds under which a process ended before it could tell
  FaultCount faults = {};
  std::int64_t entries = 0;
  std::uint64_t starts = 0;
  std::uint64_t disk_calls = 0;
  std::uint64_t disk_syncs = 0;
  double seconds = 0;
};

/// `on_seed` is told how many are done, from this process, now and then. Throws std::system_error where no process can
/// be begun.
RangeResult run_seeds(SeedRange const& range, std::function<void(std::uint64_t done)> const& on_seed = {});

/// What to print of one that broke: seed, step, sentence, and how to see it again.
std::string story_of(std::uint64_t seed, SimulationResult const& result, Flaw flaw);

}  // namespace redress::simulation

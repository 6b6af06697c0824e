// One simulated life of the whole system, from a seed: what happened, and whether every promise was kept.
//
// docs/simulation.md says how a seed becomes a trace. One run at a time in a process (SQLite's file systems and the
// cryptographic library's generator are the process's).
#pragma once

#include "tests/simulation/fault_count.hpp"
#include "tests/simulation/flaw.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace redress::simulation {

struct SimulationOrder {
  std::uint64_t seed = 1;
  Flaw flaw = Flaw::none;
  bool keep_trace = false;
  int steps_max = 220;  // before everything is healed and brought to an end
};

struct SimulationResult {
  std::optional<std::string> broken = {};  // the promise that was
  int step = 0;                            // at which, or the last
  std::string digest = {};                 // of the trace
  std::string trace = {};                  // if asked for
  FaultCount faults = {};
  std::int64_t entries = 0;
  std::int64_t cases = 0;
  std::uint64_t disk_calls = 0;
  std::uint64_t disk_syncs = 0;
  int starts = 0;
};

SimulationResult simulate(SimulationOrder const& order);

}  // namespace redress::simulation

// What outlives a process of the simulation: the disk, the time, chance, the receivers of effects, and the trace.
//
// Everything is drawn from one seed. `broken` is the first promise that was found broken, with the sentence to print.
// One at a time in a process (SimVfs), one thread.
#pragma once

#include "api/seam/clock.hpp"
#include "api/seam/entropy.hpp"
#include "engine/ledger/signed_memory.hpp"
#include "tests/simulation/flawed_ports.hpp"
#include "tests/simulation/receiver.hpp"
#include "tests/simulation/seeded_crypto.hpp"
#include "tests/simulation/sim_vfs.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace redress::simulation {

struct World {
  World(std::uint64_t seed, Flaw planted, bool keep_lines);
  ~World();
  World(World const&) = delete;
  World& operator=(World const&) = delete;

  /// The first one counts.
  void broken(std::string what) {
    if (!broken_) broken_ = std::move(what);
  }
  std::optional<std::string> const& broken() const { return broken_; }

  Flaw flaw;
  Chance chance;
  Trace trace;
  FaultCount faults;
  api::VirtualClock clock;
  SeededCrypto crypto;
  api::SeededEntropy entropy;
  SimDisk disk;
  SimVfs vfs;
  Receiver receiver;
  ledger::PlainSignedMemory signed_head;                     // written durably before a signature is shown
  std::filesystem::path folder;                              // for what is no table: the lock and personal.key
  std::set<std::pair<std::string, std::string>> reused_ids;  // caller, request id: used for two requests, on purpose
  FlawTimers flaw_timers;
  int answers_until_end = 0;  // the process ends before the n-th answer from now; 0: it does not

 private:
  std::optional<std::string> broken_;
};

/// A folder of this process alone, in memory where the machine has that; emptied.
std::filesystem::path fresh_folder();

}  // namespace redress::simulation

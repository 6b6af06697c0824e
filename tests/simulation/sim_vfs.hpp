// A simulated disk under a name that SQLite knows: its file system (sqlite3_vfs) in memory.
//
// While the object lives it is the process's default as well, so that SQLite's own random numbers (salts of the log)
// are drawn from the seed; making it resets them. One at a time in a process, one thread.
#pragma once

#include "engine/base/instant.hpp"
#include "tests/simulation/sim_disk.hpp"

#include <functional>
#include <memory>
#include <string>

namespace redress::simulation {

class SimVfs {
 public:
  /// `now` is what SQLite is told when it asks for the time.
  SimVfs(SimDisk& disk, std::uint64_t seed, std::function<Instant()> now);
  ~SimVfs();
  SimVfs(SimVfs const&) = delete;
  SimVfs& operator=(SimVfs const&) = delete;

  std::string name() const;

  /// Runs SQL on the connection that writes, inside whatever transaction it is in: for planted defects alone. Answers
  /// the first column of the first row, "" without one; what SQLite refuses is our bug.
  std::string run_on_writer(std::string const& sql);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::simulation

// A small world for races on one order: four cases on it, and commands that cannot all be granted.
//
// The same world stands over the store in memory and over SQLite on a simulated disk; from the same seed both draw the
// same ids, so their answers can be compared. Begun anew for every race. One thread.
#pragma once

#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::simulation {

/// What somebody sends; `caller` and `request_id` make it this command.
struct RacingCommand {
  std::string_view name;
  std::string_view caller;
  std::string_view request_id;
  std::string_view event;  // "": a unit that writes and then throws
  int on_case = 0;         // which of the four
  std::string_view params = "{}";
  bool of_first_version = false;  // with if_version as it stood at the beginning
  Role role = Role::manager;
};

/// Beside the commands: their answers; and what is wrong, "" where nothing is.
struct RaceResult {
  std::vector<std::string> answers;
  std::string wrong;
};

class OrderRace {
 public:
  enum class Over { memory, sqlite };
  explicit OrderRace(Over over);
  ~OrderRace();

  /// Runs the commands in that order. `commit_after` has a bit for each command (the first is bit 0): where it is set,
  /// the group is committed after it; after the last it always is. `verify`: hold every row against the entries
  /// (SQLite).
  RaceResult run(std::span<RacingCommand const* const> commands, unsigned commit_after, bool verify);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::simulation

// One life of the server's process: everything behind the wire, put together as the server does, over the simulated
// disk, on the caller's thread.
//
// Not in it: the wire itself (HTTP, WebSocket, tokens), uploaded files, the publisher's witnesses. One thread.
#pragma once

#include "api/rpc/dispatcher.hpp"
#include "api/service/runner.hpp"
#include "tests/simulation/sim_store.hpp"
#include "tests/simulation/world.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace redress::simulation {

class SimHouse {
 public:
  /// Fault: the store does not open, or the process ended before it was through.
  static Result<std::unique_ptr<SimHouse>> start(World& world);
  /// Answers what is queued and closes; on a disk that has ended nothing of it reaches anybody.
  ~SimHouse();

  /// One JSON-RPC text. Commands gather until commit(); reads wait for run_read().
  void handle(std::string_view text, Actor const& actor, std::function<void(std::string)> reply);
  std::size_t reads_waiting() const;
  void run_read();
  /// Commits what has gathered, and answers it.
  void commit();
  std::int64_t gathered() const;

  /// A pass of the deadline and outbox runner. False where it broke off.
  bool run_pass();

  /// The real store, for those who check.
  storage::SqliteStore& store();
  api::Runner& runner();
  /// The store has stopped writing and wants a restart.
  bool has_stopped_writing() const;

 private:
  struct Parts;
  explicit SimHouse(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::simulation

// The store as the simulated process sees it: units gather until the simulation says commit, or the caller must wait.
//
// A process may end between a commit and its answers. With a planted defect the ports in between are flawed ones. One
// thread.
#pragma once

#include "storage/sqlite/sqlite_store.hpp"
#include "tests/simulation/flawed_ports.hpp"

#include <optional>

namespace redress::simulation {

class SimStore final : public Store {
 public:
  /// `flaws` may be null. `before_answer` is called between a commit and each of its answers.
  SimStore(storage::SqliteStore& inner, FlawMemory* flaws, std::function<void()> before_answer)
      : inner_(inner), flaws_(flaws), before_answer_(std::move(before_answer)) {}

  void write(Unit unit, Done done) override;
  void read(std::function<void(StoreReader&)> const& body) override;
  void drain() override { inner_.drain(); }

  /// Whoever writes now waits for the answer (runners, desks that block): commit at once.
  class Waiting {
   public:
    explicit Waiting(SimStore& store) : store_(store), before_(std::exchange(store.waits_, true)) {}
    ~Waiting() { store_.waits_ = before_; }
    Waiting(Waiting const&) = delete;
    Waiting& operator=(Waiting const&) = delete;

   private:
    SimStore& store_;
    bool before_;
  };

 private:
  void run_after_commit();

  storage::SqliteStore& inner_;
  FlawMemory* flaws_;
  std::function<void()> before_answer_;
  bool waits_ = false;
};

}  // namespace redress::simulation

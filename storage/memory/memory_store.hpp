// The Store port in memory: the same answers as the SQLite store, nothing kept after the end; for tests and simulation.
//
// `immediate`: write() runs the unit before it returns, on the caller's thread. `queued`: units wait for drain(), so
// that one thread decides when a commit happens. In both, a write() from inside a unit or a `done` joins the end of the
// queue, and where several threads write at once one of them runs the units of all. read() works on a snapshot: it
// may wait for a commit to end, never for another read, and may itself write and wait. Calling read() or drain() from
// inside a unit is our bug (an assertion).
#pragma once

#include "engine/cases/store.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace redress::storage {

struct MemoryTables;

class MemoryStore : public Store {
 public:
  enum class Mode { immediate, queued };

  explicit MemoryStore(Mode mode = Mode::immediate);
  ~MemoryStore() override;  // runs what is queued
  MemoryStore(MemoryStore const&) = delete;
  MemoryStore& operator=(MemoryStore const&) = delete;

  void write(Unit unit, Done done) override;
  void read(std::function<void(StoreReader&)> const& body) override;
  void drain() override;

  /// Units that wait for drain().
  std::size_t queued() const;

 private:
  struct Pending {
    Unit unit;
    Done done;
  };

  void run_queue();
  void commit(std::vector<Pending> const& batch);

  Mode const mode_;

  mutable std::mutex queue_mutex_;
  std::condition_variable idle_;
  std::vector<Pending> queue_;
  std::thread::id runner_;  // who runs units now; no thread's id when nobody does

  std::mutex tables_mutex_;  // held while a batch changes the tables, and whenever a snapshot is taken or given back
  std::shared_ptr<MemoryTables> tables_;
};

}  // namespace redress::storage

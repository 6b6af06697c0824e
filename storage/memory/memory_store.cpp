#include "storage/memory/memory_store.hpp"

#include "storage/memory/memory_writer.hpp"

#include <cassert>

namespace redress::storage {
namespace {

// A `done` that throws would leave others unanswered: our bug, and the end of the process.
void answer(Store::Done const& done, std::exception_ptr const& failure) noexcept {
  if (done) done(failure);
}

}  // namespace

MemoryStore::MemoryStore(Mode mode) : mode_(mode), tables_(std::make_shared<MemoryTables>()) {}

MemoryStore::~MemoryStore() { drain(); }

void MemoryStore::write(Unit unit, Done done) {
  {
    std::lock_guard const lock(queue_mutex_);
    queue_.push_back({std::move(unit), std::move(done)});
  }
  if (mode_ == Mode::immediate) run_queue();
}

void MemoryStore::read(std::function<void(StoreReader&)> const& body) {
  std::shared_ptr<MemoryTables const> snapshot;
  {
    std::lock_guard const lock(tables_mutex_);
    snapshot = tables_;
  }
  struct GiveBack {  // under the mutex, so that commit() can trust the count of those who read
    MemoryStore& store;
    std::shared_ptr<MemoryTables const>& snapshot;
    ~GiveBack() {
      std::lock_guard const lock(store.tables_mutex_);
      snapshot.reset();
    }
  } const give_back{*this, snapshot};
  MemoryReads<StoreReader> reader(*snapshot);
  body(reader);
}

void MemoryStore::drain() {
  run_queue();
  std::unique_lock lock(queue_mutex_);
  assert(runner_ != std::this_thread::get_id() && "drain() inside a unit or a done waits for itself");
  idle_.wait(lock, [this] { return runner_ == std::thread::id{} && queue_.empty(); });
}

std::size_t MemoryStore::queued() const {
  std::lock_guard const lock(queue_mutex_);
  return queue_.size();
}

void MemoryStore::run_queue() {
  std::unique_lock lock(queue_mutex_);
  if (runner_ != std::thread::id{}) return;
  runner_ = std::this_thread::get_id();
  while (!queue_.empty()) {
    auto const batch = std::exchange(queue_, {});
    lock.unlock();
    commit(batch);
    lock.lock();
  }
  runner_ = {};
  idle_.notify_all();
}

void MemoryStore::commit(std::vector<Pending> const& batch) {
  std::vector<std::exception_ptr> failures(batch.size());
  {
    std::lock_guard const lock(tables_mutex_);
    if (tables_.use_count() > 1) tables_ = std::make_shared<MemoryTables>(*tables_);  // someone reads the old ones
    UndoLog undo;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      MemoryWriter writer(*tables_, undo);
      try {
        batch[i].unit(writer);
      } catch (...) {
        failures[i] = std::current_exception();
        undo.roll_back_to(0);
      }
      undo.clear();
    }
  }
  for (std::size_t i = 0; i < batch.size(); ++i) answer(batch[i].done, failures[i]);
}

}  // namespace redress::storage

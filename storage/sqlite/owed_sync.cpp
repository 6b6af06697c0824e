#include "storage/sqlite/owed_sync.hpp"

#include <cassert>
#include <utility>

namespace redress::storage {

OwedSync::OwedSync(std::function<int()> sync, bool has_thread) : sync_(std::move(sync)) {
  if (has_thread) thread_.emplace([this] { work(); });
}

OwedSync::~OwedSync() {
  if (!thread_) return;
  {
    std::lock_guard const lock(mutex_);
    assert(!asked_ && "a sync that nobody waited for");
    stopping_ = true;
  }
  changed_.notify_all();
  thread_->join();
}

void OwedSync::start() {
  done_.store(false, std::memory_order_relaxed);
  {
    std::lock_guard const lock(mutex_);
    asked_ = true;
  }
  if (thread_) changed_.notify_all();
}

int OwedSync::wait() {
  if (!thread_) {
    asked_ = false;
    return sync_();
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_done(); });
  asked_ = false;
  return code_;
}

void OwedSync::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || (asked_ && !is_done()); });
    if (stopping_) return;
    lock.unlock();
    int const code = sync_();
    lock.lock();
    code_ = code;
    done_.store(true, std::memory_order_release);
    changed_.notify_all();
  }
}

}  // namespace redress::storage

// One sync that goes on beside the thread that will ask for its outcome: `(start is_done* wait)*`, all from one thread.
//
// Without a thread of its own (simulation), it is made when it is waited for.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace redress::storage {

class OwedSync {
 public:
  /// `sync` answers SQLite's code.
  OwedSync(std::function<int()> sync, bool has_thread);
  /// Nothing may be going on.
  ~OwedSync();
  OwedSync(OwedSync const&) = delete;
  OwedSync& operator=(OwedSync const&) = delete;

  void start();
  /// Whether wait() will answer at once.
  bool is_done() const { return done_.load(std::memory_order_acquire); }
  int wait();

 private:
  void work();

  std::function<int()> const sync_;
  std::atomic<bool> done_ = false;
  std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  bool asked_ = false;
  bool stopping_ = false;
  int code_ = 0;
  std::optional<std::thread> thread_;
};

}  // namespace redress::storage

// Wakes one waiting thread: rung by whoever has news, on any thread, for the price of an atomic exchange.
//
// Rings between two waits count as one. The writer rings it once a group of commands is durable.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace redress::api::live {

class Bell {
 public:
  void ring() {
    if (rung_.exchange(true)) return;
    // Taking the mutex keeps the ring from falling between the waiter's look and its sleep.
    { std::lock_guard const lock(mutex_); }
    heard_.notify_one();
  }

  /// Returns once it was rung since the last wait, or after `most`.
  void wait(std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    heard_.wait_for(lock, most, [this] { return rung_.load(); });
    rung_ = false;
  }

 private:
  std::atomic<bool> rung_ = false;
  std::mutex mutex_;
  std::condition_variable heard_;
};

}  // namespace redress::api::live

// One deadline of one connection, cheap to move: requests push it on thousands of times a second and rarely meet it.
//
// A single timer sleeps until the earliest deadline it was armed for; when it wakes and the deadline has moved on, it
// goes back to sleep. All calls on the connection's strand.
#pragma once

#include "api/http/wire.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace redress::api::http {

class Watchdog {
 public:
  explicit Watchdog(Strand const& strand) : timer_(strand) {}

  /// Before anything else. `bite` runs on the strand when a deadline passes, while `owner`, which owns this, is alive.
  void guard(std::weak_ptr<void> owner, std::function<void()> bite);

  void by(Clock::time_point due);
  void within(std::uint32_t ms) { by(Clock::now() + std::chrono::milliseconds(ms)); }
  void off() { due_ = Clock::time_point::max(); }
  /// Off, and no timer is left to keep the io_context running.
  void retire();

  /// Whether it has bitten since the last deadline was set.
  bool bitten() const { return bitten_; }

 private:
  void arm(Clock::time_point at);
  void wake();

  Timer timer_;
  std::weak_ptr<void> owner_;
  std::function<void()> bite_;
  Clock::time_point due_ = Clock::time_point::max();
  Clock::time_point armed_for_ = Clock::time_point::max();  // max: asleep for good
  bool bitten_ = false;
};

}  // namespace redress::api::http

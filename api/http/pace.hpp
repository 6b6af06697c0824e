// How slowly a peer may move a body, either way, before it is cut off.
//
// Every window must move at least window * rate bytes, or finish: a peer that was fast at first earns no right to stall
// later, and one that drips a byte a second is gone after one window.
#pragma once

#include "api/http/limits.hpp"

#include <chrono>
#include <cstdint>

namespace redress::api::http {

class Pace {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  Pace(Limits const& limits, Moment now)
      : window_(limits.pace_window_ms),
        bytes_per_window_(std::uint64_t{limits.pace_window_ms} * limits.pace_bytes_per_s / 1000),
        due_(now + window_) {}

  /// When the peer is cut off, unless it moves more.
  Moment due() const { return due_; }

  void moved(std::uint64_t bytes, Moment now) {
    in_window_ += bytes;
    if (in_window_ < bytes_per_window_) return;
    in_window_ = 0;
    due_ = now + window_;
  }

 private:
  std::chrono::milliseconds window_;
  std::uint64_t bytes_per_window_;
  std::uint64_t in_window_ = 0;
  Moment due_;
};

}  // namespace redress::api::http

// What time it is: the system's clock, or a virtual one that only moves when told to.
#pragma once

#include "engine/base/instant.hpp"

#include <atomic>

namespace redress::api {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;  // any thread
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// For the sandbox and for tests. Any thread.
class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(Instant start) : now_ms_(start.ms) {}
  Instant now() const override { return {now_ms_.load()}; }
  void advance(std::int64_t span_ms) { now_ms_ += span_ms; }
  void set(Instant at) { now_ms_ = at.ms; }

 private:
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace redress::api

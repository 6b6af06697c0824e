#include "api/http/watchdog.hpp"

namespace redress::api::http {

void Watchdog::guard(std::weak_ptr<void> owner, std::function<void()> bite) {
  owner_ = std::move(owner);
  bite_ = std::move(bite);
}

void Watchdog::by(Clock::time_point due) {
  bitten_ = false;
  due_ = due;
  if (due < armed_for_) arm(due);
}

void Watchdog::retire() {
  off();
  armed_for_ = Clock::time_point::max();
  timer_.cancel();
}

void Watchdog::arm(Clock::time_point at) {
  armed_for_ = at;
  timer_.expires_at(at);  // wakes the wait before this one with an error
  timer_.async_wait([this, weak = owner_](ErrorCode error) {
    if (error) return;
    if (auto const owner = weak.lock()) wake();
  });
}

void Watchdog::wake() {
  armed_for_ = Clock::time_point::max();
  if (due_ == Clock::time_point::max()) return;
  if (Clock::now() < due_) return arm(due_);
  off();
  bitten_ = true;
  bite_();
}

}  // namespace redress::api::http

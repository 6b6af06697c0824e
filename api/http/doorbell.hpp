// Lets one coroutine wait until somebody on the same strand rings; a ring before the wait is not lost.
//
// `ring` resumes the waiter before it returns, so it is the last thing its caller does.
#pragma once

#include "api/http/wire.hpp"

#include <optional>
#include <utility>

namespace redress::api::http {

class Doorbell {
 public:
  Awaitable<> wait() {
    if (!rung_) {
      co_await net::async_initiate<decltype(awaited) const, void()>(
          [this](Waiter waiter) { waiter_.emplace(std::move(waiter)); }, awaited);
    }
    rung_ = false;
  }

  void ring() {
    rung_ = true;
    if (!waiter_) return;
    auto waiter = std::move(*waiter_);
    waiter_.reset();
    std::move(waiter)();
  }

 private:
  using Waiter = net::async_result<net::use_awaitable_t<Strand>, void()>::handler_type;

  bool rung_ = false;
  std::optional<Waiter> waiter_;
};

}  // namespace redress::api::http

// Wakes the one thread that sends, whoever rings, for the price of an atomic exchange; outlives whoever is woken.
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace redress::api::webhooks {

class Waker {
 public:
  Waker() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  ~Waker() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Waker(Waker const&) = delete;
  Waker& operator=(Waker const&) = delete;

  /// There is news in the ledger: rings where anybody listens.
  void news() {
    if (listened_) ring();
  }
  void listen(bool on) { listened_ = on; }
  /// Rings before the next hush() count as one.
  void ring() {
    if (rung_.exchange(true)) return;
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = ::write(descriptor_, &one, sizeof one);  // full: it is awake anyway
  }
  /// By the thread that is woken, before it looks at what is new: whether anybody rang since.
  bool hush() {
    std::uint64_t rings = 0;
    [[maybe_unused]] auto const read = ::read(descriptor_, &rings, sizeof rings);
    return rung_.exchange(false);
  }
  /// Readable once somebody rang; -1 where the system had no descriptor to give, and the thread then looks by itself.
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  std::atomic<bool> rung_ = false;
  std::atomic<bool> listened_ = false;
};

}  // namespace redress::api::webhooks

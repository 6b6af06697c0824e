// The queue of commands in front of the store: every shop in its turn, so that one shop's flood is its own wait.
//
// The store takes what it is given first come, first served, in groups. So this queue lets only so many commands wait
// there and keeps the rest by shop, in each shop's order; whose command goes next is decided shop after shop. While one
// shop is alone the store may be filled, for the sake of large groups; once a second one is at work no command waits
// behind more than what is left of one small group. A shop has so many commands under way and not one more: the next is
// `rate_limited`, and nothing of it happens (docs/limits.md). Thread-safe; commands of one thread for one shop keep
// their order.
//
// It is a Store itself, so that desks write through it without knowing of it: whoever carries a call out says by a Turn
// whose command it is, on the thread that calls `write`. Without a Turn (deadlines, deliveries) it is the server's own.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/cases/store.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace redress::api {

struct ShopQueueLimits {
  std::size_t commands_per_shop = 16'384;  // under way: waiting here or with the store, or begun
  std::size_t handed_alone = 1'024;        // waiting with the store at once, while one shop is alone
  std::size_t handed_shared = 16;          // likewise, while several are at work
  std::uint64_t alone_after = 4'096;       // commands in a row of one shop make it alone
};

class ShopQueue final : public Store {
 public:
  /// Borrows the store, whose `write` answers each unit once, on any thread.
  explicit ShopQueue(Store& store, ShopQueueLimits limits = {});
  ~ShopQueue() override;  // after drain()
  ShopQueue(ShopQueue const&) = delete;
  ShopQueue& operator=(ShopQueue const&) = delete;

  struct Lane;
  /// One command's place among its shop's; given back when it goes away.
  using Place = std::shared_ptr<Lane>;

  /// Before anything costs: fault `rate_limited` when the shop has no place left. "" counts as a shop of its own.
  Result<Place> enter(std::string_view shop);

  /// While it lives, the next `write` of this thread takes the place; it is given back when nothing is written.
  class Turn {
   public:
    explicit Turn(Place place);
    ~Turn();
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;
  };

  /// When it is that shop's turn. The place is given back before `done` is called.
  void write(Unit unit, Done done) override;
  void read(std::function<void(StoreReader&)> const& body) override { store_.read(body); }
  /// Waits until nothing waits and the store has answered.
  void drain() override;

  std::size_t waiting() const;  // not yet with the store

 private:
  struct Command;
  Result<Place> take_place(std::string_view shop, std::size_t places);
  void hand_over(std::unique_lock<std::mutex>& lock);
  void begin(Command& command);
  void answer(Command& command, std::exception_ptr failure);
  void leave(Lane& lane);
  std::size_t room() const;

  Store& store_;
  ShopQueueLimits const limits_;
  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable emptied_;
  std::map<std::string, std::unique_ptr<Lane>, std::less<>> lanes_;  // of shops with commands under way
  std::deque<Lane*> turns_;                                          // of shops that wait, the next one first
  std::size_t waiting_ = 0;
  std::size_t handed_ = 0;     // and not answered
  std::size_t not_begun_ = 0;  // of these
  bool handing_ = false;       // one thread at a time gives to the store, so that it gets them in our order
  std::string last_shop_;
  std::uint64_t in_a_row_ = 0;  // commands of `last_shop_`
};

}  // namespace redress::api

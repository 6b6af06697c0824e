#include "api/service/shop_queue.hpp"

#include <fmt/format.h>

#include <cassert>
#include <limits>
#include <utility>

namespace redress::api {

struct ShopQueue::Command {
  Place place;
  Store::Unit unit;
  Store::Done done;
  bool begun = false;
};

struct ShopQueue::Lane {
  std::string shop;
  std::size_t under_way = 0;
  std::deque<std::shared_ptr<Command>> waiting = {};
};

ShopQueue::ShopQueue(Store& store, ShopQueueLimits limits) : store_(store), limits_(limits) {}

ShopQueue::~ShopQueue() { assert(handed_ == 0 && waiting_ == 0 && "the queue outlives what is in it"); }

namespace {

thread_local ShopQueue::Place turn_of_this_thread;

}  // namespace

ShopQueue::Turn::Turn(Place place) {
  assert(!turn_of_this_thread && "one command at a time");
  turn_of_this_thread = std::move(place);
}

ShopQueue::Turn::~Turn() { turn_of_this_thread.reset(); }

Result<ShopQueue::Place> ShopQueue::enter(std::string_view shop) { return take_place(shop, limits_.commands_per_shop); }

Result<ShopQueue::Place> ShopQueue::take_place(std::string_view shop, std::size_t places) {
  std::lock_guard const lock(mutex_);
  auto at = lanes_.find(shop);
  if (at == lanes_.end())
    at = lanes_.emplace(std::string(shop), std::make_unique<Lane>(Lane{.shop = std::string(shop)})).first;
  auto& lane = *at->second;
  if (lane.under_way >= places)
    return Fault{
        FaultKind::rate_limited,
        {fmt::format("该店铺已有 {} 条命令在处理，请稍后用同一请求号重试", lane.under_way),
         fmt::format("this shop has {} commands under way; try again later with the same request id", lane.under_way)}};
  ++lane.under_way;
  return Place(&lane, [this](Lane* left) {
    std::lock_guard const guard(mutex_);
    leave(*left);
  });
}

void ShopQueue::leave(Lane& lane) {
  if (--lane.under_way > 0) return;
  lanes_.erase(lanes_.find(lane.shop));
}

std::size_t ShopQueue::room() const {
  return in_a_row_ >= limits_.alone_after ? limits_.handed_alone : limits_.handed_shared;
}

void ShopQueue::write(Unit unit, Done done) {
  auto place = std::exchange(turn_of_this_thread, nullptr);
  if (!place) place = *take_place("", std::numeric_limits<std::size_t>::max());
  std::unique_lock lock(mutex_);
  auto& lane = *place;
  if (lane.shop == last_shop_) {
    ++in_a_row_;
  } else {
    last_shop_ = lane.shop;
    in_a_row_ = 1;
  }
  if (lane.waiting.empty()) turns_.push_back(&lane);
  lane.waiting.push_back(std::make_shared<Command>(std::move(place), std::move(unit), std::move(done)));
  ++waiting_;
  hand_over(lock);
}

// A store may run and answer inside of `write`: whoever is handing over already goes on then, nobody begins anew.
void ShopQueue::hand_over(std::unique_lock<std::mutex>& lock) {
  if (handing_) return;
  handing_ = true;
  while (!turns_.empty() && not_begun_ < room()) {
    auto& lane = *turns_.front();
    turns_.pop_front();
    auto command = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    if (!lane.waiting.empty()) turns_.push_back(&lane);
    --waiting_;
    ++handed_;
    ++not_begun_;
    lock.unlock();
    store_.write(
        [this, command](StoreWriter& writer) {
          begin(*command);
          command->unit(writer);
        },
        [this, command](std::exception_ptr failure) { answer(*command, std::move(failure)); });
    lock.lock();
  }
  handing_ = false;
}

// Its group is made up: the next one may gather behind it, while this one is run and synced.
void ShopQueue::begin(Command& command) {
  std::unique_lock lock(mutex_);
  command.begun = true;
  --not_begun_;
  hand_over(lock);
}

void ShopQueue::answer(Command& command, std::exception_ptr failure) {
  command.place.reset();
  if (command.done) command.done(std::move(failure));
  std::unique_lock lock(mutex_);
  if (!command.begun) --not_begun_;  // its group was given up before its turn
  --handed_;
  hand_over(lock);
  if (handed_ == 0 && waiting_ == 0) emptied_.notify_all();
}

void ShopQueue::drain() {
  std::unique_lock lock(mutex_);
  emptied_.wait(lock, [this] { return handed_ == 0 && waiting_ == 0; });
  lock.unlock();
  store_.drain();
}

std::size_t ShopQueue::waiting() const {
  std::lock_guard const lock(mutex_);
  return waiting_;
}

}  // namespace redress::api

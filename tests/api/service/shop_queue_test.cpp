// Whose command goes next: over the real store, whose writer is held while the queue fills.
#include "api/service/shop_queue.hpp"

#include "storage/sqlite/sqlite_store.hpp"
#include "tests/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

namespace redress::api {
namespace {

class ShopQueueTest : public testing::Test {
 protected:
  ShopQueueTest() { store_ = std::move(*storage::SqliteStore::open(folder_.path())); }

  /// The writer waits in a command of `shop` until `let_go`.
  void hold(ShopQueue& queue, std::string const& shop) {
    auto held = std::make_shared<std::promise<void>>();
    auto const begun = held->get_future();
    write(queue, shop,
          [held, gate = gate_.get_future().share()](StoreWriter&) {
            held->set_value();
            gate.wait();
          },
          {});
    begun.wait();
  }
  void let_go(ShopQueue& queue) {
    gate_.set_value();
    queue.drain();
  }
  static void write(ShopQueue& queue, std::string const& shop, Store::Unit unit, Store::Done done = {}) {
    auto place = queue.enter(shop);
    ASSERT_TRUE(place);
    ShopQueue::Turn const turn{std::move(*place)};
    queue.write(std::move(unit), std::move(done));
  }
  void put(ShopQueue& queue, std::string const& shop, std::string const& name) {
    write(queue, shop, [this, name](StoreWriter&) { order_.push_back(name); });
  }

  TemporaryFolder folder_;
  std::unique_ptr<storage::SqliteStore> store_;
  std::promise<void> gate_;
  std::vector<std::string> order_;  // written by the writer, read after drain()
};

TEST_F(ShopQueueTest, shops_take_turns_and_each_keeps_its_own_order) {
  ShopQueue queue{*store_, {.handed_shared = 1}};
  hold(queue, "a");
  for (int i = 1; i <= 5; ++i) put(queue, "a", "a" + std::to_string(i));
  for (int i = 1; i <= 2; ++i) put(queue, "b", "b" + std::to_string(i));
  put(queue, "c", "c1");
  EXPECT_EQ(queue.waiting(), 7U) << "a1 waits with the store; the next are a2, b1, c1";
  let_go(queue);
  EXPECT_THAT(order_, testing::ElementsAre("a1", "a2", "b1", "c1", "a3", "b2", "a4", "a5"));
}

TEST_F(ShopQueueTest, a_flood_keeps_another_shop_waiting_for_one_small_group_at_most) {
  ShopQueue queue{*store_};
  hold(queue, "noisy");
  for (int i = 0; i < 3'000; ++i) put(queue, "noisy", "n");
  put(queue, "quiet", "q");
  let_go(queue);
  auto const at = static_cast<std::size_t>(std::ranges::find(order_, "q") - order_.begin());
  EXPECT_LE(at, ShopQueueLimits{}.handed_shared + 1);
  EXPECT_EQ(order_.size(), 3'001U);
}

TEST_F(ShopQueueTest, a_shop_has_its_places_and_not_one_more) {
  ShopQueue queue{*store_, {.commands_per_shop = 3, .handed_shared = 1}};
  hold(queue, "a");
  put(queue, "a", "second");
  auto third = queue.enter("a");
  ASSERT_TRUE(third) << "at the limit";
  auto const fourth = queue.enter("a");
  ASSERT_FALSE(fourth) << "one past it";
  EXPECT_EQ(fourth.error().kind, FaultKind::rate_limited);
  EXPECT_TRUE(queue.enter("b")) << "the limit is each shop's own";
  third->reset();
  EXPECT_TRUE(queue.enter("a")) << "a place given back is free";
  let_go(queue);
  EXPECT_TRUE(queue.enter("a"));
}

TEST_F(ShopQueueTest, a_place_is_free_again_before_its_command_is_answered) {
  ShopQueue queue{*store_, {.commands_per_shop = 1}};
  std::promise<bool> entered;
  write(
      queue, "a", [](StoreWriter&) {}, [&](std::exception_ptr) { entered.set_value(queue.enter("a").has_value()); });
  EXPECT_TRUE(entered.get_future().get()) << "whoever is answered may ask again";
  queue.drain();
}

TEST_F(ShopQueueTest, a_shop_alone_may_fill_the_store_until_another_comes) {
  ShopQueue queue{*store_, {.handed_alone = 8, .handed_shared = 2, .alone_after = 4}};
  hold(queue, "a");  // the first in a row
  for (int i = 2; i <= 3; ++i) put(queue, "a", std::to_string(i));
  EXPECT_EQ(queue.waiting(), 0U) << "two wait with the store";
  put(queue, "a", "4");  // the fourth in a row
  for (int i = 5; i <= 9; ++i) put(queue, "a", std::to_string(i));
  EXPECT_EQ(queue.waiting(), 0U) << "eight wait with the store";
  put(queue, "a", "10");
  EXPECT_EQ(queue.waiting(), 1U) << "and not one more";
  put(queue, "b", "b");
  EXPECT_EQ(queue.waiting(), 2U);
  let_go(queue);
  EXPECT_THAT(order_, testing::ElementsAre("2", "3", "4", "5", "6", "7", "8", "9", "10", "b"));
}

TEST_F(ShopQueueTest, not_yet_alone_a_shop_has_the_shared_places_and_not_one_more) {
  ShopQueue queue{*store_, {.handed_alone = 8, .handed_shared = 2, .alone_after = 5}};
  hold(queue, "a");
  for (int i = 2; i <= 3; ++i) put(queue, "a", std::to_string(i));
  EXPECT_EQ(queue.waiting(), 0U);
  put(queue, "a", "4");
  EXPECT_EQ(queue.waiting(), 1U);
  let_go(queue);
  EXPECT_THAT(order_, testing::ElementsAre("2", "3", "4"));
}

// Else a disk that takes its time would see one small group after the other, and nothing run meanwhile.
TEST_F(ShopQueueTest, what_has_begun_makes_room_for_the_next_group) {
  ShopQueue queue{*store_, {.handed_shared = 1}};
  hold(queue, "a");  // its unit has begun and its group is not committed
  put(queue, "b", "with the store");
  EXPECT_EQ(queue.waiting(), 0U);
  put(queue, "b", "waits");
  EXPECT_EQ(queue.waiting(), 1U);
  let_go(queue);
  EXPECT_THAT(order_, testing::ElementsAre("with the store", "waits"));
}

TEST_F(ShopQueueTest, a_unit_that_fails_is_told_and_frees_its_place) {
  ShopQueue queue{*store_, {.commands_per_shop = 1, .handed_shared = 1}};
  std::promise<bool> failed;
  write(
      queue, "a", [](StoreWriter&) { throw std::runtime_error("no"); },
      [&](std::exception_ptr failure) { failed.set_value(failure != nullptr); });
  EXPECT_TRUE(failed.get_future().get());
  queue.drain();
  put(queue, "a", "next");
  queue.drain();
  EXPECT_THAT(order_, testing::ElementsAre("next"));
}

TEST_F(ShopQueueTest, what_comes_without_a_turn_is_the_servers_own_and_never_refused) {
  ShopQueue queue{*store_, {.commands_per_shop = 1, .handed_shared = 1}};
  hold(queue, "a");
  for (int i = 0; i < 3; ++i) queue.write([this](StoreWriter&) { order_.push_back("own"); }, {});
  EXPECT_FALSE(queue.enter("a"));
  {
    ShopQueue::Turn const unused{*queue.enter("b")};
    EXPECT_FALSE(queue.enter("b"));
  }
  EXPECT_TRUE(queue.enter("b")) << "a turn in which nothing was written gives its place back";
  let_go(queue);
  EXPECT_EQ(order_.size(), 3U);
}

TEST_F(ShopQueueTest, many_threads_lose_nothing) {
  ShopQueue queue{*store_, {.handed_alone = 16, .handed_shared = 4, .alone_after = 50}};
  constexpr int each = 500;
  std::atomic<int> answered = 0;
  std::vector<std::vector<int>> seen(4);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < each; ++i)
        write(
            queue, "shop" + std::to_string(t), [&seen, t, i](StoreWriter&) { seen[t].push_back(i); },
            [&](std::exception_ptr failure) { answered += failure ? 0 : 1; });
    });
  for (auto& thread : threads) thread.join();
  queue.drain();
  EXPECT_EQ(answered, 4 * each);
  for (auto const& one : seen) {
    EXPECT_EQ(one.size(), static_cast<std::size_t>(each));
    EXPECT_TRUE(std::ranges::is_sorted(one)) << "one thread's commands for one shop keep their order";
  }
}

}  // namespace
}  // namespace redress::api

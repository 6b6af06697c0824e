// What the runner does by itself when its moves are refused.
#include "api/seam/entropy.hpp"
#include "api/server/rulebooks.hpp"
#include "tests/api/house_of_desks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

std::string open_refund(HouseOfDesks& house, std::string request_id, std::string order_id = "9900") {
  auto const opened = house.call(
      "case.open",
      {{"shop", "s1"},
       {"kind", "refund"},
       {"platform", "taobao"},
       {"order",
        object{{"id", std::move(order_id)},
               {"placed_at", "2026-01-04T02:00:00Z"},
               {"paid_at", "2026-01-04T02:01:00Z"},
               {"paid", money(20000)},
               {"lines", array{object{{"id", "L1"}, {"title", "茶"}, {"quantity", 1}, {"paid", money(20000)}}}}}},
       {"claim", object{{"reason", "do_not_want"}, {"wants", "refund_only"}}},
       {"request_id", std::move(request_id)}});
  return std::string(opened.at("result").at("case").at("id").as_string());
}

std::size_t trail_length(HouseOfDesks& house, std::string const& id) {
  return house.call("case.trail", {{"case_id", id}}).at("result").at("entries").as_array().size();
}

// The order's money went out with another case, so the expiry that would pay it once more is refused - once, not for
// ever.
TEST(Runner, ADeadlineThatIsRefusedIsTriedOnceAndAgainWhenTheCaseMovesOn) {
  HouseOfDesks house;
  auto const paid = open_refund(house, "open-1");
  auto const late = open_refund(house, "open-2");
  ASSERT_TRUE(house
                  .call("case.apply",
                        {{"case_id", paid}, {"event", "agree_refund"}, {"party", "seller"}, {"request_id", "agree"}})
                  .contains("result"));
  house.clock().advance(30 * day_ms);
  house.runner().run_until_idle();
  EXPECT_EQ(trail_length(house, late), 2U) << "opened, and one refused expiry";
  house.runner().run_until_idle();
  EXPECT_EQ(trail_length(house, late), 2U);

  ASSERT_TRUE(house
                  .call("case.facts", {{"case_id", late},
                                       {"set", object{{"order.dispatched_at", "2026-01-05T02:00:00Z"}}},
                                       {"source", "erp"},
                                       {"request_id", "facts"}})
                  .contains("result"));
  house.runner().run_until_idle();
  auto const after = trail_length(house, late);
  house.runner().run_until_idle();
  EXPECT_EQ(trail_length(house, late), after);
  EXPECT_LE(after, 4U) << "the fact, and at most one more try";
}

// Refuses everything, and tells when it is asked first.
class ClosedDoor final : public DeliveryPort {
 public:
  Delivered deliver(OutboxItem const&) override {
    if (asked_++ == 0) {
      first.set_value();
      go_on.get_future().wait();
    }
    return {.taken = false, .failure = "closed"};
  }
  int asked() const { return asked_; }
  std::promise<void> first;
  std::promise<void> go_on;

 private:
  std::atomic<int> asked_ = 0;
};

std::string state_of(HouseOfDesks& house, std::string const& case_id) {
  std::string state;
  house.store().read([&](StoreReader& store) { state = store.find_case(case_id)->state; });
  return state;
}

int payout_attempts(HouseOfDesks& house, std::string const& case_id) {
  int attempts = 0;
  house.store().read([&](StoreReader& store) {
    for (auto const& item : store.outbox_of(case_id))
      if (item.kind == "order_payout") attempts += item.attempts;
  });
  return attempts;
}

TEST(Runner, WithoutAReceiverAnEffectIsTriedOnceAndGoesOutWhenOneIsThere) {
  HouseOfDesks house;
  auto const id = open_refund(house, "open-1", "991");
  house.call("case.apply",
             {{"case_id", id}, {"event", "agree_refund"}, {"party", "seller"}, {"request_id", "agree-1"}});
  house.runner().run_until_idle();
  ASSERT_EQ(payout_attempts(house, id), 1);
  house.clock().advance(30 * day_ms);
  house.runner().run_until_idle();
  EXPECT_EQ(payout_attempts(house, id), 1);

  SeededEntropy entropy{1};
  Ids ids{house.clock(), entropy};
  RulebooksInForce const books{rulebooks_with({}).value()};
  CaseDesk desk{house.store(), books, house.clock(), ids, [](std::string_view) { return std::optional<BlobFact>{}; },
                "key"};
  RehearsalPort payments;
  Runner runner{house.store(), desk, house.clock(), payments};
  runner.start(1);
  for (int i = 0; i < 1000 && state_of(house, id) != "SUCCESS"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  runner.stop();
  EXPECT_EQ(state_of(house, id), "SUCCESS");
}

TEST(Runner, StopsBetweenTwoItemsAndKeepsWhatItTried) {
  HouseOfDesks house;
  for (int i = 0; i < 5; ++i) {
    auto const id = open_refund(house, fmt::format("open-{}", i), fmt::format("99{}", i));
    house.call(
        "case.apply",
        {{"case_id", id}, {"event", "agree_refund"}, {"party", "seller"}, {"request_id", fmt::format("agree-{}", i)}});
  }
  std::size_t waiting = 0;
  house.store().read([&](StoreReader& store) { waiting = store.outbox_pending(house.clock().now(), 100).size(); });
  ASSERT_GE(waiting, 2U);

  SeededEntropy entropy{1};
  Ids ids{house.clock(), entropy};
  RulebooksInForce const books{rulebooks_with({}).value()};
  CaseDesk desk{house.store(), books, house.clock(), ids, [](std::string_view) { return std::optional<BlobFact>{}; },
                "key"};
  ClosedDoor door;
  Runner runner{house.store(), desk, house.clock(), door};
  runner.start(1);
  door.first.get_future().wait();
  std::thread stopper([&] { runner.stop(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // until it is told to stop
  door.go_on.set_value();
  stopper.join();
  EXPECT_LT(door.asked(), static_cast<int>(waiting));
  house.store().read([&](StoreReader& store) {
    EXPECT_EQ(store.outbox_pending(house.clock().now(), 100).size(), waiting - static_cast<std::size_t>(door.asked()))
        << "what was tried waits for its next time";
  });
}

}  // namespace
}  // namespace redress::api

// What the runner does by itself when its moves are refused.
#include "api/seam/entropy.hpp"
#include "api/server/rulebooks.hpp"
#include "api/service/recount.hpp"
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

// C-11: five days after the trace broke off nothing was received, so a shortage is owed, whoever noticed.
TEST(Runner, AParcelThatStandsStillBecomesAShortageByTheClockAlone) {
  for (std::string_view const platform : {"taobao", "tmall"}) {
    HouseOfDesks house;
    auto const now = format_rfc3339(house.clock().now());
    auto const opened = house.call(
        "case.open",
        {{"shop", "s1"},
         {"kind", "logistics_delay"},
         {"platform", platform},
         {"order",
          object{{"id", "9901"},
                 {"placed_at", now},
                 {"paid_at", now},
                 {"paid", money(20000)},
                 {"lines", array{object{{"id", "L1"}, {"title", "茶"}, {"quantity", 1}, {"paid", money(20000)}}}}}},
         {"claim", object{{"reason", "late_dispatch"}}},
         {"shipments", array{object{{"carrier", "SF"}, {"picked_up_at", now}}}},
         {"request_id", "open"}});
    ASSERT_TRUE(opened.contains("result")) << boost::json::serialize(opened);
    std::string const id(opened.at("result").at("case").at("id").as_string());
    auto const got = [&] { return house.call("case.get", {{"case_id", id}}).at("result").as_object(); };
    house.clock().advance(day_ms);
    house.runner().run_until_idle();
    EXPECT_EQ(got().at("case").at("state").as_string(), "STALLED") << platform;
    house.clock().advance(5 * day_ms);
    house.runner().run_until_idle();
    auto const lost = got();
    EXPECT_EQ(lost.at("case").at("state").as_string(), "LOST") << platform;
    EXPECT_EQ(lost.at("facts").at("compensation.breach").as_string(), "shortage") << platform;
    EXPECT_EQ(lost.at("facts").at("compensation.due_minor").to_number<std::int64_t>(),
              platform == "taobao" ? 2000 : 6000);
    EXPECT_EQ(lost.at("facts").as_object().contains("logistics.trace_breach_at"), platform == "taobao");
  }
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

// A store whose disk is full for as many commits as it is told.
class FullStore final : public Store {
 public:
  explicit FullStore(Store& below) : below_(below) {}
  void write(Unit unit, Done done) override {
    if (full_for == 0) return below_.write(std::move(unit), std::move(done));
    --full_for;
    done(std::make_exception_ptr(
        FaultError({FaultKind::internal, {"磁盘已满，什么也没有写入", "the disk is full, nothing was written"}})));
  }
  void read(std::function<void(StoreReader&)> const& body) override { below_.read(body); }
  void drain() override { below_.drain(); }
  int full_for = 0;

 private:
  Store& below_;
};

// Pays at once; the disk is full when it is to be noted.
class PaymentsOnAFullDisk final : public DeliveryPort {
 public:
  explicit PaymentsOnAFullDisk(FullStore& store) : store_(store) {}
  Delivered deliver(OutboxItem const& item) override {
    if (item.kind == "order_payout" && asked++ == 0) store_.full_for = 1;
    return port_.deliver(item);
  }
  int asked = 0;

 private:
  FullStore& store_;
  RehearsalPort port_;
};

// A runner over the house's store, with a disk that may be full.
struct SecondRunner {
  explicit SecondRunner(HouseOfDesks& house_) : house(house_) {}
  HouseOfDesks& house;
  FullStore store{house.store()};
  SeededEntropy entropy{99};
  Ids ids{house.clock(), entropy};
  RulebooksInForce const books{rulebooks_with({}).value()};
  CaseDesk desk{store, books, house.clock(), ids, [](std::string_view) { return std::optional<BlobFact>{}; }, "key"};
  PaymentsOnAFullDisk payments{store};
  Runner runner{store, desk, house.clock(), payments};

  OutboxItem item(std::string const& case_id, std::string_view kind) {
    OutboxItem found;
    store.read([&](StoreReader& reader) {
      for (auto const& each : reader.outbox_of(case_id))
        if (each.kind == kind) found = each;
    });
    return found;
  }
};

// One more entry of the case, with whatever beside it.
void write_step(HouseOfDesks& house, std::string const& id, std::function<void(Record&)> const& change) {
  house.store().write(
      [&](StoreWriter& store) {
        Record record;
        record.case_after = store.find_case(id).value();
        record.version_before = record.case_after.version;
        record.entry_id = fmt::format("entry_of_step_{}", record.version_before);
        record.entry.members = {{"id", record.entry_id}, {"case_id", id}};
        change(record);
        store.record(std::move(record));
      },
      [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  house.store().drain();
}

TEST(Runner, ADeadlineThatMetAFullDiskFiresOnceThereIsRoom) {
  HouseOfDesks house;
  SecondRunner second{house};
  auto const id = open_refund(house, "open-1", "992");
  auto const before = state_of(house, id);
  house.clock().advance(30 * day_ms);
  second.store.full_for = 1;
  second.runner.run_until_idle();
  second.runner.run_until_idle();
  EXPECT_NE(state_of(house, id), before);
}

TEST(Runner, AnOutcomeThatCouldNotBeRecordedIsAskedForAgain) {
  HouseOfDesks house;
  SecondRunner second{house};
  auto const id = open_refund(house, "open-1", "993");
  house.call("case.apply",
             {{"case_id", id}, {"event", "agree_refund"}, {"party", "seller"}, {"request_id", "agree-1"}});
  second.runner.run_until_idle();
  auto const payout = second.item(id, "order_payout");
  EXPECT_FALSE(payout.delivered_at);
  EXPECT_EQ(payout.attempts, 1);
  EXPECT_NE(payout.last_failure.find("the disk is full"), std::string::npos) << payout.last_failure;
  second.runner.run_until_idle();
  EXPECT_EQ(second.payments.asked, 1) << "later, not at once";
  house.clock().advance(minute_ms);
  second.runner.run_until_idle();
  EXPECT_EQ(state_of(house, id), "SUCCESS");
  EXPECT_TRUE(second.item(id, "order_payout").delivered_at);
}

TEST(Runner, ACaseThatCouldNotBeCountedAnewWaits) {
  HouseOfDesks house;
  SecondRunner second{house};
  auto const id = open_refund(house, "open-1", "994");
  house.store().write([&](StoreWriter& store) { Recount{7, {id}}.ask(store); }, [](auto) {});
  house.store().drain();
  second.store.full_for = 1;
  second.runner.recount_deadlines();
  EXPECT_EQ(trail_length(house, id), 1U);
  second.runner.recount_deadlines();
  EXPECT_EQ(trail_length(house, id), 2U);
}

// The order's pieces are held by a return, so the refund that the delay ends in cannot be opened beside it.
TEST(Runner, ALinkedRefundThatIsRefusedWaitsAndOpensOnceItMay) {
  HouseOfDesks house;
  SecondRunner second{house};
  auto const holding = open_refund(house, "open-1", "995");
  auto const late = house.call(
      "case.open",
      {{"shop", "s1"},
       {"kind", "logistics_delay"},
       {"platform", "taobao"},
       {"order",
        object{{"id", "995"},
               {"placed_at", "2026-01-04T02:00:00Z"},
               {"paid_at", "2026-01-04T02:01:00Z"},
               {"promised_dispatch_at", "2026-01-05T09:00:00Z"},
               {"paid", money(20000)},
               {"lines", array{object{{"id", "L1"}, {"title", "茶"}, {"quantity", 1}, {"paid", money(20000)}}}}}},
       {"claim", object{{"reason", "late_dispatch"}, {"lines", array{object{{"id", "L1"}, {"quantity", 1}}}}}},
       {"request_id", "open-2"}});
  ASSERT_TRUE(late.contains("result")) << boost::json::serialize(late);
  auto const id = std::string(late.at("result").at("case").at("id").as_string());
  write_step(house, holding, [](Record& record) { record.case_after.account.goods_reserved = true; });
  auto const demanded = house.call(
      "case.apply", {{"case_id", id}, {"event", "demand_refund"}, {"party", "buyer"}, {"request_id", "demand"}});
  ASSERT_TRUE(demanded.contains("result")) << boost::json::serialize(demanded);

  auto const ledger = [&] {
    std::int64_t size = 0;
    house.store().read([&](StoreReader& store) { size = store.ledger_size(); });
    return size;
  };
  second.runner.run_until_idle();
  auto const waiting = second.item(id, "open_refund_case");
  EXPECT_FALSE(waiting.delivered_at);
  EXPECT_EQ(waiting.attempts, 1);
  EXPECT_NE(waiting.last_failure, "");
  auto const refused_once = ledger();
  house.clock().advance(minute_ms);
  second.runner.run_until_idle();
  EXPECT_EQ(second.item(id, "open_refund_case").attempts, 2);
  EXPECT_EQ(ledger(), refused_once) << "one refusal is told, not one for each time it is looked at";

  write_step(house, holding, [](Record& record) { record.case_after.account.goods_reserved = false; });
  house.clock().advance(minute_ms);
  second.runner.run_until_idle();
  EXPECT_TRUE(second.item(id, "open_refund_case").delivered_at) << second.item(id, "open_refund_case").last_failure;
  std::vector<CaseLink> links;
  house.store().read([&](StoreReader& store) { links = store.find_case(id)->links; });
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].relation, "continues_as");
  EXPECT_NE(state_of(house, links[0].case_id), "");
}

// One item that cannot be understood takes neither what comes after it nor the other work with it.
TEST(Runner, AnItemThatFailsStopsNothingElse) {
  HouseOfDesks house;
  SecondRunner second{house};
  auto const id = open_refund(house, "open-1", "996");
  house.call("case.apply",
             {{"case_id", id}, {"event", "agree_refund"}, {"party", "seller"}, {"request_id", "agree-1"}});
  auto const other = open_refund(house, "open-2", "997");
  write_step(house, other, [&](Record& record) {
    OutboxItem nonsense;
    nonsense.key = "nonsense";
    nonsense.case_id = other;
    nonsense.shop = "s1";
    nonsense.kind = "advance";
    record.outbox.push_back(std::move(nonsense));
  });
  int also = 0;
  second.runner.also([&] { ++also; });
  second.payments.asked = 1;
  second.runner.run_until_idle();
  EXPECT_EQ(state_of(house, id), "SUCCESS");
  EXPECT_EQ(also, 1);
  EXPECT_NE(second.item(other, "advance").last_failure, "");
}

}  // namespace
}  // namespace redress::api

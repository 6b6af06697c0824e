// Effects that wait, are tried again, and are delivered once.
#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OutboxTest : public StoreTest {
 protected:
  OutboxTest() {
    auto record_ = opening(case_of_shape({.id = "case_1"}));
    record_.outbox = {effect("late", "case_1", some_day + 9), effect("b", "case_1"), effect("a", "case_1")};
    case_ = record(store(), record_);
  }
  std::vector<std::string> pending(Instant now, int limit = 10) {
    return read(store(), [&](StoreReader& reader) {
      std::vector<std::string> keys;
      for (auto const& item : reader.outbox_pending(now, limit)) keys.push_back(item.key);
      return keys;
    });
  }
  OutboxItem item(std::string const& key) {
    return read(store(), [&](StoreReader& reader) {
      for (auto const& each : reader.outbox_of("case_1"))
        if (each.key == key) return each;
      return OutboxItem{};
    });
  }
  Case case_;
};
REDRESS_FOR_EVERY_STORE(OutboxTest);

TEST_P(OutboxTest, PendingItemsComeInTheOrderTheyFallDueThenAsRecorded) {
  EXPECT_THAT(pending(some_day + -1), IsEmpty());
  EXPECT_THAT(pending(some_day), ElementsAre("b", "a"));
  EXPECT_THAT(pending(some_day + 9), ElementsAre("b", "a", "late"));
  EXPECT_THAT(pending(some_day + 9, 2), ElementsAre("b", "a"));
  EXPECT_THAT(pending(some_day + 9, 0), IsEmpty());
}

TEST_P(OutboxTest, AnAttemptCountsAndWaits) {
  commit(store(), [](StoreWriter& writer) { writer.outbox_attempted("b", some_day + 60, "连接超时"); });
  EXPECT_THAT(pending(some_day + 9), ElementsAre("a", "late"));
  EXPECT_THAT(pending(some_day + 60), ElementsAre("a", "late", "b"));
  EXPECT_EQ(item("b").attempts, 1);
  EXPECT_EQ(item("b").last_failure, "连接超时");
  EXPECT_FALSE(item("b").delivered_at);
}

TEST_P(OutboxTest, WhatIsDeliveredStaysDelivered) {
  commit(store(), [](StoreWriter& writer) { writer.outbox_delivered("b", some_day + 5); });
  EXPECT_THAT(pending(some_day + 99), ElementsAre("a", "late"));
  commit(store(), [](StoreWriter& writer) {
    writer.outbox_attempted("b", some_day + 60, "too late");
    writer.outbox_delivered("b", some_day + 7);
  });
  EXPECT_EQ(item("b").delivered_at, some_day + 5);
  EXPECT_EQ(item("b").attempts, 0);
  EXPECT_THAT(pending(some_day + 99), ElementsAre("a", "late"));
}

TEST_P(OutboxTest, WhatIsHeldIsNeverDueUntilItIsWoken) {
  commit(store(), [](StoreWriter& writer) {
    writer.outbox_attempted("b", outbox_held_at, "nobody takes it");
    writer.outbox_attempted("a", outbox_held_at, "nobody takes it");
    writer.outbox_attempted("late", outbox_held_at + -1, "busy for long");
    writer.outbox_delivered("a", some_day);
  });
  EXPECT_THAT(pending(outbox_held_at + -1), ElementsAre("late"));
  commit(store(), [](StoreWriter& writer) { writer.outbox_woken(some_day + 7); });
  EXPECT_THAT(pending(some_day + 6), IsEmpty());
  EXPECT_THAT(pending(some_day + 7), ElementsAre("b"));
  EXPECT_EQ(item("b").attempts, 1) << "waking is no attempt";
  EXPECT_EQ(item("a").delivered_at, some_day);
}

TEST_P(OutboxTest, AWakingThatFailsWakesNothing) {
  commit(store(), [](StoreWriter& writer) { writer.outbox_attempted("b", outbox_held_at, "nobody takes it"); });
  EXPECT_EQ(fault_of(store(),
                     [](StoreWriter& writer) {
                       writer.outbox_woken(some_day);
                       writer.outbox_delivered("x", some_day);
                     }),
            FaultKind::not_found);
  EXPECT_THAT(pending(some_day + 99), ElementsAre("a", "late"));
}

TEST_P(OutboxTest, ARecordDeliversWhatCausedItAtItsOwnTime) {
  auto outcome = following(case_);
  outcome.outbox_done = {"a", "b"};
  record(store(), outcome);
  EXPECT_THAT(pending(some_day + 99), ElementsAre("late"));
  EXPECT_EQ(item("a").delivered_at, some_day) << "the entry's `at`";
}

TEST_P(OutboxTest, KeysNobodyRecordedAreNotFound) {
  EXPECT_EQ(fault_of(store(), [](StoreWriter& writer) { writer.outbox_attempted("x", some_day, ""); }),
            FaultKind::not_found);
  EXPECT_EQ(fault_of(store(), [](StoreWriter& writer) { writer.outbox_delivered("x", some_day); }),
            FaultKind::not_found);
}

TEST_P(OutboxTest, ACaseHasItsItemsInTheOrderTheyWereRecorded) {
  auto more = following(case_);
  more.outbox = {effect("0", "case_1")};
  record(store(), more);
  auto const keys = read(store(), [](StoreReader& reader) {
    std::vector<std::string> found;
    for (auto const& each : reader.outbox_of("case_1")) found.push_back(each.key);
    return found;
  });
  EXPECT_THAT(keys, ElementsAre("late", "b", "a", "0"));
}

}  // namespace
}  // namespace redress::storage

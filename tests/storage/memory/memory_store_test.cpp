// What only the memory store promises: when units run.
#include "storage/memory/memory_store.hpp"

#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

using testing::ElementsAre;

TEST(MemoryStore, ImmediateRunsBeforeWriteReturns) {
  MemoryStore store;
  bool durable = false;
  store.write([](StoreWriter& writer) { writer.put_setting("a", "1"); },
              [&](std::exception_ptr failure) { durable = failure == nullptr; });
  EXPECT_TRUE(durable);
}

TEST(MemoryStore, QueuedWaitsForDrain) {
  MemoryStore store(MemoryStore::Mode::queued);
  std::vector<int> ran;
  for (int i = 0; i < 3; ++i) store.write([&ran, i](StoreWriter&) { ran.push_back(i); }, {});
  EXPECT_EQ(store.queued(), 3U);
  EXPECT_TRUE(ran.empty());
  store.drain();
  EXPECT_THAT(ran, ElementsAre(0, 1, 2));
  EXPECT_EQ(store.queued(), 0U);
}

TEST(MemoryStore, AWriteInsideAUnitRunsAfterIt) {
  MemoryStore store;
  std::vector<std::string> steps;
  store.write(
      [&](StoreWriter&) {
        store.write([&](StoreWriter&) { steps.emplace_back("inner"); }, {});
        steps.emplace_back("outer");
      },
      {});
  EXPECT_THAT(steps, ElementsAre("outer", "inner"));
}

TEST(MemoryStore, AnswersWhatIsQueuedBeforeItEnds) {
  int answered = 0;
  {
    MemoryStore store(MemoryStore::Mode::queued);
    store.write([](StoreWriter&) {}, [&](std::exception_ptr) { ++answered; });
  }
  EXPECT_EQ(answered, 1);
}

}  // namespace
}  // namespace redress::storage

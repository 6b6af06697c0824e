// The table kept level with the ledger, over restarts too: whatever the file holds, the answer is that of all entries.
#include "api/worklist/worklist.hpp"

#include "tests/api/worklist/walked_cases.hpp"
#include "tests/temporary_folder.hpp"

namespace redress::api {
namespace {

class WorklistTest : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_.path() / "work.table"; }
  bool is_kept() const { return std::filesystem::exists(path()); }
  std::int64_t kept_position() const {
    auto const kept = WorkFile(path()).read();
    return kept ? kept->position : 0;
  }
  static std::int64_t size_of(Store& store) {
    std::int64_t size = 0;
    store.read([&](StoreReader& reader) { size = reader.ledger_size(); });
    return size;
  }
  static void expect_level(Worklist& worklist, Store& store) {
    auto const entries = entries_of(store);
    WorkTable expected;
    take_all(expected, entries, entries.size());
    auto const asked =
        worklist.ask(store, [&](StoreReader&, WorkTable const& table, auto&) { expect_same(table, expected); });
    EXPECT_TRUE(asked);
  }
  Worklist kept(Keeping keeping = {.new_min = 1, .new_part = 1'000'000, .new_at_end_min = 1}) const {
    return Worklist(WorkFile(path()), keeping);
  }
  HouseOfDesks house{3};

 private:
  TemporaryFolder folder_;
};

TEST_F(WorklistTest, GoesOnWhereItsFileEnds) {
  walk_cases(house, 1, 10);
  auto const half = size_of(house.store()) / 2;
  kept().catch_up(house.store(), half);
  EXPECT_EQ(kept_position(), half);
  auto again = kept();
  EXPECT_TRUE(again.catch_up(house.store(), size_of(house.store()) - half));
  expect_level(again, house.store());
  EXPECT_EQ(kept_position(), size_of(house.store()));
}

// An older backup was put back: the ledger is shorter than the file, or went on otherwise.
TEST_F(WorklistTest, LeavesTheFileOfAnotherLedgerAside) {
  walk_cases(house, 1, 8);
  kept().catch_up(house.store());
  ASSERT_TRUE(is_kept());
  HouseOfDesks shorter(4), longer(5);
  walk_cases(shorter, 9, 2);
  walk_cases(longer, 9, 30);
  ASSERT_LT(size_of(shorter.store()), kept_position());
  ASSERT_GT(size_of(longer.store()), kept_position());
  for (auto* other : {&shorter, &longer}) {
    auto worklist = kept({.new_min = 1'000'000});
    expect_level(worklist, other->store());
  }
  auto worklist = kept();
  expect_level(worklist, longer.store());
  worklist.catch_up(longer.store());
  EXPECT_EQ(kept_position(), size_of(longer.store())) << "the next one takes its place";
}

TEST_F(WorklistTest, ADamagedFileIsMadeAnew) {
  walk_cases(house, 1, 4);
  kept().catch_up(house.store());
  std::filesystem::resize_file(path(), std::filesystem::file_size(path()) - 1);
  ASSERT_EQ(kept_position(), 0);
  auto worklist = kept();
  expect_level(worklist, house.store());
  worklist.catch_up(house.store());
  EXPECT_EQ(kept_position(), size_of(house.store()));
}

TEST_F(WorklistTest, IsKeptWhereEnoughIsNewAndNotBefore) {
  walk_cases(house, 1, 4);
  auto const size = size_of(house.store());
  auto one_short = kept({.new_min = size + 1, .new_at_end_min = size + 1});
  one_short.catch_up(house.store());
  one_short.keep_at_end();
  EXPECT_FALSE(is_kept());
  auto at_the_end = kept({.new_min = size + 1, .new_at_end_min = size});
  at_the_end.catch_up(house.store());
  EXPECT_FALSE(is_kept());
  at_the_end.keep_at_end();
  EXPECT_EQ(kept_position(), size);
  std::filesystem::remove(path());
  auto enough = kept({.new_min = size});
  enough.catch_up(house.store());
  EXPECT_EQ(kept_position(), size);
}

// Of a large table a part must be new, or it would be written again and again.
TEST_F(WorklistTest, IsKeptAnewWhereAPartOfItIsNew) {
  walk_cases(house, 1, 10);
  auto worklist = kept({.new_min = 1, .new_part = 2});
  worklist.catch_up(house.store(), 30);
  EXPECT_EQ(kept_position(), 30);
  worklist.catch_up(house.store(), 14);
  EXPECT_EQ(kept_position(), 30) << "one short of half as many";
  worklist.catch_up(house.store(), 1);
  EXPECT_EQ(kept_position(), 45);
  ASSERT_GT(size_of(house.store()), 45);
}

TEST_F(WorklistTest, CountsWithoutAFileAndWhereNoneCanBeMade) {
  walk_cases(house, 1, 4);
  Worklist nowhere;
  nowhere.catch_up(house.store());
  nowhere.keep_at_end();
  expect_level(nowhere, house.store());
  Worklist in_a_missing_folder(WorkFile(path() / "none" / "work.table"), {.new_min = 1, .new_at_end_min = 1});
  in_a_missing_folder.catch_up(house.store());
  in_a_missing_folder.keep_at_end();
  expect_level(in_a_missing_folder, house.store());
}

TEST_F(WorklistTest, OneQuestionTakesInOnlySoMuch) {
  walk_cases(house, 1, 4);
  auto const size = size_of(house.store());
  Worklist slow;
  EXPECT_FALSE(slow.catch_up(house.store(), size - 1));
  EXPECT_TRUE(slow.catch_up(house.store(), 1));
  expect_level(slow, house.store());
}

}  // namespace
}  // namespace redress::api

// Trails in pages, and the whole ledger in order.
#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

using testing::ElementsAre;

class TrailTest : public StoreTest {};
REDRESS_FOR_EVERY_STORE(TrailTest);

TEST_P(TrailTest, PagesOldestFirstWhileEntriesArrive) {
  auto case_ = opened();
  for (int i = 0; i < 6; ++i) case_ = record(store(), following(case_));
  std::vector<std::int64_t> seen;
  std::string cursor;
  do {
    auto const page = read(store(), [&](StoreReader& reader) { return reader.trail(case_.id, cursor, 3); });
    for (auto const& entry : page.entries) seen.push_back(entry.case_seq);
    cursor = page.next_cursor;
    if (case_.version < 9) case_ = record(store(), following(case_));
  } while (!cursor.empty());
  EXPECT_THAT(seen, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8));
}

TEST_P(TrailTest, PagesNewestFirstAndWhatArrivesMeanwhileStandsAbove) {
  auto case_ = opened();
  opened();
  for (int i = 0; i < 6; ++i) case_ = record(store(), following(case_));
  std::vector<std::int64_t> seen;
  std::vector<std::size_t> sizes;
  std::string cursor;
  do {
    auto const page =
        read(store(), [&](StoreReader& reader) { return reader.trail_newest_first(case_.id, cursor, 3); });
    for (auto const& entry : page.entries) {
      EXPECT_EQ(entry.case_id, case_.id);
      seen.push_back(entry.case_seq);
    }
    sizes.push_back(page.entries.size());
    cursor = page.next_cursor;
    case_ = record(store(), following(case_));
  } while (!cursor.empty());
  EXPECT_THAT(seen, ElementsAre(6, 5, 4, 3, 2, 1, 0));
  EXPECT_THAT(sizes, ElementsAre(3, 3, 1));
  auto const whole = read(store(), [&](StoreReader& reader) { return reader.trail_newest_first(case_.id, "", 10); });
  EXPECT_EQ(whole.entries.size(), 10U);
  EXPECT_EQ(whole.next_cursor, "") << "as many as asked for, and no more";
  EXPECT_THAT(read(store(), [](StoreReader& reader) { return reader.trail_newest_first("none", "", 3).entries; }),
              testing::IsEmpty());
}

TEST_P(TrailTest, ACursorOfAListIsNoCursorOfATrail) {
  opened();
  opened();
  auto const cursor = read(store(), [](StoreReader& reader) { return reader.list_cases({.limit = 1}).next_cursor; });
  ASSERT_FALSE(cursor.empty());
  EXPECT_THROW(store().read([&](StoreReader& reader) { reader.trail("case_0001", cursor, 1); }), FaultError);
}

TEST_P(TrailTest, TheLedgerIsReadInOrderFromAnywhere) {
  auto first = opened();
  opened();
  record(store(), following(first));
  store().read([](StoreReader& reader) {
    auto const rest = reader.entries_from(1, 10);
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(rest[0].case_id, "case_0002");
    EXPECT_EQ(rest[1].case_id, "case_0001");
    EXPECT_EQ(rest[1].case_seq, 1);
  });
}

}  // namespace
}  // namespace redress::storage

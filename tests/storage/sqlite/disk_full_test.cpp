// A disk that runs full: commits fail with a sentence, nothing is half there, and the store goes on when there is room.
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

namespace redress::storage {
namespace {

Record large(std::string id) {
  auto record = opening(case_of_shape({.id = id}));
  record.personal = {{id, record.entry_id, "note", "", std::string(20'000, 'x')}};
  return record;
}

std::string why(std::exception_ptr const& failure) {
  if (!failure) return {};
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& error) {
    return error.what();
  }
}

TEST(DiskFull, RefusesWhatDoesNotFitAndKeepsTheRest) {
  TemporaryFolder const folder;
  SqliteOptions options;
  options.pages_max = 100;
  auto store = SqliteStore::open(folder.path(), options).value();
  std::vector<std::string> durable;
  std::vector<std::string> failures;
  for (int i = 0; i < 60; ++i) {
    auto const id = fmt::format("case_{}", i);
    store->write([id](StoreWriter& writer) { writer.record(large(id)); },
                 [&, id](std::exception_ptr failure) {
                   if (failure)
                     failures.push_back(why(failure));
                   else
                     durable.push_back(id);
                 });
    if (i % 7 == 0) store->drain();  // groups of different sizes
  }
  store->drain();
  ASSERT_FALSE(durable.empty());
  ASSERT_FALSE(failures.empty());
  for (auto const& failure : failures)
    EXPECT_THAT(failure, testing::HasSubstr("the disk is full, nothing was written"));
  EXPECT_EQ(store->status().failure, "") << "a full disk is not damage";

  auto const check = [&](StoreReader& reader) {
    EXPECT_EQ(ledger_flaw(reader), "");
    EXPECT_EQ(reader.ledger_size(), std::ssize(durable));
    for (auto const& id : durable) {
      EXPECT_TRUE(reader.find_case(id));
      EXPECT_EQ(reader.personal_of(id).size(), 1U);
      EXPECT_EQ(reader.list_cases({.text = id}).cases.size(), 1U);
    }
  };
  store->read(check);

  store.reset();
  store = SqliteStore::open(folder.path()).value();  // a larger disk
  store->read(check);
  commit(*store, [](StoreWriter& writer) { writer.record(large("case_later")); });
  store->read([](StoreReader& reader) { EXPECT_EQ(ledger_flaw(reader), ""); });
}

// SQLite may give up the whole transaction when it is full; a unit that swallows that must not commit on its own.
TEST(DiskFull, AUnitThatSwallowsTheFaultCommitsNothing) {
  TemporaryFolder const folder;
  SqliteOptions options;
  options.pages_max = 60;
  auto store = SqliteStore::open(folder.path(), options).value();
  bool swallowed = false;
  std::exception_ptr outcome;
  store->write(
      [&](StoreWriter& writer) {
        for (int i = 0; i < 60; ++i) try {
            writer.record(large(fmt::format("case_{}", i)));
          } catch (FaultError const&) {
            swallowed = true;
          }
        writer.put_setting("went_on", "1");
      },
      [&](std::exception_ptr failure) { outcome = failure; });
  store->drain();
  EXPECT_TRUE(swallowed);
  store->read([&](StoreReader& reader) {
    EXPECT_EQ(ledger_flaw(reader), "");
    if (outcome) {
      EXPECT_EQ(reader.ledger_size(), 0);
      EXPECT_FALSE(reader.setting("went_on"));
    } else {
      EXPECT_GT(reader.ledger_size(), 0);
      EXPECT_TRUE(reader.setting("went_on"));
    }
  });
}

}  // namespace
}  // namespace redress::storage

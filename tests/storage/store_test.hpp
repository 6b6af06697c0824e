// The fixture of the contract: one suite, every store.
#pragma once

#include "storage/memory/memory_store.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/storage/records.hpp"
#include "tests/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>

namespace redress::storage {

enum class StoreKind { memory, queued_memory, sqlite };

/// Writes one unit and waits; throws what its `done` got.
void commit(Store& store, Store::Unit const& unit);

/// What `look` finds on a snapshot.
template <class Look>
auto read(Store& store, Look look) {
  std::optional<std::invoke_result_t<Look, StoreReader&>> found;
  store.read([&](StoreReader& reader) { found = look(reader); });
  return std::move(*found);
}

/// Records and answers the case as it stands afterwards.
Case record(Store& store, Record record);

/// The kind of fault that committing the unit ends with, or nothing.
std::optional<FaultKind> fault_of(Store& store, Store::Unit const& unit);

class StoreTest : public testing::TestWithParam<StoreKind> {
 protected:
  StoreTest();
  Store& store() { return *store_; }

  /// A new case of this shape, with the next id where it has none.
  Case opened(CaseShape shape = {});

  std::vector<std::string> ids(CaseFilter const& filter);

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  int cases_ = 0;
};

/// Prints as "memory", "sqlite" ...
std::string name_of(testing::TestParamInfo<StoreKind> const& info);

#define REDRESS_FOR_EVERY_STORE(Suite)                                                                      \
  INSTANTIATE_TEST_SUITE_P(Stores, Suite,                                                                   \
                           testing::Values(StoreKind::memory, StoreKind::queued_memory, StoreKind::sqlite), \
                           [](auto const& each) { return name_of(each); })

}  // namespace redress::storage

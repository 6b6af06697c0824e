#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

namespace redress::storage {

void commit(Store& store, Store::Unit const& unit) {
  std::exception_ptr failure;
  bool answered = false;
  store.write(unit, [&](std::exception_ptr why) {
    failure = std::move(why);
    answered = true;
  });
  store.drain();
  EXPECT_TRUE(answered) << "drain() came back before done was called";
  if (failure) std::rethrow_exception(failure);
}

Case record(Store& store, Record record) {
  auto const id = record.case_after.id;
  commit(store, [&](StoreWriter& writer) { writer.record(record); });
  return read(store, [&](StoreReader& reader) { return reader.find_case(id).value(); });
}

std::optional<FaultKind> fault_of(Store& store, Store::Unit const& unit) {
  try {
    commit(store, unit);
  } catch (FaultError const& why) {
    EXPECT_FALSE(why.fault().says.zh.empty());
    EXPECT_FALSE(why.fault().says.en.empty());
    return why.fault().kind;
  }
  return std::nullopt;
}

StoreTest::StoreTest() {
  switch (GetParam()) {
    case StoreKind::memory:
      store_ = std::make_unique<MemoryStore>(MemoryStore::Mode::immediate);
      break;
    case StoreKind::queued_memory:
      store_ = std::make_unique<MemoryStore>(MemoryStore::Mode::queued);
      break;
    case StoreKind::sqlite:
      store_ = SqliteStore::open(folder_.path()).value();
      break;
  }
}

Case StoreTest::opened(CaseShape shape) {
  if (shape.id.empty()) shape.id = fmt::format("case_{:04}", ++cases_);
  return record(store(), opening(case_of_shape(shape)));
}

std::vector<std::string> StoreTest::ids(CaseFilter const& filter) {
  return read(store(), [&](StoreReader& reader) {
    std::vector<std::string> ids;
    for (auto const& case_ : reader.list_cases(filter).cases) ids.push_back(case_.id);
    return ids;
  });
}

std::string name_of(testing::TestParamInfo<StoreKind> const& info) {
  switch (info.param) {
    case StoreKind::memory:
      return "memory";
    case StoreKind::queued_memory:
      return "queued_memory";
    case StoreKind::sqlite:
      return "sqlite";
  }
  return "";
}

}  // namespace redress::storage

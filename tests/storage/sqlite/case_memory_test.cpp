// What other threads may look at in the writer's memory is not written while they may.
#include "storage/sqlite/case_memory.hpp"

#include "storage/sqlite/sqlite_writer.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

namespace redress::storage {
namespace {

// Cases and orders are forgotten by themselves, so that a case may be known whose order is not.
TEST(CaseMemory, ACaseThatIsKnownStaysAsItStandsWhenItsOrderIsReadAgain) {
  TemporaryFolder const folder;
  auto const store = SqliteStore::open(folder.path()).value();
  auto const case_ = case_of_shape({.id = "case_with_a_name_that_needs_a_place_of_its_own"});
  auto first = opening(case_);
  first.order = order_of();
  record(*store, first);

  commit(*store, [&](StoreWriter& unit) {
    auto& writer = dynamic_cast<SqliteWriter&>(unit);
    auto& memory = writer.memory();
    auto const* known = memory.find(case_.id);
    ASSERT_TRUE(known && known->open);
    auto const* const letters = known->case_->id.data();
    for (std::size_t i = 0; i < 2 * CaseMemory::cases_max; ++i) memory.put({"shop", "other", fmt::format("{}", i)}, {});
    OrderKey const order{case_.shop, case_.platform, case_.order_id};
    ASSERT_FALSE(memory.find(order));

    EXPECT_EQ(writer.cases_of_order(order.shop, order.platform, order.id).size(), 1U);
    EXPECT_TRUE(memory.find(order));
    EXPECT_TRUE(known->open);
    EXPECT_EQ(known->case_->id.data(), letters) << "written while others may copy it";
  });
}

TEST(CaseMemory, TellsTheShopOfACaseThatIsAtHandAndDurable) {
  TemporaryFolder const folder;
  auto const store = SqliteStore::open(folder.path()).value();
  auto const case_ = case_of_shape({.id = "case_1", .shop = "shop_7"});
  auto first = opening(case_);
  first.order = order_of("shop_7");
  commit(*store, [&](StoreWriter& writer) {
    writer.record(first);
    EXPECT_EQ(store->shop_of(case_.id), "") << "not durable, and the writer may still write it";
  });
  auto opened = case_;
  ++opened.version;
  record(*store, following(opened));  // whoever moves a case has all of it read
  EXPECT_EQ(store->shop_of(case_.id), "shop_7");
  EXPECT_EQ(store->shop_of("case_2"), "");
}

}  // namespace
}  // namespace redress::storage

// An order and the sums over all its cases.
#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

using testing::ElementsAre;

class OrderTest : public StoreTest {
 protected:
  Case with_account(std::string id, CaseAccount account, std::vector<ClaimLine> lines = {},
                    std::string shop = "shop_1") {
    auto case_ = case_of_shape({.id = std::move(id), .shop = shop});
    case_.account = std::move(account);
    case_.claim_lines = std::move(lines);
    auto opened = opening(case_);
    opened.order = order_of(shop);
    return record(store(), opened);
  }
  // As that case sees it; one that is not there has moved nothing.
  OrderAccount account(std::string const& id) {
    return read(store(), [&](StoreReader& reader) {
      return reader.order_account(reader.find_case(id).value_or(case_of_shape({.id = id}))).value();
    });
  }
};
REDRESS_FOR_EVERY_STORE(OrderTest);

TEST_P(OrderTest, SumsRunOverAllCasesOfTheOrderAndNoOther) {
  with_account("case_1", {.pending_minor = 100, .moved = {{"line_1", 100}}});
  with_account("case_2", {.refunded_minor = 250, .goods_reserved = true, .moved = {{"line_1", 200}, {"postage", 50}}},
               {{"line_1", 2}});
  with_account("case_3", {.refunded_minor = 9999, .goods_reserved = true}, {{"line_2", 1}}, "shop_2");
  opened({.id = "case_4", .platform = "tmall"});
  auto const sums = account("case_1");
  EXPECT_EQ(sums.order, order_of());
  EXPECT_EQ(sums.pending_minor, 100);
  EXPECT_EQ(sums.refunded_minor, 250);
  EXPECT_EQ(sums.postage_moved_minor, 50);
  EXPECT_THAT(sums.line_moved_minor, ElementsAre(300, 0));
  EXPECT_THAT(sums.pieces_taken, ElementsAre(2, 0));
  EXPECT_THAT(account("case_2").pieces_taken, ElementsAre(0, 0)) << "its own pieces are not counted against a case";
  EXPECT_EQ(account("case_2").refunded_minor, 250) << "its own money is";
  EXPECT_EQ(account("case_0").refunded_minor, 250);
  auto const cases =
      read(store(), [](StoreReader& reader) { return reader.cases_of_order("shop_1", "taobao", "order_1"); });
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].id, "case_1");
  EXPECT_EQ(cases[1].id, "case_2");
}

TEST_P(OrderTest, SumsFollowTheCase) {
  auto const before = with_account("case_1", {.pending_minor = 100});
  auto after = before;
  after.account = {.refunded_minor = 100, .goods_reserved = true};
  record(store(), following(before, after));
  EXPECT_EQ(account("").pending_minor, 0);
  EXPECT_EQ(account("").refunded_minor, 100);
  EXPECT_THAT(account("").pieces_taken, ElementsAre(3, 1)) << "a claim without lines is about everything";
}

TEST_P(OrderTest, AUnitSeesTheSumsOfTheOnesBeforeIt) {
  with_account("case_1", {});
  with_account("case_2", {});
  int refused = 0;
  auto const pay_if_left = [&](std::string id) {
    return [&refused, id](StoreWriter& writer) {
      auto const before = writer.find_case(id).value();
      if (writer.order_account(before).value().refundable_minor() < 20000) {
        ++refused;
        return;
      }
      auto after = before;
      after.account.pending_minor += 20000;
      writer.record(following(before, after));
    };
  };
  store().write(pay_if_left("case_1"), {});  // 30000 were paid: only one of the two fits
  store().write(pay_if_left("case_2"), {});
  store().drain();
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(account("").pending_minor, 20000);
}

TEST_P(OrderTest, TheFirstTellingOfAnOrderStays) {
  with_account("case_1", {});
  auto again = opening(case_of_shape({.id = "case_2"}));
  again.order = order_of();
  again.order->paid_minor = 1;
  record(store(), again);
  EXPECT_EQ(account("").order.paid_minor, order_of().paid_minor);
}

TEST_P(OrderTest, AWaybillStaysWithTheOrderItWentOutWithFirst) {
  auto const ship = [&](std::string shop, std::string id, std::vector<WaybillUse> waybills) {
    auto shipped = opening(case_of_shape({.id = std::move(id), .shop = std::move(shop)}));
    shipped.waybills = std::move(waybills);
    record(store(), shipped);
  };
  auto const user = [&](std::string const& shop, std::string const& mark) {
    auto const use = read(store(), [&](StoreReader& reader) { return reader.find_waybill(shop, mark); });
    return use ? use->order_id + "/" + use->buyer : std::string("nobody");
  };
  ship("shop_1", "case_1", {{"m1", "order_1", "buyer_1"}, {"m2", "order_1", ""}});
  ship("shop_1", "case_2", {{"m1", "order_2", "buyer_2"}});
  ship("shop_2", "case_3", {{"m1", "order_3", "buyer_3"}});
  EXPECT_EQ(user("shop_1", "m1"), "order_1/buyer_1");
  EXPECT_EQ(user("shop_1", "m2"), "order_1/");
  EXPECT_EQ(user("shop_2", "m1"), "order_3/buyer_3");
  EXPECT_EQ(user("shop_2", "m2"), "nobody");
  EXPECT_THROW(commit(store(),
                      [&](StoreWriter& writer) {
                        auto undone = opening(case_of_shape({.id = "case_4"}));
                        undone.waybills = {{"m3", "order_4", ""}};
                        writer.record(undone);
                        throw std::runtime_error("on purpose");
                      }),
               std::runtime_error);
  EXPECT_EQ(user("shop_1", "m3"), "nobody");
}

}  // namespace
}  // namespace redress::storage

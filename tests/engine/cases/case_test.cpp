#include "engine/cases/case.hpp"

#include "engine/cases/written_case.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

namespace redress {
namespace {

Case full_case() {
  Case case_;
  case_.id = "case_01JA";
  case_.shop = "shop_1";
  case_.kind = "refund";
  case_.platform = "taobao";
  case_.order_id = "2876543210987654321";
  case_.workflow_version = 3;
  case_.buyer = "b7f0";
  case_.state = "awaiting_goods";
  case_.version = 4;
  case_.opened_at = parse_rfc3339("2026-01-05T02:00:00.001Z").value();
  case_.state_entered_at = parse_rfc3339("2026-01-06T02:00:00Z").value();
  case_.due = CaseDue{.at = parse_rfc3339("2026-01-13T02:00:00.999Z").value(),
                      .owed_by = Party::buyer,
                      .id = "D-04c",
                      .on_expiry = "closed",
                      .source = "淘宝退货规则 第十二条",
                      .says = {"买家须在 7 天内退货", "the buyer returns the goods within 7 days"}};
  case_.currency = Currency::parse("USD").value();
  case_.reason = "质量问题 “有划痕”\n";
  case_.claim_lines = {{"l1", 2}, {"l2", 1}};
  case_.account = {.pending_minor = std::numeric_limits<std::int64_t>::max(),
                   .refunded_minor = 1,
                   .compensation_pending_minor = 2,
                   .compensation_paid_minor = 3,
                   .goods_reserved = true,
                   .moved = {{"l1", 5}, {"postage", 7}}};
  case_.links = {{"case_01JB", "continues_as"}};
  case_.assignee = "agent_7";
  case_.flags = {"platform_due_differs", "status_unknown"};
  case_.facts.set("claim.amount_minor", std::int64_t{20007});
  case_.facts.set("claim.reason", std::string("quality"));
  case_.facts.set("claim.goods_received", true);
  case_.facts.set("order.paid_at", parse_rfc3339("2026-01-01T00:00:00Z").value());
  case_.last_hash = std::string(64, 'a');
  return case_;
}

// Through text, as a store does it.
Result<Case> through_text(Case const& case_) {
  return case_from_json(boost::json::parse(boost::json::serialize(to_json(case_))).as_object());
}

TEST(WrittenCase, IsTheTextOfTheCaseOnceItsHashIsThere) {
  auto case_ = full_case();
  case_.reason = R"("last_hash":")" + std::string(64, '0');
  auto const hash = std::string(32, 'b') + std::string(32, '1');
  for (bool const has_due : {true, false}) {
    if (!has_due) case_.due.reset();
    auto const written = written_case(case_);
    case_.last_hash = hash;
    EXPECT_EQ(with_last_hash(written, hash), boost::json::serialize(to_json(case_)));
    case_.last_hash.clear();
    EXPECT_EQ(written_case(case_), written);
  }
}

TEST(CaseJson, RoundTripsEveryMember) {
  auto const case_ = full_case();
  auto const again = through_text(case_);
  ASSERT_TRUE(again.has_value()) << again.error().says.en;
  EXPECT_TRUE(*again == case_) << boost::json::serialize(to_json(*again));
}

TEST(CaseJson, RoundTripsWhatIsEmpty) {
  Case const empty;
  auto const again = through_text(empty);
  ASSERT_TRUE(again.has_value()) << again.error().says.en;
  EXPECT_TRUE(*again == empty);
  EXPECT_FALSE(to_json(empty).contains("due"));
}

// Each member alone takes part in equality and survives: a member forgotten in to_json would fail its line.
TEST(CaseJson, EveryMemberAloneSurvives) {
  std::function<void(Case&)> const changes[] = {
      [](Case& c) { c.id = "x"; },
      [](Case& c) { c.shop = "x"; },
      [](Case& c) { c.kind = "x"; },
      [](Case& c) { c.workflow_version = 9; },
      [](Case& c) { c.platform = "x"; },
      [](Case& c) { c.order_id = "x"; },
      [](Case& c) { c.buyer = "x"; },
      [](Case& c) { c.state = "x"; },
      [](Case& c) { c.final = true; },
      [](Case& c) { c.version = 9; },
      [](Case& c) { c.opened_at = {9}; },
      [](Case& c) { c.state_entered_at = {9}; },
      [](Case& c) { c.due.emplace().at = {9}; },
      [](Case& c) { c.due.emplace().owed_by = Party::carrier; },
      [](Case& c) { c.due.emplace().id = "x"; },
      [](Case& c) { c.due.emplace().on_expiry = "x"; },
      [](Case& c) { c.due.emplace().source = "x"; },
      [](Case& c) {
        c.due.emplace().says = {"x", ""};
      },
      [](Case& c) {
        c.due.emplace().says = {"", "x"};
      },
      [](Case& c) { c.currency = Currency::parse("EUR").value(); },
      [](Case& c) { c.reason = "x"; },
      [](Case& c) {
        c.claim_lines = {{"x", 1}};
      },
      [](Case& c) { c.account.pending_minor = 9; },
      [](Case& c) { c.account.refunded_minor = 9; },
      [](Case& c) { c.account.compensation_pending_minor = 9; },
      [](Case& c) { c.account.compensation_paid_minor = 9; },
      [](Case& c) { c.account.goods_reserved = true; },
      [](Case& c) {
        c.account.moved = {{"x", 1}};
      },
      [](Case& c) {
        c.links = {{"x", "y"}};
      },
      [](Case& c) { c.assignee = "x"; },
      [](Case& c) { c.flags = {"x"}; },
      [](Case& c) { c.facts.set("claim.quantity", std::int64_t{9}); },
      [](Case& c) { c.last_hash = "x"; },
  };
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    Case case_;
    changes[i](case_);
    ASSERT_FALSE(case_ == Case{}) << "line " << i;
    auto const again = through_text(case_);
    ASSERT_TRUE(again.has_value()) << "line " << i << ": " << again.error().says.en;
    EXPECT_TRUE(*again == case_) << "line " << i;
  }
}

TEST(CaseJson, SaysNoToWhatIsNotACase) {
  std::function<void(boost::json::object&)> const damages[] = {
      [](boost::json::object& o) { o.erase("state"); },
      [](boost::json::object& o) { o["version"] = "4"; },
      [](boost::json::object& o) { o["opened_at"] = "yesterday"; },
      [](boost::json::object& o) { o["due"].as_object()["owed_by"] = "the moon"; },
      [](boost::json::object& o) { o["currency"] = "yuan"; },
      [](boost::json::object& o) { o["facts"].as_object()["no.such_fact"] = 1; },
      [](boost::json::object& o) { o["flags"] = boost::json::array{1}; },
      [](boost::json::object& o) { o["account"].as_object().erase("moved"); },
  };
  for (std::size_t i = 0; i < std::size(damages); ++i) {
    auto object = to_json(full_case());
    damages[i](object);
    auto const read = case_from_json(object);
    ASSERT_FALSE(read.has_value()) << "line " << i;
    EXPECT_EQ(read.error().kind, FaultKind::internal);
    EXPECT_FALSE(read.error().says.zh.empty());
  }
}

TEST(OrderJson, RoundTrips) {
  Order const order{.shop = "shop_1",
                    .platform = "tmall",
                    .id = "2876543210987654321",
                    .currency = Currency::parse("JPY").value(),
                    .paid_minor = 20007,
                    .postage_minor = 600,
                    .lines = {{"l1", "sku-1", "儿童雨衣 “蓝”", 2, 12007}, {"l2", "sku-2", "", 1, 8000}}};
  auto const again = order_from_json(boost::json::parse(boost::json::serialize(to_json(order))).as_object());
  ASSERT_TRUE(again.has_value()) << again.error().says.en;
  EXPECT_TRUE(*again == order);
  EXPECT_FALSE(order_from_json({{"shop", "s"}}).has_value());
}

}  // namespace
}  // namespace redress

#include "api/importers/top_refund.hpp"

#include <fstream>
#include <iterator>
#include <set>

namespace redress::importers {
namespace {

using boost::json::object;

std::string file(std::string const& name) {
  std::ifstream in{std::string(REDRESS_SOURCE_DIR) + "/tests/api/importers/" + name};
  return {std::istreambuf_iterator<char>(in), {}};
}

object record(object const& other = {}) {
  object made{{"refund_id", "199000000000000042"},
              {"tid", 4300000000000000042},
              {"oid", 4300000000000000043},
              {"dispute_type", "REFUND_AND_RETURN"},
              {"status", "WAIT_SELLER_AGREE"},
              {"order_status", "WAIT_BUYER_CONFIRM_GOODS"},
              {"good_status", "BUYER_RECEIVED"},
              {"total_fee", "199.00"},
              {"refund_fee", "150.07"},
              {"created", "2026-01-05 10:00:00"},
              {"modified", "2026-01-06 10:00:00"},
              {"seller_nick", "测试旗舰店"}};
  for (auto const& member : other) made[member.key()] = member.value();
  return made;
}

CasePlan plan(object const& other = {}, std::string_view shop = "") {
  return read_top_refund(boost::json::serialize(record(other)), 1, shop).value();
}

object const& order_of(CasePlan const& plan) { return plan.open.at("order").as_object(); }
object const& claim_of(CasePlan const& plan) { return plan.open.at("claim").as_object(); }

TEST(TopRefund, ReadsAnOrdinaryRecord) {
  auto const read = plan();
  EXPECT_EQ(read.open_id(), "top-199000000000000042-open");
  EXPECT_EQ(read.kind(), "refund");
  EXPECT_EQ(read.shop(), "测试旗舰店");
  EXPECT_EQ(read.open.at("platform"), "tmall");
  EXPECT_EQ(order_of(read), boost::json::parse(R"({"id":"4300000000000000042","paid":{"minor":19900,"currency":"CNY"},
    "lines":[{"id":"4300000000000000043","quantity":1,"paid":{"minor":19900,"currency":"CNY"}}],
    "dispatched_at":"2026-01-05T02:00:00.000Z"})"));
  EXPECT_EQ(claim_of(read), boost::json::parse(R"({"reason":"other","wants":"return_refund","goods_received":true,
    "lines":[{"id":"4300000000000000043","quantity":1}],"amount":{"minor":15007,"currency":"CNY"}})"));
  EXPECT_EQ(plan({}, "mine").shop(), "mine");
}

TEST(TopRefund, KeepsEveryDigitOfIds) {
  for (auto const* digits : {"9007199254740993", "9223372036854775807", "18446744073709551615"}) {
    auto text = boost::json::serialize(record());
    auto const at = text.find("4300000000000000042");
    auto const read = read_top_refund(text.replace(at, 19, digits), 1, "").value();
    EXPECT_EQ(read.order_id(), digits);
  }
}

TEST(TopRefund, MapsTypesToKindsAndWishes) {
  struct Sample {
    std::string_view type;
    std::string_view kind;
    std::string_view wants;
    std::string_view status;  // platform.status
  };
  for (auto const& sample : {Sample{"REFUND", "refund", "refund_only", "WAIT_SELLER_AGREE"},
                             Sample{"REFUND_AND_RETURN", "refund", "return_refund", "WAIT_SELLER_AGREE"},
                             Sample{"TMALL_EXCHANGE", "exchange", "exchange", "WAIT_SELLER_AGREE"},
                             Sample{"TAOBAO_EXCHANGE", "exchange", "exchange", "WAIT_SELLER_AGREE"},
                             Sample{"REPAIR", "exchange", "repair", "WAIT_SELLER_AGREE"},
                             Sample{"RESHIPPING", "exchange", "resend", "WAIT_SELLER_AGREE"},
                             Sample{"OTHERS", "refund", "refund_only", "WAIT_SELLER_AGREE"},
                             Sample{"TELEPORT", "refund", "refund_only", "TELEPORT/WAIT_SELLER_AGREE"}}) {
    auto const read = plan({{"dispute_type", sample.type}});
    EXPECT_EQ(read.kind(), sample.kind) << sample.type;
    EXPECT_EQ(claim_of(read).at("wants"), boost::json::string(sample.wants)) << sample.type;
    EXPECT_EQ(read.reports[0].facts.at("platform.status"), boost::json::string(sample.status)) << sample.type;
  }
}

TEST(TopRefund, TellsWhetherTheGoodsWereSent) {
  for (auto const& [status, sent] :
       {std::pair{"WAIT_SELLER_SEND_GOODS", false}, std::pair{"TRADE_BUYER_SIGNED", true},
        std::pair{"TRADE_FINISHED", true}, std::pair{"TRADE_CLOSED", false}, std::pair{"TRADE_DREAMT", false}})
    EXPECT_EQ(order_of(plan({{"order_status", status}})).contains("dispatched_at"), sent) << status;
  object part{{"order_status", "SELLER_CONSIGNED_PART"}, {"good_status", "BUYER_NOT_RECEIVED"}};
  EXPECT_FALSE(order_of(plan(part)).contains("dispatched_at")) << "another line of the trade was sent";
  part["good_status"] = "BUYER_RECEIVED";
  EXPECT_TRUE(order_of(plan(part)).contains("dispatched_at")) << "this one was: the buyer has it";
  part["good_status"] = "BUYER_NOT_RECEIVED";
  part["consign_time"] = "2026-01-02 09:00:00";
  EXPECT_TRUE(order_of(plan(part)).contains("dispatched_at")) << "this one was: it has its own time";
  EXPECT_EQ(order_of(plan({{"consign_time", "2026-01-02 09:00:00"}})).at("dispatched_at"), "2026-01-02T01:00:00.000Z");
}

TEST(TopRefund, TakesThePlatformsOwnFacts) {
  auto const read = plan({{"cs_status", 10},
                          {"refund_version", 1767578400000},
                          {"advance_status", 2},
                          {"operation_contraint", "cannot_refuse"},
                          {"refund_remind_timeout", {{"exist_timeout", true}, {"timeout", "2026-01-07 10:00:00"}}}});
  EXPECT_EQ(boost::json::value(read.reports[0].facts), boost::json::parse(R"({"platform.status":"WAIT_SELLER_AGREE",
    "platform.cs_status":10,"platform.refund_version":1767578400000,"platform.advanced":true,
    "platform.cannot_refuse":true,"platform.refund_onweb":false,"platform.due_at":"2026-01-07T02:00:00.000Z"})"));
  EXPECT_TRUE(read.reports[0].platform_stepped_in);
  EXPECT_FALSE(plan({{"refund_remind_timeout", {{"exist_timeout", false}, {"timeout", "2026-01-07 10:00:00"}}}})
                   .reports[0]
                   .facts.contains("platform.due_at"));
}

TEST(TopRefund, PutsVersionsOfARefundInOrder) {
  auto const line = [](char const* modified, char const* status) {
    return boost::json::serialize(record({{"modified", modified}, {"status", status}})) + "\n";
  };
  auto const reading =
      read_top_refunds(line("2026-01-08 10:00:00", "SUCCESS") + line("2026-01-05 10:00:00", "WAIT_SELLER_AGREE") +
                           line("2026-01-06 10:00:00", "CLOSED") + line("2026-01-06 10:00:00", "CLOSED"),
                       "");
  ASSERT_EQ(reading.plans.size(), 1U);
  std::vector<std::string> ids;
  for (auto const& report : reading.plans[0].reports) ids.push_back(report.status);
  EXPECT_THAT(ids, testing::ElementsAre("WAIT_SELLER_AGREE", "CLOSED", "SUCCESS"));
}

TEST(TopRefund, ReadsTheWholeFixtureTheSameTwice) {
  auto const text = file("top_refunds.ndjson");
  auto const reading = read_top_refunds(text, "");
  for (auto const& fault : reading.bad) ADD_FAILURE() << fault.position << " " << fault.says.en;
  EXPECT_GE(reading.plans.size(), 80U);
  auto const again = read_top_refunds(text, "");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < reading.plans.size(); ++i) {
    EXPECT_EQ(reading.plans[i].open, again.plans[i].open);
    EXPECT_TRUE(ids.insert(reading.plans[i].open_id()).second);
    for (auto const& report : reading.plans[i].reports) EXPECT_TRUE(ids.insert(report.id_prefix).second);
  }
}

TEST(TopRefund, ListsBrokenLinesAndReadsTheOthers) {
  auto const reading = read_top_refunds(file("top_refunds_broken.ndjson"), "");
  EXPECT_EQ(reading.plans.size(), 2U);
  std::vector<std::string> lines;
  for (auto const& fault : reading.bad) {
    lines.push_back(fault.position.substr(0, fault.position.find(',')));
    EXPECT_THAT(fault.position, testing::HasSubstr(", column "));
    EXPECT_FALSE(fault.says.zh.empty());
  }
  std::vector<std::string> expected;
  for (int line = 2; line <= 18; ++line) expected.push_back("line " + std::to_string(line));
  EXPECT_EQ(lines, expected);
}

}  // namespace
}  // namespace redress::importers

#include "engine/rules/reader.hpp"

#include "engine/rules/telling.hpp"
#include "tests/engine/rules/rule_maker.hpp"

#include <array>

namespace redress::rules {
namespace {

constexpr std::array readers{Reader::buyer, Reader::agent, Reader::manager, Reader::auditor};

TEST(Reader, SeesAllThatThoseBeforeSee) {
  for (auto const& spec : fact_schema())
    for (std::size_t i = 1; i < readers.size(); ++i)
      EXPECT_TRUE(!may_see_fact(readers[i - 1], spec.path) || may_see_fact(readers[i], spec.path)) << spec.path;
  for (auto const reader : readers) EXPECT_EQ(reader_from(name_of(reader)), reader);
  EXPECT_FALSE(reader_from("owner"));
}

TEST(Reader, OfEachKindOfFact) {
  struct {
    std::string_view path;
    Reader least;
  } const rows[] = {
      {"order.paid_minor", Reader::buyer},
      {"now", Reader::buyer},
      {"claim.reason", Reader::buyer},
      {"buyer.refunds_90d", Reader::agent},
      {"buyer.good_record", Reader::agent},
      {"event.message_terms", Reader::agent},
      {"event.batch_total_minor", Reader::agent},
      {"event.waybill_reused", Reader::agent},
      {"event.only_risk_score", Reader::agent},
      {"event.amount_minor", Reader::buyer},
      {"report.ground", Reader::agent},
      {"risk.score", Reader::agent},
      {"actor.role", Reader::agent},
      {"authority.refund_limit_minor", Reader::manager},
      {"override.reason", Reader::manager},
      {"something.new", Reader::manager},
      {"nowhere", Reader::manager},
      {"platform.due_at", Reader::buyer},
      {"platform.status", Reader::agent},
  };
  for (auto const& row : rows)
    for (auto const reader : readers) EXPECT_EQ(may_see_fact(reader, row.path), reader >= row.least) << row.path;
  EXPECT_FALSE(may_see_evidence(Reader::buyer, "E-PROFILE"));
  EXPECT_TRUE(may_see_evidence(Reader::agent, "E-PROFILE"));
  EXPECT_TRUE(may_see_evidence(Reader::buyer, "E-SIGN"));
}

TEST(Reader, TellsTheBuyerOnlyOfRulesThatReadNothingHidden) {
  Facts const facts;
  auto const told = [&](RuleParts parts) {
    return may_see_rule(Reader::buyer, prove(make_rule(std::move(parts)), {facts}, false));
  };
  EXPECT_TRUE(told({.require = "order.fresh"}));
  EXPECT_TRUE(told({.effect = RuleEffect::require_evidence, .require = "has_evidence('E-SIGN')"}));
  EXPECT_FALSE(told({.effect = RuleEffect::route, .require = "order.fresh"}));
  EXPECT_FALSE(told({.effect = RuleEffect::warn, .require = "order.fresh"}));
  EXPECT_FALSE(told({.require = "order.fresh || buyer.good_record"}));
  EXPECT_FALSE(told({.when = "buyer.good_record", .require = "order.fresh"}));
  EXPECT_FALSE(
      told({.require = "order.fresh", .says = {"退款 {buyer.refunds_90d} 次", "{buyer.refunds_90d} refunds"}}));
  EXPECT_FALSE(told({.require = "has_evidence('E-PROFILE')"}));
}

TEST(Telling, HidesAPartAndTheTextAroundIt) {
  auto const facts = make_facts({{"buyer.refunds_90d", std::int64_t{12}}, {"order.fresh", false}});
  auto const rule =
      make_rule({.require = "order.fresh || !(buyer.refunds_90d > 5) || order.fresh == true",
                 .says = {"退款 {buyer.refunds_90d} 次，生鲜 {order.fresh}", "{buyer.refunds_90d} refunds"}});
  auto const proof = prove(rule, {facts}, false);
  auto const buyer = tell(*proof.require, Reader::buyer);
  EXPECT_FALSE(buyer.contains("source"));
  EXPECT_FALSE(buyer.contains("truth"));
  auto const& parts = buyer.at("parts").as_array();
  EXPECT_EQ(parts[0].at("source"), "order.fresh");
  EXPECT_EQ(parts[1], (boost::json::object{{"hidden", true}}));
  EXPECT_EQ(sentence_for(proof, Reader::buyer).zh, "退款 （不公开） 次，生鲜 否");
  EXPECT_EQ(sentence_for(proof, Reader::agent).zh, "退款 12 次，生鲜 否");
  auto const agent = tell(*proof.require, Reader::agent);
  EXPECT_EQ(agent.at("truth"), "false");
  EXPECT_EQ(agent.at("parts").as_array()[1].at("parts").as_array()[0].at("parts").as_array()[0].at("value"), 12);
}

TEST(Telling, ShowsEveryLineOfTheTree) {
  auto const facts = make_facts({{"order.paid_minor", std::int64_t{25'000}}});
  auto const rule = make_rule({.when = "order.paid_minor > 0",
                               .require = "order.paid_minor <= 20000 && (has_evidence('E-SIGN') || order.fresh)",
                               .says = {"超过200元", "over 200 yuan"}});
  EXPECT_EQ(tell_lines(prove(rule, {facts}, false), Reader::agent, Language::en),
            (std::vector<std::string>{
                "✗ T-001 fails (block, high) 第27条 [S1]", "  over 200 yuan",
                "  when: ✓ order.paid_minor > 0   [order.paid_minor paid amount, postage excluded = 25000]",
                "  require: ✗ all of",
                "    ✗ order.paid_minor <= 20000   [order.paid_minor paid amount, postage excluded = 25000]",
                "    · any of", "      · has_evidence(\"E-SIGN\")", "      · order.fresh"}));
}

}  // namespace
}  // namespace redress::rules

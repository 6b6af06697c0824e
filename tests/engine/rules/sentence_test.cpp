#include "engine/rules/sentence.hpp"

#include "tests/engine/rules/rule_maker.hpp"

namespace redress::rules {
namespace {

TEST(Sentence, SaysWhatTheFactsAreInTheReadersLanguage) {
  auto const facts = make_facts({{"order.paid_minor", std::int64_t{25'007}},
                                 {"claim.photos", std::int64_t{2}},
                                 {"order.fresh", true},
                                 {"order.presale", false},
                                 {"order.paid_at", at("2026-01-05T02:00:00.900Z")},
                                 {"claim.reason", std::string("quality")},
                                 {"event.message_terms", std::vector<std::string>{"reward", "abuse"}}});
  struct {
    Says sentence, filled;
  } const cases[] = {
      {{"无", "none"}, {"无", "none"}},
      {{"实付 {order.paid_minor} 元", "paid CNY {order.paid_minor}"}, {"实付 250.07 元", "paid CNY 250.07"}},
      {{"{claim.photos}{claim.photos}", "{claim.photos}."}, {"22", "2."}},
      {{"{order.fresh}/{order.presale}", "{order.fresh}/{order.presale}"}, {"是/否", "yes/no"}},
      {{"{order.paid_at}", "{order.paid_at}"}, {"北京时间 2026-01-05 10:00:00", "2026-01-05 10:00:00 Beijing time"}},
      {{"{event.message_terms}", "{event.message_terms}"}, {"reward、abuse", "reward, abuse"}},
      {{"{claim.reason}", "{claim.reason}"}, {"quality", "quality"}},
      {{"签收于{order.signed_at}。", "signed {order.signed_at}."}, {"签收于（未知）。", "signed (unknown)."}},
      {{"{没有} {", "{no.such} }"}, {"{没有} {", "{no.such} }"}},
  };
  for (auto const& c : cases) EXPECT_EQ(fill(c.sentence, facts), c.filled);
}

TEST(Sentence, OfAVerdictIsFilled) {
  auto const facts = make_facts({{"order.paid_minor", std::int64_t{100}}});
  auto const verdict = judge(make_rule({.says = {"付了 {order.paid_minor}", "paid {order.paid_minor}"}}), {facts});
  EXPECT_EQ(verdict.says, (Says{"付了 1.00", "paid 1.00"}));
}

TEST(Sentence, DatesAreBeijingDays) {
  EXPECT_EQ(beijing_date(at("2026-01-04T16:00:00Z")), "2026-01-05");
  EXPECT_EQ(beijing_date(at("2026-01-04T15:59:59.999Z")), "2026-01-04");
}

}  // namespace
}  // namespace redress::rules

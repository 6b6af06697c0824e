// What follows from the reason a buyer gives.
#include "engine/cases/derive.hpp"

#include "tests/engine/cases/small_world.hpp"

namespace redress {
namespace {

TEST(Derive, the_reason_of_a_claim_names_the_breach_until_somebody_does) {
  for (auto const& [written, breach] :
       {std::pair{"未按约定时间发货", "late"}, std::pair{"缺货", "shortage"}, std::pair{"物流停滞", "trace_timeout"},
        std::pair{"物流轨迹异常", "trace_abnormal"}, std::pair{"质量问题", ""}}) {
    SmallWorld small;
    auto& facts = small.case_.facts;
    facts.set("claim.reason", std::string(reason_code(written)));
    auto derived = facts;
    derive(derived, small.world(), BookFacts::none);
    EXPECT_EQ(derived.text("compensation.breach"), breach) << written;
    derived = facts;
    derived.set("compensation.breach", std::string("fake_goods"));
    derive(derived, small.world(), BookFacts::none);
    EXPECT_EQ(derived.text("compensation.breach"), "fake_goods");
  }
}

}  // namespace
}  // namespace redress

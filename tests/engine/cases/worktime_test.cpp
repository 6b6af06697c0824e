// What is left to do: one step for each thing wanted, whichever of its kinds it will be.
#include "engine/cases/worktime.hpp"

#include "tests/engine/cases/small_world.hpp"

namespace redress {
namespace {

using Lists = std::vector<std::vector<std::string>>;

Lists wanted(std::string_view require, std::vector<std::vector<std::string>> any_of = {}) {
  SmallWorld small;
  small.book.rules.push_back(rules::make_rule({.require = require}));
  if (!any_of.empty())
    small.book.evidence_needs.push_back({.id = "N-1",
                                         .cites = {"第1条", "S1"},
                                         .confidence = rules::Confidence::high,
                                         .on = {"refund.refuse"},
                                         .when = {},
                                         .borne_by = "seller",
                                         .any_of = std::move(any_of),
                                         .says = {"举证", "proof"}});
  Lists lists;
  for (auto const& step : remaining_work(small.world(), facts_at(small.world(), nullptr)).steps)
    if (step.event.empty()) lists.push_back(step.evidence);
  return lists;
}

TEST(Worktime, plans_one_of_several_kinds_where_one_will_do) {
  auto const trace = "has_evidence('E-TRACE')";
  auto const seal = "has_evidence('E-SIGN') || has_evidence('E-SEAL')";
  EXPECT_EQ(wanted(trace), (Lists{{"E-TRACE"}}));
  EXPECT_EQ(wanted(seal), (Lists{{"E-SIGN", "E-SEAL"}}));
  EXPECT_EQ(wanted(std::string(trace) + " && (" + seal + ")"), (Lists{{"E-TRACE"}, {"E-SIGN", "E-SEAL"}}));
  EXPECT_EQ(wanted(std::string(trace) + " && has_evidence('E-SIGN') || has_evidence('E-SEAL')"), (Lists{{"E-SEAL"}}))
      << "the way that wants least";
  EXPECT_EQ(wanted(std::string(seal) + " || has_evidence('E-CHAT')", {{"E-SEAL", "E-SIGN"}}),
            (Lists{{"E-SEAL", "E-SIGN"}}))
      << "had already with what the need wants";
}

}  // namespace
}  // namespace redress

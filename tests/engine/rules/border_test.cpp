#include "engine/rules/border.hpp"

#include "engine/rules/trial_values.hpp"
#include "tests/engine/rules/rule_maker.hpp"

namespace redress::rules {
namespace {

struct Row {
  std::string_view comparison, name;
  std::optional<std::string> border;  // as a CEL literal; nothing: not to be solved
};

TEST(Border, SolvesASideForOneOfItsFacts) {
  auto const facts = make_facts({{"claim.photos", std::int64_t{4}},
                                 {"order.fresh", true},
                                 {"now", at("2026-01-08T02:00:00Z")},
                                 {"order.paid_at", at("2026-01-05T02:00:00Z")}});
  auto const evidence = make_evidence({"E-PHOTO"});
  Situation const situation{facts, evidence};
  for (auto const& row : std::vector<Row>{
           {"claim.quantity >= 3", "claim.quantity", "3"},
           {"claim.quantity + 2 >= claim.photos", "claim.quantity", "2"},
           {"10 - claim.quantity == claim.photos", "claim.quantity", "6"},
           {"-claim.quantity < -3", "claim.quantity", "3"},
           {"now - order.signed_at <= duration('48h')", "order.signed_at", "timestamp(\"2026-01-06T02:00:00Z\")"},
           {"order.signed_at + duration('1h') == now", "order.signed_at", "timestamp(\"2026-01-08T01:00:00Z\")"},
           {"(order.fresh ? claim.quantity : 0) == 9", "claim.quantity", "9"},
           {"max(claim.quantity, 2) == 9", "claim.quantity", "9"},
           {"evidence_count('E-SIGN') + evidence_count('E-PHOTO') >= 3", "evidence:E-SIGN", "2"},
           {"claim.quantity * 2 == 8", "claim.quantity", std::nullopt},
           {"claim.quantity - claim.quantity == 0", "claim.quantity", std::nullopt},
           {"claim.quantity + order.quantity == 8", "claim.quantity", std::nullopt},  // the other is not known
           {"claim.quantity + 9223372036854775807 == -1", "claim.quantity", "-9223372036854775808"},
           {"claim.quantity - 1 == 9223372036854775807", "claim.quantity", std::nullopt},
       }) {
    auto const program = compiled(row.comparison);
    auto const target = evaluate_part(program.root().children[1], situation);
    ASSERT_TRUE(target) << row.comparison;
    auto const border = solve(program.root().children[0], row.name, *target, situation);
    ASSERT_EQ(border.has_value(), row.border.has_value()) << row.comparison;
    EXPECT_EQ(border ? cel::to_literal(*border) : "", row.border.value_or("")) << row.comparison;
  }
}

std::vector<FactValue> values(std::string_view condition, std::string_view path, FactValue const* present = nullptr) {
  auto const facts = make_facts({{"now", at("2026-01-08T02:00:00Z")}});
  TrialValues trial;
  trial.look_at(compiled(condition), {facts});
  return trial.of(fact_schema()[*fact_index(path)], present, at("2026-01-08T02:00:00Z"));
}

bool has(std::vector<FactValue> const& values, FactValue const& value) {
  return std::ranges::find(values, value) != values.end();
}

TEST(TrialValues, StandOnBothSidesOfEveryBorderNearestFirst) {
  auto const numbers = values("claim.photos >= 3 && claim.photos < 100", "claim.photos");
  for (std::int64_t const each : {2, 3, 4, 99, 100, 101}) EXPECT_TRUE(has(numbers, each)) << each;
  FactValue const present = std::int64_t{90};
  auto const nearest = values("claim.photos >= 3 && claim.photos < 100", "claim.photos", &present);
  EXPECT_GE(std::get<std::int64_t>(nearest.front()), 99);
  EXPECT_FALSE(has(nearest, present));
  for (auto const& each : values("claim.photos > -5", "claim.photos")) EXPECT_GE(std::get<std::int64_t>(each), 0);
  auto const texts = values("claim.reason in ['lost', 'stalled'] || claim.reason == 'other'", "claim.reason");
  for (auto const* each : {"lost", "stalled", "other", "other_2"}) EXPECT_TRUE(has(texts, std::string(each))) << each;
  auto const moments = values("now - order.signed_at < duration('1h')", "order.signed_at");
  auto const border = at("2026-01-08T01:00:00Z");
  for (auto const each : {border, border + 1, border + -1}) EXPECT_TRUE(has(moments, each));
  using List = std::vector<std::string>;
  FactValue const list = List{"reward", "abuse"};
  auto const lists = values("!('reward' in event.message_terms)", "event.message_terms", &list);
  EXPECT_EQ(lists, (std::vector<FactValue>{List{"abuse"}, List{"abuse", "reward"}}));
}

TEST(TrialValues, CountPiecesUpToWhatIsAskedFor) {
  Facts const facts;
  TrialValues trial;
  trial.look_at(compiled("evidence_count('E-PHOTO') >= 3"), {facts});
  EXPECT_EQ(trial.pieces("E-PHOTO", 0), (std::vector<std::int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(trial.pieces("E-PHOTO", 2), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(trial.pieces("E-SIGN", 0), (std::vector<std::int64_t>{1}));
}

}  // namespace
}  // namespace redress::rules

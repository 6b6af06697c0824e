// What a move would give away, and who may pass which rule.
#include "engine/cases/authority.hpp"

#include "tests/engine/cases/small_world.hpp"

namespace redress {
namespace {

using rules::OverrideTerms;

Actor actor(std::string id, Role role) { return {.id = std::move(id), .role = role}; }

TEST(Given, an_offer_of_the_seller_counts_like_what_it_promises) {
  SmallWorld small;
  EventSpec const offer_compensation{.name = "offer_compensation", .party = Party::seller};
  EventSpec const claim_compensation{.name = "claim_compensation", .party = Party::buyer};
  struct Row {
    EventSpec const* on;
    std::vector<std::pair<std::string_view, FactValue>> facts;
    std::int64_t refund_minor, compensation_minor;
  };
  std::pair<std::string_view, FactValue> const refund{"offer.amount_minor", std::int64_t{700}};
  std::pair<std::string_view, FactValue> const amount{"event.amount_minor", std::int64_t{900}};
  std::pair<std::string_view, FactValue> const words{"offer.kind", std::string("partial_refund")};
  Row const rows[] = {
      {&small.workflow.announce, {}, 0, 0},
      {&small.workflow.announce, {words, refund}, 700, 0},
      {&small.workflow.announce, {amount}, 0, 0},  // what is named otherwise is no promise of compensation
      {&offer_compensation, {amount}, 0, 900},
      {&claim_compensation, {amount, refund}, 0, 0},  // nor does a buyer's wish bind the shop
  };
  for (auto const& row : rows) {
    RowSpec const move{&small.workflow.waiting, row.on, &small.workflow.announced, {}, {}};
    Attempt const attempt{.event = row.on, .actor = {}, .at = small.now, .facts = row.facts};
    auto const given = given_by(move, small.world(), attempt, small.case_.facts);
    EXPECT_EQ(given.refund_minor, row.refund_minor) << row.on->name;
    EXPECT_EQ(given.compensation_minor, row.compensation_minor) << row.on->name;
  }
}

TEST(Override, passes_by_whoever_the_rule_names_and_never_by_one_person_twice) {
  SmallWorld small;
  auto const manager = actor("m1", Role::manager);
  auto const other = actor("m2", Role::manager);
  auto const agent = actor("a1", Role::agent);
  OverrideTerms const alone{.by = Role::manager};
  OverrideTerms const two{.by = Role::agent, .second_person = Role::manager};
  using Request = std::optional<OverrideRequest>;
  struct Row {
    std::string_view what;
    Actor by;
    std::optional<OverrideTerms> terms;
    Request request;
    bool passes;
  };
  Row const rows[] = {
      {"nothing was asked for", manager, alone, {}, false},
      {"the rule cannot be passed", manager, {}, Request{{{"T-001"}}}, false},
      {"another rule was named", manager, alone, Request{{{"T-002"}}}, false},
      {"not by an agent", agent, alone, Request{{{"T-001"}}}, false},
      {"by a manager", manager, alone, Request{{{"T-001"}}}, true},
      {"proposed", agent, two, Request{{{"T-001"}, {}, true}}, true},
      {"confirmed by nobody", agent, two, Request{{{"T-001"}}}, false},
      {"confirmed by the same person", manager, two, Request{{{"T-001"}, manager}}, false},
      {"confirmed by an agent", manager, two, Request{{{"T-001"}, agent}}, false},
      {"confirmed by a manager", agent, two, Request{{{"T-001"}, other}}, true},
  };
  for (auto const& row : rows) {
    auto rule = rules::make_rule({});
    rule.override_terms = row.terms;
    Attempt const attempt{
        .event = &small.workflow.refuse, .actor = row.by, .at = small.now, .override_request = row.request};
    EXPECT_EQ(passes(attempt, rule), row.passes) << row.what;
  }
}

TEST(Override, the_call_that_asks_for_it_says_what_was_asked_and_fills_in_the_rest) {
  boost::json::object const example{{"basis", "x"}, {"amount", 1}};
  boost::json::object const asked{{"basis", "y"}};
  FixContext context{"case_1", 4, "refuse", example};
  auto const call = [&](bool second) { return override_call(context, {"T-001"}, second); };
  EXPECT_EQ(call(false).params.at("params"), example) << "nothing is known of what was asked";
  context.asked_params = &asked;
  EXPECT_EQ(call(false).params.at("params"), (boost::json::object{{"basis", "y"}, {"amount", 1}}));
  EXPECT_EQ(call(false).method, "case.apply");
  EXPECT_EQ(call(true).method, "override.propose");
}

TEST(MayApply, whoever_works_for_the_shop_or_is_its_system) {
  for (auto const role : {Role::agent, Role::manager, Role::service, Role::runner}) EXPECT_TRUE(may_apply(role));
  for (auto const role : {Role::auditor, Role::admin}) EXPECT_FALSE(may_apply(role));
}

}  // namespace
}  // namespace redress

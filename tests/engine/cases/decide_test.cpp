// Refusals that come before any rule is asked, and what a case is left as where this program does not know its state.
#include "engine/cases/decide.hpp"

#include "tests/engine/cases/small_world.hpp"

namespace redress {
namespace {

std::string code_of(Decision const& decision) {
  return decision.refusal ? decision.refusal->why_not.front().code : std::string{};
}

Attempt attempt_of(SmallWorld const& small, EventSpec const& event, Party party, Role role) {
  return {.event = &event, .party = party, .actor = {.id = "somebody", .role = role}, .at = small.now};
}

EventSpec const expiry{.name = "deadline_passed", .party = Party::timer, .zh = "到期", .en = "the deadline passes"};

TEST(Decide, a_deadline_passes_by_the_runner_alone_and_only_when_it_is_due) {
  SmallWorld small;
  auto const by = [&](Party party, Role role) {
    return code_of(decide(small.world(), attempt_of(small, expiry, party, role)));
  };
  EXPECT_EQ(by(Party::seller, Role::agent), "other_partys_move");
  EXPECT_EQ(by(Party::timer, Role::service), "other_partys_move") << "a service is not the runner";
  EXPECT_EQ(by(Party::timer, Role::runner), "not_due_yet") << "there is no deadline at all";
  small.case_.due.emplace().at = small.now + 1;
  EXPECT_EQ(by(Party::timer, Role::runner), "not_due_yet");
  small.case_.due->at = small.now;
  EXPECT_EQ(by(Party::timer, Role::runner), "wrong_state") << "due, and no move here";
}

TEST(Decide, what_moves_by_itself_needs_a_rule_that_lets_it_or_a_person) {
  SmallWorld small;
  auto const& event = small.workflow.refuse;
  EXPECT_EQ(code_of(decide(small.world(), attempt_of(small, event, Party::seller, Role::agent))), "");
  EXPECT_EQ(code_of(decide(small.world(), attempt_of(small, event, Party::seller, Role::runner))), "not_automatic");
}

TEST(Decide, a_case_that_has_ended_stays_ended_whatever_is_asked) {
  SmallWorld small;
  EXPECT_EQ(code_of(refuse_unknown_event(small.world(), "sing")), "unknown_event");
  small.case_.final = true;
  EXPECT_EQ(code_of(refuse_unknown_event(small.world(), "sing")), "case_final");
  EXPECT_EQ(code_of(decide(small.world(), attempt_of(small, small.workflow.refuse, Party::seller, Role::agent))),
            "case_final");
}

// As an older program meets it, after a newer one wrote the store.
TEST(Decide, a_state_nobody_knows_is_left_by_no_move_and_keeps_its_facts) {
  SmallWorld small;
  small.case_.state = "TELEPORTED";
  auto const refused = decide(small.world(), attempt_of(small, small.workflow.refuse, Party::seller, Role::agent));
  EXPECT_EQ(code_of(refused), "wrong_state");
  EXPECT_EQ(refused.to, "TELEPORTED");
  Facts facts;
  facts.set("order.paid_minor", std::int64_t{5});
  auto const reported = report_facts(small.world(), {{"order.paid_minor", 5}}, facts);
  EXPECT_FALSE(reported.refusal);
  EXPECT_FALSE(reported.after.due) << "no state, no deadline";
  EXPECT_EQ(reported.after.facts.integer("order.paid_minor"), 5);
}

TEST(Decide, a_claim_reported_beyond_what_is_left_is_offered_what_is_left_and_nothing_where_nothing_is) {
  SmallWorld small;
  auto const claims = [&](std::int64_t minor) {
    Facts facts;
    facts.set("claim.amount_minor", minor);
    return report_facts(small.world(), {{"claim.amount_minor", minor}}, facts);
  };
  EXPECT_FALSE(claims(20'000).refusal);
  auto const beyond = claims(20'001);
  EXPECT_EQ(code_of(beyond), "over_refund");
  auto const& fix = beyond.refusal->why_not.front().fix;
  ASSERT_TRUE(fix);
  EXPECT_EQ(fix->params.at("set").at("claim.amount_minor").as_int64(), 20'000);

  small.account.refunded_minor = small.account.line_moved_minor.front() = 20'000;
  auto const nothing_left = claims(1);
  EXPECT_EQ(code_of(nothing_left), "over_refund");
  EXPECT_FALSE(nothing_left.refusal->why_not.front().fix);
}

}  // namespace
}  // namespace redress

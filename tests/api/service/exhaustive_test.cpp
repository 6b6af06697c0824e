// The whole small world: every workflow, state, event and party over boundary facts, with the real rulebooks.
//
// Whatever is attempted has an answer; a refusal changes nothing and says why; an accepted move lands on a row of the
// table; the list of actions and the decision on each attempt are of one mind; no payout exceeds what was paid.
#include "api/server/rulebooks.hpp"
#include "engine/cases/actions.hpp"
#include "tests/api/service/boundary_cases.hpp"
#include "workflows/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace redress {
namespace {

bool has_row(Workflow const& workflow, std::string_view from, std::string_view on, std::string_view to = {}) {
  return std::ranges::any_of(workflow.rows(), [&](RowSpec const& row) {
    return row.from->name == from && row.on->name == on && (to.empty() || row.to->name == to);
  });
}

void check_decision(World const& world, Attempt const& attempt, Decision const& decision) {
  auto const& from = world.case_.state;
  if (!decision.accepted()) {
    EXPECT_EQ(decision.after, world.case_);
    EXPECT_EQ(decision.to, from);
    EXPECT_TRUE(decision.effects.empty());
    ASSERT_FALSE(decision.refusal->why_not.empty());
    EXPECT_FALSE(decision.refusal->says().zh.empty());
    return;
  }
  EXPECT_TRUE(has_row(world.workflow, from, attempt.event->name, decision.to));
  EXPECT_EQ(decision.after.state, decision.to);
  auto const& account = decision.after.account;
  EXPECT_LE(account.pending_minor + account.refunded_minor, 20'000);
  std::int64_t placed_minor = 0;
  for (auto const& part : account.moved) placed_minor += part.minor;
  EXPECT_EQ(placed_minor, account.pending_minor + account.refunded_minor);
}

TEST(Exhaustive, every_attempt_has_its_answer_and_the_list_of_actions_agrees) {
  auto const library = api::built_in_rulebooks();
  ASSERT_TRUE(library.has_value()) << library.error().says.en << " " << library.error().position;
  std::int64_t decided = 0;
  std::int64_t accepted = 0;
  for (auto const* workflow : workflows::all_workflows())
    for (auto const* platform : {"taobao", "tmall", "elsewhere"})
      for (auto const& variant : variants())
        for (auto const* state : workflow->states()) {
          BoundaryCase const small{*workflow, library->book_for(platform), *state, variant};
          auto const world = small.world();
          SCOPED_TRACE(fmt::format("{} {} {} {}", workflow->kind(), platform, variant.name, state->name));
          Actor const service{.id = "s", .role = Role::service};
          auto const actions = actions_of(world, service);
          for (auto const* event : workflow->events()) {
            Command const command{
                .event = std::string(event->name),
                .actor = service,
                .params = example_params(*event, world.case_, refundable_on(world.account, {}), boundary_now)};
            auto attempt = read_attempt(*event, command, world.case_, boundary_now);
            ASSERT_TRUE(attempt.has_value()) << event->name << ": " << attempt.error().says.en;
            add_message_facts(*attempt, world.book, {});
            auto const decision = decide(world, *attempt);
            check_decision(world, *attempt, decision);
            ++decided;
            accepted += decision.accepted() ? 1 : 0;
            auto const listed = std::ranges::find(actions, event, &Action::event);
            EXPECT_EQ(listed != actions.end(), has_row(*workflow, state->name, event->name)) << event->name;
            // Where the list shows another choice than the first, it says so by its example.
            if (listed != actions.end() && listed->example_params == command.params)
              EXPECT_EQ(listed->allowed, decision.accepted()) << event->name;
          }
          if (HasFailure()) return;
        }
  EXPECT_GT(accepted, 1000);
  RecordProperty("decided", std::to_string(decided));
}

// The law of layering on the real books: what a shop's book lets happen, its platform's book lets happen the same way.
TEST(Exhaustive, a_shops_book_accepts_nothing_that_its_platforms_refuses) {
  std::ifstream in{REDRESS_SOURCE_DIR "/docs/examples/tea.yaml"};
  std::vector<rules::BookSource> const shops{{"tea", std::string(std::istreambuf_iterator<char>(in), {})}};
  auto const library = api::rulebooks_with(shops);
  ASSERT_TRUE(library.has_value()) << library.error().says.en << " " << library.error().position;
  auto const& base = library->book_for("taobao");
  auto const& layered = library->book_for("taobao", "shop_tea");
  ASSERT_EQ(layered.id, "tea");
  std::int64_t stricter = 0;
  for (auto const* workflow : workflows::all_workflows())
    for (auto const& variant : variants())
      for (auto const* state : workflow->states())
        for (auto const role : {Role::agent, Role::manager, Role::service}) {
          BoundaryCase const below{*workflow, base, *state, variant};
          BoundaryCase const above{*workflow, layered, *state, variant};
          Actor const actor{.id = "a", .role = role};
          SCOPED_TRACE(fmt::format("{} {} {} {}", workflow->kind(), variant.name, state->name, name_of(role)));
          auto const actions = actions_of(above.world(), actor);
          for (auto const& action : actions) {
            Command const command{
                .event = std::string(action.event->name), .actor = actor, .params = action.example_params};
            auto attempt = read_attempt(*action.event, command, above.world().case_, boundary_now);
            ASSERT_TRUE(attempt.has_value());
            add_message_facts(*attempt, layered, {});
            auto const here = decide(above.world(), *attempt);
            auto const there = decide(below.world(), *attempt);
            EXPECT_EQ(action.allowed, here.accepted()) << action.event->name;
            stricter += there.accepted() && !here.accepted() ? 1 : 0;
            if (!here.accepted()) continue;
            EXPECT_TRUE(there.accepted()) << action.event->name << " is laxer";
            EXPECT_EQ(here.to, there.to) << action.event->name;
            EXPECT_EQ(here.after.due, there.after.due) << action.event->name << ": the platform's term stays";
          }
          if (HasFailure()) return;
        }
  EXPECT_GT(stricter, 10);
}

TEST(Exhaustive, no_remedy_depends_on_a_review_being_changed) {
  auto const library = api::built_in_rulebooks();
  auto const* workflow = workflows::find_workflow("bad_review");
  Variant const kept{"kept", {{"review.score", std::int64_t{1}}}};
  Variant const edited{"edited", {{"review.score", std::int64_t{5}}, {"review.edited_at", boundary_now}}};
  for (auto const* state : workflow->states()) {
    BoundaryCase const a{*workflow, library->book_for("taobao"), *state, kept};
    BoundaryCase const b{*workflow, library->book_for("taobao"), *state, edited};
    Actor const agent{.id = "a", .role = Role::agent};
    auto const before = actions_of(a.world(), agent);
    auto const after = actions_of(b.world(), agent);
    for (auto const& action : before)
      for (auto const* remedy : {"offer_service", "complete_service"})
        if (action.event->name == remedy) {
          auto const same = std::ranges::find(after, action.event, &Action::event);
          ASSERT_NE(same, after.end());
          EXPECT_EQ(action.allowed, same->allowed) << remedy << " in " << state->name;
        }
  }
}

TEST(Exhaustive, an_agent_is_never_offered_another_partys_move) {
  auto const library = api::built_in_rulebooks();
  for (auto const* workflow : workflows::all_workflows())
    for (auto const* state : workflow->states()) {
      BoundaryCase const small{*workflow, library->book_for("taobao"), *state, {"bare", {}}};
      for (auto const& action : actions_of(small.world(), {.id = "a", .role = Role::agent}))
        if (action.event->party != Party::seller) EXPECT_FALSE(action.allowed) << action.event->name;
    }
}

}  // namespace
}  // namespace redress

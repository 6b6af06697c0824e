#include "engine/cases/nearest_yes.hpp"

#include "engine/cases/change_words.hpp"
#include "engine/cases/changeable.hpp"
#include "tests/engine/cases/small_world.hpp"

#include <algorithm>
#include <set>

namespace redress {
namespace {

using What = Lever::What;
using Subjects = std::set<std::string>;
using rules::make_rule;
using rules::RuleEffect;

Question refuse_as(Role role) { return {{.event = "refuse", .actor = {.id = "a", .role = role}}}; }

std::set<Subjects> subjects_of(NearestYes const& nearest) {
  std::set<Subjects> all;
  for (auto const& set : nearest.sets) {
    Subjects subjects;
    for (auto const& change : set) subjects.insert(change.name);
    all.insert(std::move(subjects));
  }
  return all;
}

// One row: the rules on `refuse`, and the sets that turn it.
struct Row {
  std::string_view what;
  std::vector<rules::Rule> rules;
  std::vector<std::pair<std::string_view, FactValue>> facts;
  std::set<Subjects> sets;
};

TEST(NearestYes, FindsEverySmallestSetOfWhatTheCallerCanSupply) {
  std::vector<Row> const rows{
      {"accepted as it is", {make_rule({.require = "true"})}, {}, {}},
      {"either proof",
       {make_rule({.require = "has_evidence('E-SIGN') || has_evidence('E-SEAL')"})},
       {},
       {{"E-SIGN"}, {"E-SEAL"}}},
      {"two rules together",
       {make_rule({.require = "has_evidence('E-SIGN')"}), make_rule({.require = "stock.available"})},
       {},
       {{"E-SIGN", "stock.available"}}},
      {"a rule that the first change wakes",
       {make_rule({.require = "stock.available || has_evidence('E-SIGN')"}),
        make_rule({.when = "has(stock.available) && stock.available", .require = "has_evidence('E-STOCK')"})},
       {},
       {{"E-SIGN"}, {"E-STOCK", "stock.available"}}},
      {"a fact that was reported stays", {make_rule({.require = "claim.photos >= 3"})}, {{"claim.photos", 1L}}, {}},
      {"one that is not known may be supplied", {make_rule({.require = "claim.photos >= 3"})}, {}, {{"claim.photos"}}},
      {"the clock stands", {make_rule({.require = "now > timestamp('2027-01-01T00:00:00Z')"})}, {}, {}},
      {"what was paid stands", {make_rule({.require = "order.paid_minor <= 100"})}, {}, {}},
      {"the platform's word stands", {make_rule({.require = "!platform.cannot_refuse"})}, {}, {}},
      {"whatever the facts", {make_rule({})}, {}, {}},
      {"a manager passes a route",
       {make_rule({.effect = RuleEffect::route, .require = "stock.available"})},
       {},
       {{"manager"}, {"stock.available"}}},
      {"through a derived fact",
       {make_rule({.require = "order.dispatched"})},
       {},
       {{"order.dispatched_at"}, {"shipment.picked_up_at"}}},
      {"a parameter", {make_rule({.require = "event.basis == 'y'"})}, {}, {{"basis"}}},
      {"an event that goes first", {make_rule({.require = "has(offer.made_at)"})}, {}, {{"announce"}}},
  };
  for (auto const& row : rows) {
    SmallWorld small;
    small.book.rules = row.rules;
    for (auto const& [path, value] : row.facts) small.case_.facts.set(path, value);
    auto const nearest = nearest_yes(small.world(), refuse_as(Role::agent));
    ASSERT_TRUE(nearest.has_value()) << row.what;
    EXPECT_EQ(subjects_of(*nearest), row.sets) << row.what;
    EXPECT_TRUE(nearest->complete) << row.what;
  }
}

TEST(NearestYes, CountsThePiecesAndTakesTheBorder) {
  SmallWorld small;
  small.book.rules = {make_rule({.require = "evidence_count('E-PHOTO') >= 3"}),
                      make_rule({.require = "now - shipment.signed_at <= duration('48h')"})};
  small.evidence = rules::make_evidence({"E-PHOTO"});
  auto const nearest = nearest_yes(small.world(), refuse_as(Role::manager));
  ASSERT_EQ(nearest->sets.size(), 1U);
  auto const& set = nearest->sets.front();
  ASSERT_EQ(set.size(), 2U);
  EXPECT_EQ(set[0].setting.pieces, 2);
  EXPECT_EQ(set[0].call.method, "evidence.add");
  EXPECT_EQ(set[1].by, Party::carrier);
  EXPECT_EQ(set[1].call.method, "case.facts");
  EXPECT_EQ(set[1].call.params.at("set").as_object().at("shipment.signed_at"),
            boost::json::value(format_rfc3339(small.now + -48 * hour_ms)));
}

TEST(NearestYes, OfAnotherStateNamesTheEventThatLeadsThere) {
  SmallWorld small;
  Question const settle{{.event = "settle", .actor = {.id = "a", .role = Role::agent}}};
  auto const nearest = nearest_yes(small.world(), settle);
  ASSERT_EQ(subjects_of(*nearest), (std::set<Subjects>{{"announce"}}));
  EXPECT_EQ(nearest->sets[0][0].call.params.at("event"), "announce");
  small.case_.final = true;
  EXPECT_TRUE(nearest_yes(small.world(), settle)->sets.empty());
}

TEST(NearestYes, RewritesTheMessage) {
  SmallWorld small;
  small.book.vocabularies = {{"reward", {"红包"}}, {"abuse", {"骗子"}}};
  small.book.rules = {make_rule({.require = "!('reward' in event.message_terms)"}),
                      make_rule({.require = "event.message_chars >= 20"})};
  auto question = refuse_as(Role::agent);
  question.command.params = {{"message", "给您红包"}};
  auto const nearest = nearest_yes(small.world(), question);
  EXPECT_EQ(subjects_of(*nearest), (std::set<Subjects>{{"event.message_chars", "event.message_terms"}}));
  EXPECT_EQ(nearest->sets[0][0].call.params.at("params").as_object().at("message"), "");
}

TEST(NearestYes, SaysWhenALimitCutItShort) {
  SmallWorld small;
  small.book.rules = {
      make_rule({.require = "has_evidence('E-SIGN') && has_evidence('E-SEAL') && has_evidence('E-QC')"})};
  auto const question = refuse_as(Role::agent);
  EXPECT_FALSE(nearest_yes(small.world(), question, {}, {.changes_max = 2})->complete);
  EXPECT_FALSE(nearest_yes(small.world(), question, {}, {.asked_max = 3})->complete);
  EXPECT_EQ(nearest_yes(small.world(), question)->sets.size(), 1U);
}

TEST(Changeable, IsNothingThatTimeMoneyPlatformOrTheBuyersPastDecides) {
  constexpr std::array never{"platform.", "buyer.", "account.", "case.", "review.",
                             "payout.",   "shop.",  "actor.",   "event."};
  for (auto const& spec : fact_schema()) {
    bool const stands =
        !settable(spec) || spec.path.ends_with("paid_minor") || spec.path.ends_with("paid_at") ||
        std::ranges::any_of(never, [&](std::string_view prefix) { return spec.path.starts_with(prefix); });
    EXPECT_FALSE(stands && changeable(spec.path)) << spec.path;
  }
  EXPECT_FALSE(changeable("now"));
  EXPECT_FALSE(changeable("dispute.outcome"));
  EXPECT_FALSE(changeable("nothing.of_the_kind"));
}

}  // namespace
}  // namespace redress

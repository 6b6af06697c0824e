// The search behind the static checks, held against looking at every situation of the same small world: what it finds
// is as wanted, nothing shorter is, and where it finds nothing there is nothing.
#include "workflows/rulebook_loader/situation_search.hpp"

#include "engine/rules/reading.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <limits>

namespace redress::rules {
namespace {

Setting const setting{.kind = "refund", .event = "refuse", .now = Instant{1'767'578'400'000}};

std::optional<cel::Program> compiled(std::string const& source) {
  auto program = cel::compile(source, declarations(), {.expected = cel::Type::boolean()});
  EXPECT_TRUE(program) << source;
  return program ? std::optional(*program) : std::nullopt;
}

bool comes_out(cel::Program const& condition, Wanted wanted, Situation const& situation) {
  auto const outcome = condition.evaluate(Reading(situation));
  bool const yes = outcome.is(true), no = outcome.is(false);
  switch (wanted) {
    case Wanted::yes:
      return yes;
    case Wanted::no:
      return no;
    case Wanted::not_yes:
      return !yes;
    case Wanted::not_no:
      return !no;
  }
  return false;
}

struct Wish {
  cel::Program condition;
  Wanted wanted;
};

bool all_come_out(std::vector<Wish> const& wishes, Situation const& situation) {
  return std::ranges::all_of(wishes,
                             [&](Wish const& wish) { return comes_out(wish.condition, wish.wanted, situation); });
}

// The least number of things told with which all wishes come out, looking everywhere; nothing if they never do.
std::optional<std::size_t> fewest(std::vector<Wish> const& wishes) {
  std::vector<cel::Program const*> conditions;
  for (auto const& wish : wishes) conditions.push_back(&wish.condition);
  auto const all = choices_for(conditions, setting);
  std::optional<std::size_t> best;
  Facts facts;
  facts.set("now", setting.now);
  std::vector<Evidence> evidence;
  std::function<void(std::size_t, std::size_t)> const look = [&](std::size_t at, std::size_t told) {
    if (at == all.size()) {
      if (all_come_out(wishes, {facts, evidence}) && (!best || told < *best)) best = told;
      return;
    }
    for (std::size_t choice = 0; choice < all[at].size(); ++choice) {
      auto const pieces = evidence.size();
      if (all[at].evidence) {
        Evidence piece;
        piece.kind = all[at].name;
        evidence.insert(evidence.end(), static_cast<std::size_t>(all[at].counts[choice]), piece);
      } else if (auto const& value = all[at].values[choice]) {
        facts.set(all[at].name, *value);
      } else {
        facts.clear(all[at].name);
      }
      look(at + 1, told + (choice > 0 ? 1 : 0));
      evidence.resize(pieces);
      if (!all[at].evidence) facts.clear(all[at].name);
    }
  };
  look(0, 0);
  return best;
}

std::size_t size_of(FoundSituation const& found) { return found.facts.size() + found.evidence.size(); }

rc::Gen<std::string> condition(int depth) {
  auto const leaf = rc::gen::element<std::string>(
      "order.fresh", "has(order.fresh)", "order.presale", "order.paid_minor <= 20000", "order.paid_minor == 7",
      "has_evidence('E-SIGN')", "evidence_count('E-SIGN') >= 2", "claim.reason in ['quality', 'lost']",
      "claim.reason == 'quality'", "'reward' in event.message_terms");
  if (depth == 0) return leaf;
  auto const inner = rc::gen::lazy([depth] { return condition(depth - 1); });
  return rc::gen::oneOf(
      leaf, rc::gen::map(inner, [](std::string const& a) { return "!(" + a + ")"; }),
      rc::gen::apply([](std::string const& a, std::string const& b) { return "(" + a + ") && (" + b + ")"; }, inner,
                     inner),
      rc::gen::apply([](std::string const& a, std::string const& b) { return "(" + a + ") || (" + b + ")"; }, inner,
                     inner));
}

RC_GTEST_PROP(SituationSearch, FindsTheShortestOrShowsThatThereIsNone, ()) {
  std::vector<Wish> wishes;
  Demand demand;
  for (int i = 0; i < 2; ++i) {
    auto const source = *condition(2);
    auto const wanted = *rc::gen::element(Wanted::yes, Wanted::no, Wanted::not_yes, Wanted::not_no);
    auto const program = compiled(source);
    RC_ASSERT(program.has_value());
    demand.add(program, wanted, true);
    wishes.push_back({*program, wanted});
  }
  auto const least = fewest(wishes);
  auto const answer = find_situation(demand, setting);
  RC_ASSERT(answer.found.has_value() == least.has_value());
  if (!least) {
    RC_ASSERT(answer.whole);
    return;
  }
  RC_ASSERT(size_of(*answer.found) == *least);
  // And what was found does what was wanted.
  Facts facts;
  facts.set("now", setting.now);
  for (auto const& [path, value] : answer.found->facts)
    facts.set(path, *fact_from_json(fact_schema()[*fact_index(path)].type, value, std::string(path)));
  std::vector<Evidence> evidence;
  for (auto const& [kind, count] : answer.found->evidence) {
    Evidence piece;
    piece.kind = kind;
    evidence.insert(evidence.end(), static_cast<std::size_t>(count.as_int64()), piece);
  }
  RC_ASSERT(all_come_out(wishes, {facts, evidence}));
}

TEST(SituationSearch, TriesBothSidesOfAMoment) {
  for (auto const wanted : {Wanted::yes, Wanted::no}) {
    Demand demand;
    demand.add(compiled("has(order.paid_at) && now - order.paid_at <= duration('2h')"), Wanted::not_no, true);
    demand.add(compiled("now - order.paid_at < duration('2h')"), wanted, true);
    EXPECT_TRUE(find_situation(demand, setting).found) << static_cast<int>(wanted);
  }
}

TEST(SituationSearch, AddsTwoSpansUp) {
  Demand demand;
  demand.add(compiled("now >= order.paid_at + duration('48h') + duration('72h')"), Wanted::no, true);
  demand.add(compiled("now >= order.paid_at + duration('48h') + duration('71h')"), Wanted::yes, true);
  EXPECT_TRUE(find_any(demand, setting).found);
  Demand two;
  two.add(compiled("now >= order.paid_at + duration('48h') + duration('72h')"), Wanted::yes, true);
  two.add(compiled("now > order.paid_at + duration('48h') + duration('72h')"), Wanted::no, true);
  EXPECT_TRUE(find_any(two, setting).found);
}

TEST(SituationSearch, KnowsWhatFollowsFromTheReason) {
  Demand demand;
  demand.add(compiled("claim.subjective && claim.reason == 'quality'"), Wanted::yes, true);
  auto const answer = find_any(demand, setting);
  EXPECT_FALSE(answer.found);
  EXPECT_TRUE(answer.whole);
}

TEST(SituationSearch, SaysWhenItLeftSomethingOut) {
  std::string many = "'a' in event.message_terms";
  for (char list = 'b'; list <= 'j'; ++list) many += std::string(" || '") + list + "' in event.message_terms";
  Demand demand;
  demand.add(compiled("(" + many + ") && size(event.message_terms) == 3"), Wanted::yes, true);
  auto const answer = find_any(demand, setting);
  EXPECT_FALSE(answer.found);
  EXPECT_FALSE(answer.whole);
}

}  // namespace
}  // namespace redress::rules

// What is settled quickly comes out as the evaluation has it, and reads the same facts in the same order.
#include "engine/rules/quick_condition.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

cel::Program compiled(std::string_view source) { return *cel::compile(source, declarations()); }

std::vector<std::string> paths_of(Reading const& reading) {
  std::vector<std::string> paths;
  for (auto const& read : reading.facts_read()) paths.push_back(read.path);
  return paths;
}

struct Row {
  std::string_view source;
  std::optional<bool> settled;
};

Facts some_facts() {
  Facts facts;
  facts.set("claim.reason", std::string("quality"));
  facts.set("claim.photos", std::int64_t{3});
  facts.set("order.dispatched", true);
  facts.set("order.fresh", false);
  facts.set("order.paid_at", Instant{1'767'578'400'000});
  facts.set("case.opened_at", Instant{1'767'578'500'000});
  facts.set("buyer.message_terms", std::vector<std::string>{"threat"});
  return facts;
}

TEST(SettledQuickly, WhatItSettlesAndWhatItLeaves) {
  constexpr std::array rows{
      Row{"has(claim.reason)", true},
      Row{"has(claim.wants)", false},
      Row{"has(claim.reason) && claim.reason == 'quality'", true},
      Row{"has(claim.reason) && claim.reason == 'damaged'", false},
      Row{"'damaged' != claim.reason", true},
      Row{"has(claim.wants) && claim.wants == 'exchange'", false},
      Row{"claim.reason in ['damaged', 'quality']", true},
      Row{"claim.reason in ['damaged']", false},
      Row{"'threat' in buyer.message_terms", true},
      Row{"'praise' in buyer.message_terms", false},
      Row{"order.dispatched && !order.fresh", true},
      Row{"order.fresh || claim.photos >= 3", true},
      Row{"claim.photos > 3", false},
      Row{"3 < claim.photos", false},
      Row{"order.paid_at < case.opened_at", true},
      Row{"true", true},
      // Left to the evaluation: something is not known, or more than a comparison is asked for.
      Row{"claim.wants == 'exchange'", std::nullopt},
      Row{"claim.wants == 'exchange' && order.fresh", std::nullopt},
      Row{"claim.reason == claim.wants", std::nullopt},
      Row{"claim.photos + 1 > 3", std::nullopt},
      Row{"has_evidence('E-CHAT')", std::nullopt},
      Row{"claim.reason.startsWith('q')", std::nullopt},
      Row{"order.paid_at < timestamp('2026-01-05T00:00:00Z')", std::nullopt},
      Row{"order.dispatched ? order.fresh : order.dispatched", std::nullopt},
  };
  auto const facts = some_facts();
  Situation const situation{facts};
  for (auto const& [source, settled] : rows) {
    SCOPED_TRACE(source);
    Reading const reading(situation);
    EXPECT_EQ(settled_quickly(compiled(source).root(), reading), settled);
    if (!settled) {
      EXPECT_EQ(reading.reads(), 0u);
    }
  }
}

TEST(SettledQuickly, LeavesWhatWasReadBeforeAsItWas) {
  auto const facts = some_facts();
  Situation const situation{facts};
  Reading const reading(situation);
  reading.read("order.fresh");
  EXPECT_EQ(settled_quickly(compiled("order.dispatched && claim.wants == 'x'").root(), reading), std::nullopt);
  EXPECT_EQ(paths_of(reading), std::vector<std::string>{"order.fresh"});
}

// Expressions over a few facts of every type, of all operators that are settled and some that are not.
rc::Gen<std::string> condition(int depth) {
  auto const leaf = rc::gen::element<std::string>(
      "has(claim.reason)", "has(claim.wants)", "has(claim.photos)", "order.dispatched", "order.fresh",
      "claim.reason == 'quality'", "'lost' == claim.reason", "claim.reason != 'lost'", "claim.reason == claim.wants",
      "claim.reason in ['quality', 'lost']", "'threat' in buyer.message_terms", "claim.photos > 2", "2 <= claim.photos",
      "claim.photos == claim.quantity", "order.paid_at < case.opened_at", "order.paid_at == case.opened_at",
      "claim.photos + 1 > 2", "has_evidence('E-CHAT')", "order.dispatched == order.fresh", "true", "false");
  if (depth == 0) return leaf;
  return rc::gen::oneOf(leaf, rc::gen::map(condition(depth - 1), [](std::string a) { return "!(" + a + ")"; }),
                        rc::gen::apply([](std::string a, std::string b) { return "(" + a + ") && (" + b + ")"; },
                                       condition(depth - 1), condition(depth - 1)),
                        rc::gen::apply([](std::string a, std::string b) { return "(" + a + ") || (" + b + ")"; },
                                       condition(depth - 1), condition(depth - 1)));
}

Facts any_facts() {
  Facts facts;
  auto const maybe = [&](std::string_view path, rc::Gen<FactValue> value) {
    if (*rc::gen::arbitrary<bool>()) facts.set(path, *value);
  };
  auto const text = rc::gen::map(rc::gen::element<std::string>("quality", "lost", "other"),
                                 [](std::string each) { return FactValue{std::move(each)}; });
  auto const truth = rc::gen::map(rc::gen::arbitrary<bool>(), [](bool each) { return FactValue{each}; });
  auto const number = rc::gen::map(rc::gen::inRange(0, 4), [](int each) { return FactValue{std::int64_t{each}}; });
  // The last lies beyond what CEL can tell, and is then not known.
  auto const instant =
      rc::gen::map(rc::gen::element<std::int64_t>(0, 1'767'578'400'000, std::numeric_limits<std::int64_t>::max()),
                   [](std::int64_t ms) { return FactValue{Instant{ms}}; });
  auto const texts = rc::gen::map(rc::gen::element<std::string>("threat", "praise"),
                                  [](std::string each) { return FactValue{std::vector{std::move(each)}}; });
  maybe("claim.reason", text);
  maybe("claim.wants", text);
  maybe("order.dispatched", truth);
  maybe("order.fresh", truth);
  maybe("claim.photos", number);
  maybe("claim.quantity", number);
  maybe("order.paid_at", instant);
  maybe("case.opened_at", instant);
  maybe("buyer.message_terms", texts);
  return facts;
}

RC_GTEST_PROP(SettledQuickly, AgreesWithTheEvaluation, ()) {
  auto const source = *condition(3);
  auto const program = compiled(source);
  auto const facts = any_facts();
  Situation const situation{facts};
  Reading const quick(situation);
  auto const settled = settled_quickly(program.root(), quick);
  RC_TAG(settled ? "settled" : "left");
  if (!settled) {
    RC_ASSERT(quick.reads() == 0u);
    return;
  }
  Reading const whole(situation);
  RC_ASSERT(program.evaluate(whole).is(*settled));
  RC_ASSERT(paths_of(quick) == paths_of(whole));
}

TEST(WaitsForFact, WhatCannotDoWithoutAFactNobodyTold) {
  constexpr std::array rows{
      Row{"claim.wants == 'exchange'", true},
      Row{"claim.photos >= 3 && claim.wants == 'exchange'", true},
      Row{"claim.quantity > 1 && 2 * claim.quantity > claim.photos", true},
      Row{"claim.photos > 2 * claim.quantity", true},
      Row{"!(claim.wants in ['exchange'])", true},
      Row{"claim.wants == 'exchange' || claim.quantity > 1", true},
      Row{"claim.wants == 'exchange' || claim.photos >= 3", false},
      Row{"has(claim.wants)", false},
      Row{"!has(claim.wants) && claim.photos >= 3", false},
      Row{"!(claim.wants == 'exchange' && order.fresh)", false},
      Row{"(has(claim.wants) ? claim.wants : claim.reason) == 'quality'", false},
      Row{"has_evidence('E-CHAT')", false},
      Row{"claim.reason.startsWith('q')", false},
  };
  auto const facts = some_facts();
  for (auto const& [source, waits] : rows) {
    SCOPED_TRACE(source);
    EXPECT_EQ(waits_for_fact(compiled(source).root(), facts), waits);
  }
}

RC_GTEST_PROP(WaitsForFact, NothingThatWaitsComesOutTrue, ()) {
  auto const program = compiled(*condition(3));
  auto const facts = any_facts();
  auto const waits = waits_for_fact(program.root(), facts);
  RC_TAG(waits ? "waits" : "says nothing");
  if (waits) RC_ASSERT(!program.evaluate(Reading({facts})).is(true));
}

}  // namespace
}  // namespace redress::rules

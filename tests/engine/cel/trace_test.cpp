#include "tests/engine/cel/run.hpp"

namespace redress::cel {
namespace {

Declarations facts() {
  Declarations made;
  made.variable("order.paid_minor", Type::int64())
      .variable("order.signed_at", Type::timestamp())
      .variable("claim.reason", Type::string())
      .variable("now", Type::timestamp())
      .function("has_evidence", {Type::string()}, Type::boolean());
  return made;
}

Bindings values() {
  Bindings made;
  made.set("order.paid_minor", 20007).set("claim.reason", "damaged");
  made.function("has_evidence", [](auto) { return unknown("evidence:E-SIGN"); });
  return made;
}

TEST(CelTrace, ShowsWhichConjunctFailedWithItsSides) {
  std::string_view const source = "claim.reason == 'damaged' && order.paid_minor <= 20000 && has(order.signed_at)";
  Program const program = checked(source, facts());
  Trace trace;
  EXPECT_EQ(written(program.evaluate(values(), trace)), "false");

  Node const& root = program.root();
  ASSERT_TRUE(root.is(Operator::all_of));
  ASSERT_EQ(root.children.size(), 3U);
  EXPECT_TRUE(trace.outcome_of(root.children[0])->is(true));
  EXPECT_EQ(trace.outcome_of(root.children[2]), nullptr);  // behind the false one

  Node const& failed = root.children[1];
  EXPECT_TRUE(trace.outcome_of(failed)->is(false));
  ASSERT_TRUE(is_comparison(failed));
  EXPECT_EQ(symbol_of(failed.op), "<=");
  EXPECT_EQ(text_of(program.source(), failed.span), "order.paid_minor <= 20000");
  EXPECT_EQ(failed.children[0].kind, NodeKind::variable);
  EXPECT_EQ(failed.children[0].name, "order.paid_minor");
  EXPECT_EQ(written(*trace.outcome_of(failed.children[0])), "20007");
  EXPECT_EQ(written(*trace.outcome_of(failed.children[1])), "20000");
}

TEST(CelTrace, KeepsWhatWasReadAndWhatWasMissing) {
  Program const program = checked(
      "has(order.signed_at) || now > order.signed_at || order.paid_minor + order.paid_minor > 1 || claim.reason == ''",
      facts());
  Trace trace;
  EXPECT_EQ(written(program.evaluate(values(), trace)), "true");
  ASSERT_EQ(trace.reads().size(), 3U);  // in order, once each, and nothing behind the deciding operand
  EXPECT_EQ(trace.reads()[0].name, "order.signed_at");
  EXPECT_FALSE(trace.reads()[0].value);
  EXPECT_EQ(trace.reads()[1].name, "now");
  EXPECT_FALSE(trace.reads()[1].value);
  EXPECT_EQ(trace.reads()[2].name, "order.paid_minor");
  EXPECT_EQ(trace.reads()[2].value, Value(20007));
}

TEST(CelTrace, KeepsCallsAndTheDecidingItem) {
  Program const program = checked("[1, 2, 3].exists(n, n == 2) && has_evidence('E-SIGN')", facts());
  Trace trace;
  EXPECT_EQ(written(program.evaluate(values(), trace)), "?evidence:E-SIGN");
  ASSERT_EQ(trace.calls().size(), 1U);
  EXPECT_EQ(trace.calls()[0].node->name, "has_evidence");
  EXPECT_EQ(trace.calls()[0].arguments[0], Value("E-SIGN"));
  EXPECT_EQ(written(trace.calls()[0].outcome), "?evidence:E-SIGN");
  Node const& body = program.root().children[0].children[1];
  EXPECT_EQ(written(*trace.outcome_of(body.children[0])), "2");
}

TEST(CelTrace, BelongsToOneEvaluation) {
  Program const program = checked("claim.reason == 'damaged' || order.paid_minor > 1", facts());
  Trace trace;
  EXPECT_EQ(written(program.evaluate(Bindings(), trace)), "?claim.reason,order.paid_minor");
  EXPECT_EQ(trace.reads().size(), 2U);
  EXPECT_EQ(written(program.evaluate(values(), trace)), "true");
  EXPECT_EQ(trace.reads().size(), 1U);
  EXPECT_EQ(trace.outcome_of(program.root().children[1]), nullptr);
}

TEST(CelTrace, ErrorsKnowWhereTheyBegan) {
  std::string_view const source = "1 < 2 && (order.paid_minor / 0) > 3";
  Program const program = checked(source, facts());
  Outcome const outcome = program.evaluate(values());
  ASSERT_TRUE(outcome.is_error());
  EXPECT_EQ(text_of(source, outcome.error().span), "order.paid_minor / 0");
  EXPECT_FALSE(outcome.error().says.zh.empty());
}

TEST(CelTrace, SpansCoverParenthesesOfTheirParts) {
  std::string_view const source = "(1 + 2) * (3) == 9";
  Program const program = checked(source, {});
  Node const& product = program.root().children[0];
  EXPECT_EQ(text_of(source, product.span), "(1 + 2) * (3)");
  EXPECT_EQ(text_of(source, product.children[0].span), "1 + 2");
}

}  // namespace
}  // namespace redress::cel

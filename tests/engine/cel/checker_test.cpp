#include "tests/engine/cel/run.hpp"

namespace redress::cel {
namespace {

Declarations facts() {
  Declarations made;
  made.variable("order.paid_minor", Type::int64())
      .variable("order.signed_at", Type::timestamp())
      .variable("order.category", Type::string())
      .variable("claim.reasons", Type::list(Type::string()))
      .variable("claim.goods_received", Type::boolean())
      .variable("limits", Type::map(Type::string(), Type::int64()))
      .variable("anything", Type::dyn())
      .variable("now", Type::timestamp())
      .constant("platform.taobao", "taobao")
      .function("has_evidence", {Type::string()}, Type::boolean())
      .function("within", {Type::timestamp(), Type::duration()}, Type::boolean())
      .member_function("holds", {Type::list(Type::parameter(0)), Type::parameter(0)}, Type::boolean());
  return made;
}

struct Wrong {
  std::string_view source;
  int line;
  int column;
  std::string_view says;
};

TEST(CelChecker, SaysWhatWasExpectedAndWhere) {
  Wrong const table[] = {
      {"order.paid_minr <= 1", 1, 1, "unknown name order.paid_minr; did you mean order.paid_minor?"},
      {"1 < 2 && order.payd_minor <= 1", 1, 10, "unknown name order.payd_minor; did you mean order.paid_minor?"},
      {"nothing_like_it", 1, 1, "unknown name nothing_like_it"},
      {"has(order.signd_at)", 1, 1, "unknown name order.signd_at; did you mean order.signed_at?"},
      {"has_evidense('E')", 1, 1, "unknown function has_evidense; did you mean has_evidence?"},
      {"order.category.startWith('a')", 1, 1, "unknown function startWith; did you mean startsWith?"},
      {"order.paid_minor <= '20000'", 1, 21,
       "the sides of <= do not go together: int on the left, string on the right"},
      {"order.category == 1", 1, 19, "the sides of == do not go together: string on the left, int on the right"},
      {"now - order.paid_minor < duration('1s')", 1, 7, "- does not take (google.protobuf.Timestamp, int)"},
      {"true &&\n  order.paid_minor", 2, 3, "this should be bool, but this is int"},
      {"'\u9000\u8d27' == order.category && order.paid_minor", 1, 27, "this should be bool, but this is int"},
      {"order.paid_minor ? true : false", 1, 1, "this should be bool, but this is int"},
      {"claim.goods_received ? 1 : 'a'", 1, 28, "the branch after the colon should be int, but this is string"},
      {"has_evidence(1)", 1, 14, "argument 1 of has_evidence should be string, but this is int"},
      {"within(now, now)", 1, 13,
       "argument 2 of within should be google.protobuf.Duration, but this is google.protobuf.Timestamp"},
      {"has_evidence()", 1, 1, "has_evidence does not take (); expected has_evidence(string)"},
      {"size(1)", 1, 1, "size does not take (int); expected size(string), size(bytes), size(list(A)), size(map(A, B))"},
      {"order.category.contains(1)", 1, 25, "argument 1 of contains should be string, but this is int"},
      {"order.paid_minor.contains('a')", 1, 1, "the target of contains should be string, but this is int"},
      {"claim.reasons.holds(1)", 1, 21, "argument 1 of holds should be string, but this is int"},
      {"order.paid_minor.amount", 1, 1, "int has no fields, so no \"amount\""},
      {"order.paid_minor.all(x, true)", 1, 1, "the target of all should be list, map, but this is int"},
      {"claim.reasons.all(r, r)", 1, 22, "this should be bool, but this is string"},
      {"claim.reasons.exists(r, r > 1)", 1, 29,
       "the sides of > do not go together: string on the left, int on the right"},
      {"claim.reasons[0] + 1 == ''", 1, 20, "+ does not take (string, int)"},
      {"limits.cap == 'a'", 1, 15, "the sides of == do not go together: int on the left, string on the right"},
      {"limits[1] == 1", 1, 8, "[] does not take (map(string, int), int)"},
      {"1 in claim.reasons", 1, 6, "in does not take (int, list(string))"},
      {"{1.5: 1} == {}", 1, 2, "a map key should be bool, int, uint, string, but this is double"},
      {"'a'.matches('(')", 1, 13, "invalid regular expression: missing ): ("},
      {"Claim{a: 1} == null", 1, 1, "unknown message type Claim; rules have no messages"},
      {"order.paid_minor", 1, 1, "the expression should be bool, but this is int"},
      {"1 +", 1, 4, "expected a value, but the expression ends here"},
      {"true\n&& )", 2, 4, "expected a value, found \")\""},
  };
  for (Wrong const& wrong : table) {
    Compiled const compiled = compile(wrong.source, facts(), {.expected = Type::boolean()});
    ASSERT_FALSE(compiled) << wrong.source;
    ASSERT_EQ(compiled.error().size(), 1U) << wrong.source << ": " << compiled.error()[1].says.en;
    Diagnostic const& found = compiled.error().front();
    EXPECT_EQ(found.says.en, wrong.says) << wrong.source;
    EXPECT_EQ(found.line, wrong.line) << wrong.source;
    EXPECT_EQ(found.column, wrong.column) << wrong.source;
    EXPECT_FALSE(found.says.zh.empty()) << wrong.source;
  }
}

TEST(CelChecker, ReportsEveryMistakeInOrderUpToTwenty) {
  Compiled const two = compile("order.paid_minr > 1 && has_evidence(2)", facts());
  ASSERT_FALSE(two);
  ASSERT_EQ(two.error().size(), 2U);
  EXPECT_LT(two.error()[0].column, two.error()[1].column);
  std::string many = "x0";
  for (int i = 1; i < 50; ++i) many += " + x" + std::to_string(i);
  Compiled const fifty = compile(many, facts());
  ASSERT_FALSE(fifty);
  EXPECT_EQ(fifty.error().size(), 20U);
  EXPECT_EQ(fault_of(two.error()).position, "line 1, column 1");
}

struct Typed {
  std::string_view source;
  std::string_view type;
};

TEST(CelChecker, FindsTypes) {
  Typed const table[] = {
      {"1", "int"},
      {"1u", "uint"},
      {"1.0", "double"},
      {"'a'", "string"},
      {"null", "null_type"},
      {"[1]", "list(int)"},
      {"[]", "list(dyn)"},
      {"{}", "map(dyn, dyn)"},
      {"[1, 'a']", "list(dyn)"},
      {"{'abc': 123}", "map(string, int)"},
      {"{'a': 1, 'b': 'c'}", "map(string, dyn)"},
      {"['foo'][0]", "string"},
      {"{'abc': 123}['abc']", "int"},
      {"('foo' + 'bar').startsWith('foo')", "bool"},
      {"[[], [[]], [[[]]], [[[[]]]]]", "list(list(list(list(list(dyn)))))"},
      {"[[[[[]]]], [], [[[]]]]", "list(list(list(list(list(dyn)))))"},
      {"([].map(x, x))[0].foo", "dyn"},
      {"[optional.none(), optional.of(1)]", "list(optional_type(int))"},
      {"[optional.of(1), optional.none()]", "list(optional_type(int))"},
      {"[optional.of(1), optional.of(dyn(1))]", "list(optional_type(dyn))"},
      {"true ? optional.of(dyn(1)) : optional.of(1)", "optional_type(dyn)"},
      {"[1, 2].map(x, x * 2)", "list(int)"},
      {"claim.reasons.filter(r, r != '')", "list(string)"},
      {"{1: 'a'}.map(k, k)", "list(int)"},
      {"{1: 'a'}.transformMap(k, v, k + 1)", "map(int, int)"},
      {"now - order.signed_at", "google.protobuf.Duration"},
      {"now + duration('24h')", "google.protobuf.Timestamp"},
      {"min(now, order.signed_at)", "google.protobuf.Timestamp"},
      {"max(1, 2, 3)", "int"},
      {"math.greatest(1, 2.0)", "dyn"},
      {"math.greatest(1, 2)", "int"},
      {"type(1)", "type(int)"},
      {"anything.a.b[0] == 'x'", "bool"},
      {"anything + 1", "int"},
      {"platform.taobao", "string"},
      {"cel.bind(x, [1], x + [2])", "list(int)"},
      {"limits.?cap.orValue(0)", "int"},
      {"claim.reasons[?0].optMap(r, size(r))", "optional_type(int)"},
      {"1 < 1.0", "bool"},
      {"claim.reasons.holds('x')", "bool"},
  };
  for (Typed const& typed : table) {
    Compiled const compiled = compile(typed.source, facts());
    ASSERT_TRUE(compiled) << typed.source << ": " << compiled.error().front().says.en;
    EXPECT_EQ(compiled->type().to_string(), typed.type) << typed.source;
  }
}

TEST(CelChecker, ResolvesTheLongestNameInTheNearestNamespace) {
  Declarations made;
  made.variable("a.b.c", Type::string()).variable("a.b", Type::map(Type::string(), Type::string()));
  made.variable("x.y", Type::int64()).variable("y", Type::string()).variable("x.z.y", Type::boolean());
  Bindings bound;
  bound.set("a.b.c", "longest").set("a.b", *Map::of({{"c", "field"}, {"d", "other"}}));
  bound.set("x.y", 1).set("y", "root").set("x.z.y", true);
  auto const ask = [&](std::string_view source, std::string container) {
    Declarations within = made;
    within.container(std::move(container));
    return written(checked(source, within).evaluate(bound));
  };
  EXPECT_EQ(ask("a.b.c", ""), "\"longest\"");
  EXPECT_EQ(ask("a.b.d", ""), "\"other\"");
  EXPECT_EQ(ask("has(a.b.c) && !has(a.b.e)", ""), "true");
  EXPECT_EQ(ask("y", ""), "\"root\"");
  EXPECT_EQ(ask("y", "x"), "1");
  EXPECT_EQ(ask("y", "x.z"), "true");
  EXPECT_EQ(ask(".y", "x.z"), "\"root\"");
  EXPECT_EQ(ask(".x.y", "x.z"), "1");
  EXPECT_EQ(ask("y", "q.r"), "\"root\"");
  EXPECT_EQ(checked("a.b.c + a.b.d + y", made).variables(), (std::vector<std::string>{"a.b", "a.b.c", "y"}));
}

TEST(CelChecker, HostFunctionsMayHaveNamespaces) {
  Declarations made;
  made.function("evidence.has", {Type::string()}, Type::boolean()).variable("evidence", Type::string());
  Bindings bound;
  bound.set("evidence", "x").function("evidence.has", [](auto arguments) {
    return Value(arguments[0].as_string() == "E");
  });
  Program const program = checked("evidence.has('E') && evidence == 'x'", made);
  EXPECT_EQ(written(program.evaluate(bound)), "true");
  EXPECT_EQ(program.host_functions(), std::vector<std::string>{"evidence.has"});
}

}  // namespace
}  // namespace redress::cel

// The cost proved before evaluation: never below what evaluating costs, and told where it is too much.
#include "tests/engine/cel/run.hpp"

namespace redress::cel {
namespace {

Declarations facts() {
  Declarations made;
  made.variable("l", Type::list(Type::string())).variable("n", Type::list(Type::int64()));
  made.variable("s", Type::string()).variable("any", Type::dyn());
  return made;
}

Bindings largest(InputSizes const& sizes) {
  List texts;
  List numbers;
  std::string const text(sizes.item_bytes, 'a');
  for (std::uint64_t i = 0; i < sizes.items; ++i) {
    texts.emplace_back(text);
    numbers.emplace_back(static_cast<std::int64_t>(i));
  }
  Bindings made;
  made.set("l", texts).set("n", numbers).set("s", std::string(sizes.text_bytes, 'a')).set("any", texts);
  return made;
}

TEST(CelCost, IsNeverBelowWhatEvaluatingTakes) {
  InputSizes const sizes{.text_bytes = 300, .items = 20, .item_bytes = 30, .total_bytes = 620};
  Bindings const bindings = largest(sizes);
  for (std::string_view source : {
           "true",
           "s == s",
           "l == l",
           "any == any",
           "s + s == s + s",
           "l + l + l == []",
           "s in l",
           "l.all(a, a != s)",
           "l.all(a, l.all(b, a == b))",
           "n.all(a, n.all(b, a * b >= 0))",
           "l.map(a, l + l).size() > 0",
           "l.map(a, l.map(b, s)).size() > 0",
           "l.filter(a, a.matches('a+b')).size() == 0",
           "l.exists(a, s.matches(a))",
           "s.matches('(a|b)*c')",
           "s.replace('', s).replace('a', s).size() > 0",
           "s.split('').join(s).size() > 0",
           "'%s %s'.format([l, s]).size() > 0",
           "'%.100f'.format([1e300]).size() > 0",
           "strings.quote(s) != base64.encode(bytes(s))",
           "l.transformList(i, a, a + s).join(',').size() > 0",
           "l.transformMap(i, a, l).size() > 0",
           "l.transformMapEntry(i, a, {string(i): l, string(i + 1000): s}).size() > 0",
           "{s: 1, s + 'b': 2}[s] == 1",
           "s.lastIndexOf(s) == 0 && s.contains(s) && s.startsWith(s)",
           "cel.bind(x, l + l, x.map(a, x).map(b, b).size() > 0)",
           "optional.of(l).optMap(x, x + x).orValue([]).size() > 0",
           "any.map(a, a).map(b, any).size() > 0",
           "math.greatest(n) > 0 || [1, 2, 3].exists(a, a in n)",
           "int(s.replace('a', '1')) > 0 || duration(s.replace('a', '0s')) > duration('1s')",
           "timestamp(0).getHours('+08:00') + n.map(a, a).size() > 0",
           "(s > s + s) || s.trim().reverse().upperAscii() == s",
       }) {
    Compiled const compiled = compile(source, facts());
    ASSERT_TRUE(compiled) << source << ": " << compiled.error().front().says.en;
    std::uint64_t const bound = compiled->steps_bound(sizes);
    Outcome const outcome = compiled->evaluate(bindings, static_cast<Steps>(bound));
    EXPECT_NE(written(outcome), "!evaluation step budget exceeded") << source << " takes more than " << bound;
  }
}

TEST(CelCost, OfCallsThatNoFormTakes) {
  for (std::string_view source :
       {"join()", "matches()", "replace('a')", "'a'.replace('b')", "'a'.split()", "f.format()"}) {
    Compiled const compiled = compile(source, facts(), {.check_types = false});
    ASSERT_TRUE(compiled) << source;
    EXPECT_LT(compiled->steps_bound(), 100U) << source;
  }
}

TEST(CelCost, GrowsWithNestingAndWithSize) {
  auto const bound = [](std::string_view source, std::uint64_t items) {
    return compile(source, facts())
        ->steps_bound({.text_bytes = 100, .items = items, .item_bytes = 99, .total_bytes = 100 * items});
  };
  EXPECT_GT(bound("n.all(a, a > 0)", 100), 9 * bound("n.all(a, a > 0)", 10));
  EXPECT_GT(bound("n.all(a, n.all(b, a > b))", 100), 50 * bound("n.all(a, a > 0)", 100));
  EXPECT_EQ(bound("true && !false", 10), bound("true && !false", 1'000'000));
  std::string many = "true";
  for (int i = 0; i < 30; ++i) many = "n.all(a" + std::to_string(i) + ", " + many + ")";
  EXPECT_EQ(bound(many, 1'000), std::numeric_limits<std::uint64_t>::max());  // stays there instead of wrapping
}

TEST(CelCost, TooMuchIsRefusedAtItsPlace) {
  CompileOptions const options{.steps_max = 1'000'000};
  EXPECT_TRUE(compile("n.all(a, a > 0) && l.exists(a, a.contains('x'))", facts(), options));
  EXPECT_TRUE(compile("l.all(a, l.exists(b, a == b))", facts(), options));
  Compiled const dear = compile("n.size() > 0 && n.all(a, n.all(b, n.all(c, a + b > c)))", facts(), options);
  ASSERT_FALSE(dear);
  ASSERT_EQ(dear.error().size(), 1U);
  EXPECT_EQ(dear.error().front().column, 17);
  EXPECT_TRUE(
      dear.error().front().says.en.ends_with("steps, at most 1000000 are allowed; nest fewer all, exists, map "
                                             "..."))
      << dear.error().front().says.en;
}

}  // namespace
}  // namespace redress::cel

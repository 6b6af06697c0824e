#include "engine/cel/text_search.hpp"
#include "tests/engine/cel/run.hpp"

#include <rapidcheck/gtest.h>

namespace redress::cel {
namespace {

std::string repeated(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

std::string nested(std::string_view open, std::string_view inside, std::string_view close, int times) {
  return repeated(open, times) + std::string(inside) + repeated(close, times);
}

std::string joined(std::string_view item, std::string_view separator, int times) {
  return std::string(item) + repeated(std::string(separator) + std::string(item), times - 1);
}

constexpr int depth_max = 200;

TEST(CelLimits, AcceptsWhatTheDefinitionAsksFor) {
  EXPECT_EQ(run(joined("false", " || ", 32) + " || true"), "true");
  EXPECT_EQ(run(joined("true", " && ", 32) + " && false"), "false");
  EXPECT_EQ(run(repeated("false ? 1 : ", 32) + "7"), "7");
  EXPECT_EQ(run(joined("1", " + ", 32)), "32");
  EXPECT_EQ(run(joined("1", " * ", 32)), "1");
  EXPECT_EQ(run(repeated("!", 32) + "true"), "true");
  EXPECT_EQ(run(repeated("-", 32) + "19"), "19");
  EXPECT_EQ(run(nested("(", "7", ")", 32)), "7");
  EXPECT_EQ(run("size(" + nested("[", "0", "]", 32) + ")"), "1");
  EXPECT_EQ(run("size(" + nested("{0: ", "'x'", "}", 32) + ")"), "1");
  EXPECT_EQ(run(nested("int(", "7", ")", 32)), "7");
  EXPECT_EQ(run(nested("[", "'x'", "]", 24) + repeated("[0]", 24)), "\"x\"");
  EXPECT_EQ(run("size([" + joined("1", ", ", 64) + "])"), "64");
  EXPECT_EQ(run("max(" + joined("1", ", ", 64) + ")"), "1");
  EXPECT_EQ(run(nested("{'a': ", "1", "}", 24) + repeated(".a", 24)), "1");
  EXPECT_EQ(run("'a'" + repeated(".reverse()", 24)), "\"a\"");
}

TEST(CelLimits, LongChainsOfAndOrAreNotDeep) { EXPECT_EQ(run(joined("true", " && ", 5000)), "true"); }

struct Shape {
  std::string_view name;
  std::string (*source)(int depth);
};

// Each makes a tree, or a nesting of parentheses, of exactly that depth.
Shape const shapes[] = {
    {"parentheses", [](int depth) { return nested("(", "7", ")", depth - 1); }},
    {"lists", [](int depth) { return nested("[", "7", "]", depth - 1); }},
    {"maps", [](int depth) { return nested("{1: ", "7", "}", depth - 1); }},
    {"calls", [](int depth) { return nested("dyn(", "7", ")", depth - 1); }},
    {"sums", [](int depth) { return joined("7", " + ", depth); }},
    {"comparisons", [](int depth) { return joined("7", " == ", depth); }},
    {"negations", [](int depth) { return repeated("!", depth - 1) + "true"; }},
    {"ternaries", [](int depth) { return repeated("true ? 7 : ", depth - 1) + "7"; }},
    {"selections", [](int depth) { return "x" + repeated(".a", depth - 1); }},
    {"indices", [](int depth) { return "x" + repeated("[0]", depth - 1); }},
    {"member calls", [](int depth) { return "x" + repeated(".size()", depth - 1); }},
    {"macros", [](int depth) { return nested("x.map(y, ", "7", ")", depth - 1); }},
    {"bindings", [](int depth) { return nested("cel.bind(x, 1, ", "7", ")", depth - 1); }},
};

TEST(CelLimits, DepthAtTheLimitAndOnePast) {
  CompileOptions const unchecked{.check_types = false};
  Bindings bindings;
  bindings.set("x", 1);
  Declarations declarations;
  declarations.variable("x", Type::dyn());
  for (Shape const& shape : shapes) {
    Compiled const at = compile(shape.source(depth_max), declarations, unchecked);
    ASSERT_TRUE(at) << shape.name << ": " << at.error().front().says.en;
    static_cast<void>(at->evaluate(bindings));
    static_cast<void>(compile(shape.source(depth_max), declarations));
    EXPECT_FALSE(to_source(at->root()).empty());
    Compiled const past = compile(shape.source(depth_max + 1), declarations, unchecked);
    ASSERT_FALSE(past) << shape.name;
    EXPECT_EQ(past.error().front().says.en, "nested deeper than 200 levels") << shape.name;
    EXPECT_FALSE(compile(shape.source(5'000), declarations, unchecked)) << shape.name;
  }
}

TEST(CelLimits, SourceAndNodesAtTheLimitAndOnePast) {
  CompileOptions options{.check_types = false, .limits = {.source_bytes_max = 20}};
  EXPECT_TRUE(compile("1 + 2" + repeated(" ", 15), {}, options));
  Compiled const long_source = compile("1 + 2" + repeated(" ", 16), {}, options);
  ASSERT_FALSE(long_source);
  EXPECT_EQ(long_source.error().front().says.en, "the expression is longer than 20 bytes");
  options.limits = {.nodes_max = 5};
  EXPECT_TRUE(compile("[1, 2, 3, 4]", {}, options));
  ASSERT_FALSE(compile("[1, 2, 3, 4, 5]", {}, options));
  EXPECT_TRUE(compile("[" + joined("1", ",", 19'999) + "]", {}));
  EXPECT_FALSE(compile("[" + joined("1", ",", 20'000) + "]", {}));
  EXPECT_FALSE(compile("\xff", {}));
}

TEST(CelLimits, StepsAtTheLimitAndOnePast) {
  Program const program = *compile("1 + 2 + 3", {});  // five nodes
  EXPECT_EQ(written(program.evaluate(Bindings(), 5)), "6");
  EXPECT_EQ(written(program.evaluate(Bindings(), 4)), "!evaluation step budget exceeded");
}

TEST(CelLimits, ASpentBudgetIsNotAbsorbed) {
  Program const program = *compile("true || [1, 2, 3].all(x, x > 0)", {});
  EXPECT_EQ(written(program.evaluate(Bindings(), 2)), "true");
  Program const turned = *compile("[1, 2, 3].all(x, x > 0) || true", {});
  EXPECT_EQ(written(turned.evaluate(Bindings(), 8)), "!evaluation step budget exceeded");
}

TEST(CelLimits, NothingRunsForLong) {
  std::string const ten = "[0,1,2,3,4,5,6,7,8,9]";
  std::string product = "true";
  for (int i = 0; i < 12; ++i) product = ten + ".all(x" + std::to_string(i) + ", " + product + ")";
  EXPECT_EQ(written(compile(product, {})->evaluate(Bindings(), 100'000)), "!evaluation step budget exceeded");

  std::string doubled = "s40";  // a string that would be 2^40 times as long
  std::string lists = "l40 == l40 + []";
  std::string trees = "t60 == cel.bind(c, t60, c)";
  for (int i = 40; i > 0; --i) {
    std::string const now = std::to_string(i);
    std::string const before = std::to_string(i - 1);
    doubled = "cel.bind(s" + now + ", s" + before + " + s" + before + ", " + doubled + ")";
    lists = "cel.bind(l" + now + ", l" + before + " + l" + before + ", " + lists + ")";
  }
  for (int i = 60; i > 0; --i) {
    std::string const before = std::to_string(i - 1);
    trees = "cel.bind(t" + std::to_string(i) + ", [t" + before + ", t" + before + "], " + trees + ")";
  }
  for (std::string const& source : {"cel.bind(s0, 'ab', size(" + doubled + "))", "cel.bind(l0, [1], " + lists + ")",
                                    "cel.bind(t0, [1], " + trees + ")"}) {
    Compiled const compiled = compile(source, {});
    ASSERT_TRUE(compiled) << compiled.error().front().says.en;
    EXPECT_EQ(written(compiled->evaluate(Bindings(), 100'000)), "!evaluation step budget exceeded");
  }
}

TEST(CelLimits, TypesThatDoubleAreChecked) {
  std::string source = "m60";
  for (int i = 60; i > 0; --i) {
    std::string const before = "m" + std::to_string(i - 1);
    source = "cel.bind(m" + std::to_string(i) + ", {1: " + before + "}, " + source + ")";
  }
  EXPECT_TRUE(compile("cel.bind(m0, {}, " + source + ")", {}));
  std::string wide = "[]";
  for (int i = 0; i < 5000; ++i) wide += ", []";
  EXPECT_TRUE(compile("[" + wide + "]", {}));
}

TEST(CelLimits, ValuesNestOnlySoDeep) {
  auto const nested_in = [](int bindings, int levels) {
    std::string source = "x" + std::to_string(bindings) + " == x" + std::to_string(bindings);
    for (int i = bindings; i > 0; --i) {
      source = "cel.bind(x" + std::to_string(i) + ", " + nested("[", "x" + std::to_string(i - 1), "]", levels) + ", " +
               source + ")";
    }
    return "cel.bind(x0, 1, " + source + ")";
  };
  EXPECT_EQ(run(nested_in(2, 128)), "true");
  EXPECT_EQ(run(nested_in(2, 129)), "!a value is nested deeper than 256 levels");
  EXPECT_EQ(run(nested_in(100, 90)), "!a value is nested deeper than 256 levels");
}

TEST(CelLimits, TypesOfManyPartsAreChecked) {
  std::string source = "true";
  for (int i = 60; i > 0; --i) {
    std::string const before = "m" + std::to_string(i - 1);
    std::string const now = "m" + std::to_string(i);
    source = "cel.bind(" + now + ", {}, " + before + " in " + now + " && " + now + "[" + before + "] == " + before +
             " && " + source + ")";
  }
  static_cast<void>(compile("cel.bind(m0, {}, " + source + ")", {}));  // ends: that is the whole question
}

TEST(CelLimits, LongTextIsPaidForWhereverItIsGoneThrough) {
  std::string const made_of =
      "cel.bind(s0, '0000000000000000', cel.bind(s4, s0 + s0 + s0 + s0, cel.bind(s8, s4 + s4 + s4 "
      "+ s4, cel.bind(s, s8 + s8 + s8 + s8, [1, 2, 3, 4].map(i, ";
  for (std::string_view part :
       {"s.startsWith(s)", "s.endsWith(s)", "s.contains(s)", "s.indexOf(s)", "s.lastIndexOf(s)", "s == s + ''",
        "s < s + ''", "{s: 1}[s]", "s in {s: 1}", "int(s) >= 0", "double(s) >= 0.0", "s.split(s)", "s.replace(s, '')",
        "strings.quote(s)", "s.reverse()", "s.matches('b')", "bytes(s)", "size(s)"}) {
    std::string const source = made_of + std::string(part) + ")))))";
    Compiled const compiled = compile(source, {}, {.check_types = false});
    ASSERT_TRUE(compiled) << source;
    // 1 KiB gone through is 64 steps; all else in these expressions takes fewer than 260.
    EXPECT_EQ(written(compiled->evaluate(Bindings(), 300)), "!evaluation step budget exceeded") << part;
  }
}

TEST(CelLimits, SearchIsLinear) {
  TextSearch const search("abab");
  EXPECT_EQ(search.first("xxababab"), 2U);
  EXPECT_EQ(search.first("xxababab", 3), 4U);
  EXPECT_EQ(search.first("xxababab", 5), std::string::npos);
  EXPECT_EQ(search.last("xxababab", 8), 4U);
  EXPECT_EQ(search.last("xxababab", 3), 2U);
  EXPECT_EQ(search.last("xxababab", 1), std::string::npos);
  EXPECT_EQ(TextSearch("").first("abc", 2), 2U);
  EXPECT_EQ(TextSearch("").last("abc", 9), 3U);
  std::string const many(1 << 20, 'a');
  EXPECT_EQ(TextSearch(many.substr(1) + "b").first(many), std::string::npos);
  EXPECT_EQ(TextSearch("b" + many.substr(1)).last(many, many.size()), std::string::npos);
}

RC_GTEST_PROP(CelLimitsLaws, SearchFindsWhatTheStandardLibraryFinds, ()) {
  auto const letters = rc::gen::container<std::string>(rc::gen::element('a', 'b'));
  std::string const text = *letters;
  std::string const wanted = *rc::gen::suchThat(letters, [](std::string const& some) { return some.size() < 6; });
  auto const from = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(text.size()) + 1));
  RC_ASSERT(TextSearch(wanted).first(text, from) == text.find(wanted, from));
  RC_ASSERT(TextSearch(wanted).last(text, from) == text.rfind(wanted, from));
}

TEST(CelLimits, PatternsAreBounded) {
  EXPECT_EQ(run("'a'.matches('" + repeated("a", 4097) + "')"), "!invalid regular expression: the pattern is too long");
  EXPECT_EQ(run("'a'.matches('((a{1000}){1000}){1000}')").substr(0, 1), "!");
}

}  // namespace
}  // namespace redress::cel

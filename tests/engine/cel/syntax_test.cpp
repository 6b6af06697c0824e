// What the reader of the text says when it cannot go on: what it expected, and the column where.
#include "tests/engine/cel/run.hpp"

namespace redress::cel {
namespace {

struct Broken {
  std::string_view source;
  int line;
  int column;
  std::string_view says;
};

TEST(CelSyntax, SaysWhatWasExpectedAndWhere) {
  Broken const table[] = {
      {"", 1, 1, "expected a value, but the expression ends here"},
      {"  // nothing", 1, 13, "expected a value, but the expression ends here"},
      {"1 +", 1, 4, "expected a value, but the expression ends here"},
      {"+ 1", 1, 1, "expected a value, found \"+\""},
      {"1 2", 1, 3, "expected an operator or the end of the expression, found \"2\""},
      {"a b", 1, 3, "expected an operator or the end of the expression, found \"b\""},
      {"1 ++ 2", 1, 4, "expected a value, found \"+\""},
      {"!-1", 1, 2, "expected a value, found \"-\""},
      {"a ==", 1, 5, "expected a value, but the expression ends here"},
      {"a = b", 1, 3, "equality is written =="},
      {"a & b", 1, 3, "\"and\" is written &&"},
      {"a | b", 1, 3, "\"or\" is written ||"},
      {"a and b", 1, 3, "expected an operator or the end of the expression, found \"and\""},
      {"(1", 1, 3, "expected \")\", but the expression ends here"},
      {"(1]", 1, 3, "expected \")\", found \"]\""},
      {")", 1, 1, "expected a value, found \")\""},
      {"[1", 1, 3, "expected a comma or \"]\", but the expression ends here"},
      {"[1 2]", 1, 4, "expected a comma or \"]\", found \"2\""},
      {"[,]", 1, 2, "expected a value, found \",\""},
      {"{1}", 1, 3, "expected \":\", found \"}\""},
      {"{1: }", 1, 5, "expected a value, found \"}\""},
      {"{1: 2 3: 4}", 1, 7, "expected a comma or \"}\", found \"3\""},
      {"f(", 1, 3, "expected a value, but the expression ends here"},
      {"f(1", 1, 4, "expected a comma or \")\", but the expression ends here"},
      {"f(1,)", 1, 5, "expected another argument, found \")\""},
      {"a.", 1, 3, "expected a field or function name after the dot, but the expression ends here"},
      {"a.1", 1, 2, "expected an operator or the end of the expression, found \".1\""},
      {"a.'b'", 1, 3, "expected a field or function name after the dot, found \"'b'\""},
      {"a[", 1, 3, "expected a value, but the expression ends here"},
      {"a[1", 1, 4, "expected \"]\", but the expression ends here"},
      {"a ? 1", 1, 6, "expected \":\", but the expression ends here"},
      {"a ? 1 : ", 1, 9, "expected a value, but the expression ends here"},
      {"if (a) b", 1, 1, "\"if\" is reserved and cannot be a name"},
      {"1 in", 1, 5, "expected a value, but the expression ends here"},
      {"'abc", 1, 1, "the string is never closed; a closing quote is missing"},
      {"\"a\nb\"", 1, 1, "the string is never closed; a closing quote is missing"},
      {"'''a''", 1, 1, "the string is never closed; a closing quote is missing"},
      {"'a\\qb'", 1, 3, "this escape is not valid here"},
      {"'\\ud800'", 1, 2, "this escape is not valid here"},
      {"b'\\u0041'", 1, 3, "this escape is not valid here"},
      {"'\\400'", 1, 2, "this escape is not valid here"},
      {"`a", 1, 1, "expected a name and a closing backtick"},
      {"9223372036854775808", 1, 1, "this number does not fit in 64 bits"},
      {"1 + 18446744073709551616u", 1, 5, "this number does not fit in 64 bits"},
      {"1 + 1e999", 1, 5, "this number does not fit in 64 bits"},
      {"0xg", 1, 1, "this is not a number"},
      {"12ab", 1, 1, "this is not a number"},
      {"a # b", 1, 3, "this character has no place in an expression"},
      {"a \u4e2d b", 1, 3, "this character has no place in an expression"},
      {"'\u9000\u6b3e' == == 1", 1, 9, "expected a value, found \"==\""},
      {"a &&\n\n  b b", 3, 5, "expected an operator or the end of the expression, found \"b\""},
      {"[1].all(2, true)", 1, 9, "expected a plain variable name for the macro to bind"},
      {"[1].all(a.b, true)", 1, 9, "expected a plain variable name for the macro to bind"},
      {"[1].all(x, x, true)", 1, 12, "the two variables need different names"},
      {"has(a)", 1, 5, "has() takes a field after a dot, for example has(order.signed_at)"},
      {"cel.bind(1, 2, 3)", 1, 10, "expected a plain variable name for the macro to bind"},
      {"Claim{1: 2}", 1, 7, "expected a field name, found \"1\""},
      {"Claim{a: 1 b: 2}", 1, 12, "expected a comma or \"}\", found \"b\""},
  };
  for (Broken const& broken : table) {
    Compiled const compiled = compile(broken.source, {}, {.check_types = false});
    ASSERT_FALSE(compiled) << broken.source;
    Diagnostic const& found = compiled.error().front();
    EXPECT_EQ(found.says.en, broken.says) << broken.source;
    EXPECT_EQ(found.line, broken.line) << broken.source;
    EXPECT_EQ(found.column, broken.column) << broken.source;
    EXPECT_FALSE(found.says.zh.empty()) << broken.source;
  }
}

TEST(CelSyntax, WhatBooksMayNotSayIsToldAtItsPlace) {
  Declarations facts;
  facts.variable("now", Type::timestamp()).variable("s", Type::string());
  Broken const table[] = {
      {"now.getHours('America/Los_Angeles') > 8", 1, 14,
       "rules cannot use the time zone \"America/Los_Angeles\"; expected a fixed offset such as \"+08:00\", \"UTC\" or "
       "\"Asia/Shanghai\""},
      {"now - timestamp('2026-13-01T00:00:00Z') > duration('1h')", 1, 17,
       "cannot read \"2026-13-01T00:00:00Z\" as timestamp"},
      {"duration('7d') > duration('1h')", 1, 10, "cannot read \"7d\" as duration"},
      {"s.matches('[')", 1, 11, "invalid regular expression: missing ]: ["},
  };
  for (Broken const& broken : table) {
    Compiled const compiled = compile(broken.source, facts);
    ASSERT_FALSE(compiled) << broken.source;
    EXPECT_EQ(compiled.error().front().says.en, broken.says);
    EXPECT_EQ(compiled.error().front().column, broken.column) << broken.source;
  }
  EXPECT_TRUE(compile("now.getHours('+08:00') + now.getHours('UTC') + now.getHours('Asia/Shanghai') > 8", facts));
  EXPECT_TRUE(compile("now.getHours('America/Los_Angeles') > 8", facts, {.named_time_zones = true}));
}

struct Failing {
  std::string_view source;
  int column;
};

TEST(CelSyntax, ErrorsOfEvaluationPointAtTheirPart) {
  Failing const table[] = {
      {"true && 1 / 0 > 1", 9},
      {"[1, 2][5] == 1", 1},
      {"1 + (2 + 9223372036854775807)", 6},
      {"{'a': 1}.b", 1},
      {"[1].map(x, x % 0)", 12},
      {"'a' + string(int('z'))", 14},
      {"type(nothing)", 6},
      {"[1].exists(x, x + 'a' == 2)", 15},
      {"1 > 2 ? 1 : nothing(3)", 13},
  };
  for (Failing const& failing : table) {
    Compiled const compiled = compile(failing.source, {}, {.check_types = false});
    ASSERT_TRUE(compiled) << failing.source;
    Outcome const outcome = compiled->evaluate(Bindings());
    ASSERT_TRUE(outcome.is_error()) << failing.source;
    EXPECT_EQ(position_of(failing.source, outcome.error().span.offset).column, failing.column) << failing.source;
  }
}

}  // namespace
}  // namespace redress::cel

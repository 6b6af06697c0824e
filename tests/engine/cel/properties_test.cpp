#include "tests/engine/cel/run.hpp"

#include <rapidcheck/gtest.h>

#include <array>

namespace redress::cel {
namespace {

Declarations declarations() {
  Declarations made;
  made.variable("b", Type::boolean()).variable("u", Type::boolean()).variable("n", Type::int64());
  made.variable("order.paid_minor", Type::int64())
      .variable("s", Type::string())
      .variable("l", Type::list(Type::int64()));
  made.function("f", {Type::int64()}, Type::boolean());
  return made;
}

Bindings bindings() {
  Bindings made;
  made.set("b", true).set("n", 3).set("s", "text").set("l", List{1, 2, 3});
  made.function("f", [](auto) { return error("f", "f"); });
  return made;
}

/// Whatever comes, it ends: a diagnostic, or an outcome, with and without types.
void runs(std::string const& source) {
  for (bool check : {true, false}) {
    Compiled const compiled = compile(source, declarations(), {.check_types = check});
    if (!compiled) {
      RC_ASSERT(!compiled.error().empty());
      RC_ASSERT(!compiled.error().front().says.zh.empty());
      RC_ASSERT(compiled.error().front().line >= 1);
      continue;
    }
    Trace trace;
    Outcome const traced = compiled->evaluate(bindings(), trace, 10'000);
    RC_ASSERT(written(traced) == written(compiled->evaluate(bindings(), 10'000)));
  }
}

RC_GTEST_PROP(CelRandomInput, BytesNeverCrash, (std::string const& bytes)) { runs(bytes); }

constexpr std::array<std::string_view, 60> tokens{"b",          "u",
                                                  "n",          "s",
                                                  "l",          "order",
                                                  "paid_minor", "f",
                                                  "x",          "1",
                                                  "2u",         "1.5",
                                                  "'a'",        "b'\\xff'",
                                                  "true",       "false",
                                                  "null",       "(",
                                                  ")",          "[",
                                                  "]",          "{",
                                                  "}",          ".",
                                                  ",",          ":",
                                                  "?",          "+",
                                                  "-",          "*",
                                                  "/",          "%",
                                                  "!",          "&&",
                                                  "||",         "==",
                                                  "!=",         "<",
                                                  "<=",         ">",
                                                  ">=",         "in",
                                                  "has",        "all",
                                                  "exists",     "map",
                                                  "filter",     "size",
                                                  "matches",    "int",
                                                  "string",     "timestamp",
                                                  "duration",   "optional",
                                                  "of",         "cel",
                                                  "bind",       "-9223372036854775808",
                                                  "\"\"\"",     "`"};

RC_GTEST_PROP(CelRandomInput, TokensNeverCrash, ()) {
  std::string source;
  for (std::size_t index :
       *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, tokens.size()))) {
    source.append(tokens[index]).append(*rc::gen::element<std::string>("", " ", " "));
  }
  runs(source);
}

/// A random well-formed expression; mostly, but not always, of sound types.
rc::Gen<std::string> expressions(int depth) {
  auto const leaf =
      rc::gen::element<std::string>("b", "u", "n", "s", "l", "true", "false", "0", "-1", "7u", "-1.5", "1e300", "'a'",
                                    "b'\\x00'", "null", "[]", "{}", "order.paid_minor", "has(order.paid_minor)", "f(1)",
                                    "1/0", "x", "duration('1h')", "timestamp(0)", "int", "optional.none()", "'\u9000'");
  if (depth == 0) return leaf;
  auto const part = rc::gen::lazy([depth] { return expressions(depth - 1); });
  auto const two = [part](std::string middle) {
    return rc::gen::apply([middle](std::string a, std::string b) { return "(" + a + ")" + middle + "(" + b + ")"; },
                          part, part);
  };
  auto const wrapped = [part](std::string before, std::string after) {
    return rc::gen::map(part, [=](std::string inside) { return before + inside + after; });
  };
  return rc::gen::oneOf(
      leaf, two(" && "), two(" || "), two(" == "), two(" + "), two(" - "), two(" * "), two(" / "), two(" % "),
      two(" < "), two(" >= "), two(" in "),
      rc::gen::apply([](std::string a, std::string b, std::string c) { return "(" + a + " ? " + b + " : " + c + ")"; },
                     part, part, part),
      wrapped("!(", ")"), wrapped("-(", ")"), wrapped("[", "][0]"), wrapped("[", ", 2]"), wrapped("{'k': ", "}.k"),
      wrapped("{'k': ", "}"), wrapped("string(", ")"), wrapped("size(", ")"), wrapped("(", ").all(x, x == 1)"),
      wrapped("[1, 2].exists(x, ", ")"), wrapped("[1, 2].map(x, ", ")"), wrapped("l.filter(x, ", ")"),
      wrapped("cel.bind(x, ", ", x)"), wrapped("has({'k': ", "}.k)"), wrapped("optional.of(", ").orValue(1)"),
      wrapped("[?(", ")[?0]]"), wrapped("l.exists_one(x, ", ")"));
}

RC_GTEST_PROP(CelRandomInput, WellFormedExpressionsEnd, ()) { runs(*expressions(4)); }

bool same_tree(Node const& a, Node const& b) {
  if (a.kind != b.kind || a.op != b.op || a.name != b.name || a.member != b.member || a.variables != b.variables)
    return false;
  if (to_literal(a.literal) != to_literal(b.literal) || a.children.size() != b.children.size()) return false;
  for (std::size_t i = 0; i < a.children.size(); ++i) {
    if (!same_tree(a.children[i], b.children[i])) return false;
  }
  return true;
}

RC_GTEST_PROP(CelPrinter, PrintedTreesReadBackTheSame, ()) {
  std::string const source = *expressions(4);
  CompileOptions const unchecked{.check_types = false};
  Compiled const first = compile(source, declarations(), unchecked);
  if (!first) return;
  std::string const printed = to_source(first->root());
  Compiled const again = compile(printed, declarations(), unchecked);
  RC_ASSERT(again.has_value());
  if (!same_tree(first->root(), again->root())) RC_FAIL(source + "\n" + printed + "\n" + to_source(again->root()));
}

TEST(CelPrinter, KeepsParenthesesWhereTheyMatter) {
  Case const cases[] = {
      {"(1 + 2) * 3 == 9", "(1 + 2) * 3 == 9"},
      {"1 + (2 + 3)", "1 + (2 + 3)"},
      {"-(0).all(x, true) == 1", "-(0.all(x, true)) == 1"},
      {"-(l[0])", "-l[0]"},
      {"1 - 2 - 3", "1 - 2 - 3"},
      {"(true && b) && u", "(true && b) && u"},
      {"true && b && u || u", "true && b && u || u"},
      {"(b ? u : b) ? u : b", "(b ? u : b) ? u : b"},
      {"-(5)", "-(5)"},
      {"-(-5)", "-(-5)"},
      {"(-5).x", "(-5).x"},
      {"!(b && u)", "!(b && u)"},
      {"has(order.paid_minor) && l.all(x, x in [1,2])", "has(order.paid_minor) && l.all(x, x in [1, 2])"},
      {"{'a':1,?'b':l[?0]}.`content-type`", "{\"a\": 1, ?\"b\": l[?0]}.`content-type`"},
      {"s.matches(r'\\d')", "s.matches(\"\\\\d\")"},
  };
  CompileOptions const unchecked{.check_types = false};
  for (Case const& test : cases) {
    Compiled const compiled = compile(test.source, declarations(), unchecked);
    ASSERT_TRUE(compiled) << test.source;
    EXPECT_EQ(to_source(compiled->root()), test.expected);
  }
}

/// Operands in any order make the same truth and, where unknown, the same labels; only which error is told may differ.
std::string truth_of(std::string const& source) {
  std::string const found = run(source, bindings(), declarations());
  return found.starts_with('!') ? "!" : found;
}

RC_GTEST_PROP(CelLaws, AndOrCommuteAndAssociate, ()) {
  auto const operand = rc::gen::element<std::string>("true", "false", "u", "f(1)", "1", "order.paid_minor > 1");
  std::string const a = *operand;
  std::string const b = *operand;
  std::string const c = *operand;
  for (std::string const op : {" && ", " || "}) {
    RC_ASSERT(truth_of(a + op + b) == truth_of(b + op + a));
    RC_ASSERT(truth_of(a + op + b + op + c) == truth_of(c + op + b + op + a));
    RC_ASSERT(truth_of("(" + a + op + b + ")" + op + c) == truth_of(a + op + "(" + b + op + c + ")"));
    RC_ASSERT(truth_of("(" + a + op + b + ")" + op + c) == truth_of(a + op + b + op + c));
  }
}

RC_GTEST_PROP(CelLaws, DeMorgan, ()) {
  auto const operand = rc::gen::element<std::string>("true", "false", "u", "f(1)", "order.paid_minor > 1");
  std::string const a = *operand;
  std::string const b = *operand;
  RC_ASSERT(truth_of("!(" + a + " && " + b + ")") == truth_of("!(" + a + ") || !(" + b + ")"));
}

RC_GTEST_PROP(CelLaws, CheckedProgramsHaveNoOverloadErrors, ()) {
  std::string const source = *expressions(3);
  if (source.find("dyn") != std::string::npos) return;
  Compiled const compiled = compile(source, declarations());
  if (!compiled || compiled->type().is(TypeKind::dyn)) return;
  Outcome const outcome = compiled->evaluate(bindings(), 10'000);
  if (outcome.is_value()) RC_ASSERT(outcome.value().type().kind() == compiled->type().kind());
}

}  // namespace
}  // namespace redress::cel

#include "tests/engine/cel/run.hpp"

#include <array>

namespace redress::cel {
namespace {

/// The four things an operand can be, as variables and calls that are so.
enum class Truth { yes, no, error, unknown };
constexpr std::array truths{Truth::yes, Truth::no, Truth::error, Truth::unknown};

/// An expression of that truth; unknowns and errors are told apart by `side`.
std::string source_of(Truth truth, std::string const& side) {
  switch (truth) {
    case Truth::yes:
      return "true";
    case Truth::no:
      return "false";
    case Truth::error:
      return "fail_" + side + "()";
    case Truth::unknown:
      return "u_" + side;
  }
  return {};
}

Declarations declarations() {
  Declarations made;
  for (char const* side : {"a", "b", "c"}) {
    made.variable(std::string("u_") + side, Type::boolean());
    made.function(std::string("fail_") + side, {}, Type::boolean());
  }
  return made;
}

/// Knows no variable; its functions fail with their own name.
Bindings bindings() {
  Bindings made;
  for (char const* side : {"a", "b", "c"}) {
    std::string const name = std::string("fail_") + side;
    made.function(name, [name](std::span<Value const>) { return error(name, name); });
  }
  return made;
}

std::string outcome(std::string const& source) {
  return written(checked(source, declarations(), Type::boolean()).evaluate(bindings()));
}

/// What a truth is when nothing absorbs it.
std::string plain(Truth truth, std::string const& side) {
  if (truth == Truth::error) return "!fail_" + side;
  if (truth == Truth::unknown) return "?u_" + side;
  return truth == Truth::yes ? "true" : "false";
}

/// && and || by their definition: the deciding value, then unknowns, then the first error.
std::string combined(Truth a, Truth b, Truth deciding) {
  Truth const other = deciding == Truth::yes ? Truth::no : Truth::yes;
  if (a == deciding || b == deciding) return plain(deciding, "");
  if (a == Truth::unknown && b == Truth::unknown) return "?u_a,u_b";
  if (a == Truth::unknown) return "?u_a";
  if (b == Truth::unknown) return "?u_b";
  if (a == Truth::error) return "!fail_a";
  if (b == Truth::error) return "!fail_b";
  return plain(other, "");
}

TEST(CelLogic, AndOrOfEveryPair) {
  for (Truth a : truths) {
    for (Truth b : truths) {
      std::string const left = source_of(a, "a");
      std::string const right = source_of(b, "b");
      EXPECT_EQ(outcome(left + " && " + right), combined(a, b, Truth::no)) << left << " && " << right;
      EXPECT_EQ(outcome(left + " || " + right), combined(a, b, Truth::yes)) << left << " || " << right;
    }
  }
}

TEST(CelLogic, NotOfEach) {
  EXPECT_EQ(outcome("!true"), "false");
  EXPECT_EQ(outcome("!false"), "true");
  EXPECT_EQ(outcome("!fail_a()"), "!fail_a");
  EXPECT_EQ(outcome("!u_a"), "?u_a");
}

TEST(CelLogic, ConditionalOfEveryTriple) {
  for (Truth condition : truths) {
    for (Truth a : truths) {
      for (Truth b : truths) {
        std::string const source = source_of(condition, "c") + " ? " + source_of(a, "a") + " : " + source_of(b, "b");
        std::string const expected = condition == Truth::yes  ? plain(a, "a")
                                     : condition == Truth::no ? plain(b, "b")
                                                              : plain(condition, "c");
        EXPECT_EQ(outcome(source), expected) << source;
      }
    }
  }
}

TEST(CelLogic, AllAndExistsAreChains) {
  for (Truth a : truths) {
    for (Truth b : truths) {
      std::string const body = "i == 0 ? " + source_of(a, "a") + " : " + source_of(b, "b");
      EXPECT_EQ(outcome("[0, 1].all(i, " + body + ")"), combined(a, b, Truth::no)) << body;
      EXPECT_EQ(outcome("[0, 1].exists(i, " + body + ")"), combined(a, b, Truth::yes)) << body;
    }
  }
}

TEST(CelLogic, LongChainsAbsorbAcrossTheirWholeLength) {
  EXPECT_EQ(outcome("u_a && fail_a() && true && u_b && false"), "false");
  EXPECT_EQ(outcome("u_a && fail_a() && true && u_b"), "?u_a,u_b");
  EXPECT_EQ(outcome("fail_a() && (u_a || u_b)"), "?u_a,u_b");
  EXPECT_EQ(outcome("(u_a || true) && u_b"), "?u_b");
  EXPECT_EQ(outcome("fail_b() || fail_a() || false"), "!fail_b");
  EXPECT_EQ(outcome("fail_b() || u_a || true"), "true");
}

TEST(CelLogic, EverywhereElseErrorsWinOverUnknownsAndLabelsJoin) {
  EXPECT_EQ(outcome("u_a == u_b"), "?u_a,u_b");
  EXPECT_EQ(outcome("u_a == fail_a()"), "!fail_a");
  EXPECT_EQ(outcome("fail_a() == u_a"), "!fail_a");
  EXPECT_EQ(outcome("[u_a, true, u_b] == []"), "?u_a,u_b");
  EXPECT_EQ(outcome("[u_a, fail_b()] == []"), "!fail_b");
  EXPECT_EQ(outcome("{'x': u_a}.x"), "?u_a");
  EXPECT_EQ(outcome("string(u_a) == 'x'"), "?u_a");
  EXPECT_EQ(outcome("[0, 1].map(i, i == 0 ? u_a : u_b) == []"), "?u_a,u_b");
  EXPECT_EQ(outcome("[0, 1].map(i, i == 0 ? u_a : fail_b()) == []"), "!fail_b");
  EXPECT_EQ(outcome("[0, 1].filter(i, i == 0 ? u_a : true) == []"), "?u_a");
  EXPECT_EQ(outcome("[0, 1].exists_one(i, i == 0 ? u_a : fail_b())"), "!fail_b");
  EXPECT_EQ(outcome("[0, 1].exists_one(i, i == 0 ? u_a : true)"), "?u_a");
  EXPECT_EQ(outcome("cel.bind(x, u_a, x && false)"), "false");
  EXPECT_EQ(outcome("cel.bind(x, u_a, x)"), "?u_a");
}

TEST(CelLogic, NonBoolOperandsAreErrorsThatCanBeAbsorbed) {
  EXPECT_EQ(run("'horses' && false"), "false");
  EXPECT_EQ(run("false && 32"), "false");
  EXPECT_EQ(run("'horses' || true"), "true");
  EXPECT_EQ(run("'horses' && true"), "!no such overload: &&(string)");
  EXPECT_EQ(run("'horses' || 1"), "!no such overload: ||(string)");
  EXPECT_EQ(run("'cows' ? 1 : 2"), "!no such overload: ?:(string)");
  EXPECT_EQ(run("true ? 'cows' : 17"), "\"cows\"");
}

TEST(CelLogic, HostFunctionsMayMissSomething) {
  Declarations made;
  made.function("has_evidence", {Type::string()}, Type::boolean()).variable("order.paid_minor", Type::int64());
  Bindings bound;
  bound.set("order.paid_minor", 20007);
  bound.function("has_evidence", [](std::span<Value const> arguments) {
    std::string const& id = arguments[0].as_string();
    if (id == "E-SIGN") return unknown("evidence:" + id);
    return Outcome(Value(id == "E-PHOTO"));
  });
  auto const ask = [&](std::string_view source) { return written(checked(source, made).evaluate(bound)); };
  EXPECT_EQ(ask("has_evidence('E-PHOTO')"), "true");
  EXPECT_EQ(ask("has_evidence('E-SIGN')"), "?evidence:E-SIGN");
  EXPECT_EQ(ask("has_evidence('E-SIGN') && order.paid_minor <= 20000"), "false");
  EXPECT_EQ(ask("has_evidence('E-SIGN') && order.paid_minor > 20000"), "?evidence:E-SIGN");
  EXPECT_EQ(ask("has_evidence('E-SIGN') || has_evidence('E-PHOTO')"), "true");
  EXPECT_EQ(ask("has_evidence('E-SIGN') ? 1 : 2"), "?evidence:E-SIGN");
}

TEST(CelLogic, PresenceOfVariablesIsNeverUnknown) {
  Declarations made;
  made.variable("order.signed_at", Type::timestamp()).variable("order.tags", Type::map(Type::string(), Type::int64()));
  auto const ask = [&](std::string_view source, Bindings const& bound) {
    return written(checked(source, made).evaluate(bound));
  };
  Bindings known;
  known.set("order.signed_at", Timestamp{}).set("order.tags", *Map::of({{"gift", 1}}));
  EXPECT_EQ(ask("has(order.signed_at)", known), "true");
  EXPECT_EQ(ask("has(order.signed_at)", Bindings()), "false");
  EXPECT_EQ(ask("has(order.tags.gift) && !has(order.tags.other)", known), "true");
  EXPECT_EQ(ask("has(order.tags.gift)", Bindings()), "?order.tags");
  EXPECT_EQ(ask("has(order.signed_at) && order.signed_at > timestamp(0)", Bindings()), "false");
}

TEST(CelLogic, AnswersOfTheWrongTypeAreErrors) {
  Declarations made;
  made.variable("paid", Type::int64()).function("f", {}, Type::boolean());
  Bindings bound;
  bound.set("paid", "much").function("f", [](auto) { return Value(1); });
  EXPECT_EQ(written(checked("paid > 1", made).evaluate(bound)), "!paid should be int, but string was given");
  EXPECT_EQ(written(checked("f()", made).evaluate(bound)), "!function f answered a value of another type");
  EXPECT_EQ(written(checked("f()", made).evaluate(Bindings())), "!function f is not provided");
}

}  // namespace
}  // namespace redress::cel

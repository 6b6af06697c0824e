// Many expressions nobody would write, and what must hold for each of them.
//
// REDRESS_SEED brings a run back, REDRESS_FUZZ_RUNS makes it longer.
#include "engine/base/strict_json.hpp"
#include "engine/cel/value_json.hpp"
#include "tests/engine/cel/expression_source.hpp"
#include "tests/engine/cel/run.hpp"

#include <cstdlib>
#include <iostream>

namespace redress::cel {
namespace {

std::uint64_t setting(char const* name, std::uint64_t otherwise) {
  char const* const text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

constexpr Steps steps_max = 20'000;
constexpr InputSizes sizes{
    .text_bytes = 40, .items = 4, .item_bytes = 20, .total_bytes = 200};  // of the bindings below

Declarations declarations() {
  Declarations made;
  made.variable("b", Type::boolean()).variable("u", Type::boolean()).variable("n", Type::int64());
  made.variable("order.paid_minor", Type::int64()).variable("s", Type::string());
  made.variable("l", Type::list(Type::int64())).variable("m", Type::map(Type::string(), Type::int64()));
  made.variable("t", Type::timestamp()).variable("d", Type::duration()).variable("x", Type::dyn());
  made.function("f", {Type::int64()}, Type::boolean());
  return made;
}

Bindings bindings() {
  Bindings made;
  made.set("b", true).set("n", 3).set("s", "a\u9000b 7").set("l", List{3, 1, 2});
  made.set("m", *Map::of({{"a", 1}, {"z", 2}})).set("t", Timestamp{1'767'578'400, 0});
  made.set("d", Duration{3'600 * second_nanos}).set("x", List{"a", List{1, 2.5}});
  made.function("f", [](std::span<Value const>) { return unknown("evidence:E"); });
  return made;
}

bool is_spent(Outcome const& outcome) {
  return outcome.is_error() && outcome.error().says.en == "evaluation step budget exceeded";
}

class Fuzz {
 public:
  int compiled = 0;
  int checked = 0;
  int values = 0;
  int errors = 0;
  int unknowns = 0;
  int proved = 0;

  void look_at(std::string const& source) {
    for (bool const check : {false, true}) {
      Compiled const program = compile(source, declarations_, {.check_types = check, .named_time_zones = true});
      if (!program) {
        ASSERT_FALSE(program.error().empty());
        for (Diagnostic const& diagnostic : program.error()) {
          ASSERT_FALSE(diagnostic.says.zh.empty());
          ASSERT_GE(diagnostic.line, 1);
          ASSERT_LE(diagnostic.span.offset, source.size());
        }
        continue;
      }
      ++(check ? checked : compiled);
      evaluate(*program, check);
      if (!check) print_and_read_again(*program);
    }
  }

 private:
  void evaluate(Program const& program, bool check) {
    Outcome const outcome = program.evaluate(bindings_, steps_max);
    Trace trace;
    ASSERT_EQ(written(program.evaluate(bindings_, trace, steps_max)), written(outcome));
    ++(outcome.is_value() ? values : outcome.is_error() ? errors : unknowns);
    if (outcome.is_error()) {
      ASSERT_LE(outcome.error().span.offset, program.source().size());
    }
    if (outcome.is_value()) survives_json(outcome.value());
    std::uint64_t const bound = program.steps_bound(sizes);
    if (!check || bound > 1'000'000) return;
    ++proved;
    ASSERT_FALSE(is_spent(program.evaluate(bindings_, static_cast<Steps>(bound)))) << "more than " << bound;
  }

  static void survives_json(Value const& value) {
    auto const json = value_to_json(value);
    if (!json || value.depth() > json_depth_max) return;
    auto const back = value_from_json(*parse_strict_json(boost::json::serialize(*json), {.depth = 1'000}));
    ASSERT_TRUE(back.has_value());
    ASSERT_EQ(to_literal(*back), to_literal(value));
  }

  void print_and_read_again(Program const& program) {
    std::string const printed = to_source(program.root());
    Compiled const again = compile(printed, declarations_, {.check_types = false});
    if (!again) {  // only what printing made longer or deeper than it was
      ASSERT_TRUE(again.error().front().says.en.starts_with("nested deeper") || printed.size() > 1'000)
          << printed << ": " << again.error().front().says.en;
      return;
    }
    ASSERT_EQ(to_source(again->root()), printed);
  }

  Declarations declarations_ = declarations();
  Bindings bindings_ = bindings();
};

TEST(CelFuzz, NothingCrashesHangsOrBreaksAPromise) {
  std::uint64_t const seed = setting("REDRESS_SEED", 20'260'105);
  std::uint64_t const runs = setting("REDRESS_FUZZ_RUNS", 6'000);
  std::cout << "REDRESS_SEED=" << seed << "\n";
  ExpressionSource expressions(seed);
  Fuzz fuzz;
  for (std::uint64_t i = 0; i < runs; ++i) {
    std::string const source = expressions.next();
    fuzz.look_at(source);
    if (testing::Test::HasFatalFailure()) FAIL() << "REDRESS_SEED=" << seed << " run " << i << ": " << source;
  }
  std::cout << fuzz.compiled << " compiled, " << fuzz.checked << " of sound types; " << fuzz.values << " values, "
            << fuzz.errors << " errors, " << fuzz.unknowns << " unknown; " << fuzz.proved << " with a proved bound\n";
  // A source that makes nothing sound would test nothing.
  EXPECT_GT(fuzz.compiled, static_cast<int>(runs / 4));
  EXPECT_GT(fuzz.checked, static_cast<int>(runs / 30));
  EXPECT_GT(fuzz.values, static_cast<int>(runs / 30));
  EXPECT_GT(fuzz.unknowns, 0);
  EXPECT_GT(fuzz.proved, static_cast<int>(runs / 50));
}

}  // namespace
}  // namespace redress::cel

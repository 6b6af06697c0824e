// Conditions as a manager or a stranger may write them: compiled checked and unchecked, then evaluated with everything
// known, and with nothing known.
#include "engine/cel/program.hpp"
#include "engine/cel/value_json.hpp"
#include "tests/fuzz/fuzz_one.hpp"

namespace redress::fuzz {
namespace {

cel::Declarations const& names() {
  static cel::Declarations const all = [] {
    cel::Declarations made;
    made.variable("order.paid_minor", cel::Type::int64())
        .variable("order.signed_at", cel::Type::timestamp())
        .variable("claim.reason", cel::Type::string())
        .variable("claim.whole", cel::Type::boolean())
        .variable("order.weight", cel::Type::float64())
        .variable("buyer.words", cel::Type::list(cel::Type::string()))
        .variable("lines", cel::Type::map(cel::Type::string(), cel::Type::int64()))
        .variable("any", cel::Type::dyn());
    made.constant("refund.limit", cel::Value(20'000));
    made.function("has_evidence", {cel::Type::string()}, cel::Type::boolean());
    return made;
  }();
  return all;
}

cel::Bindings const& known() {
  static cel::Bindings const all = [] {
    cel::Bindings made;
    made.set("order.paid_minor", 20'000)
        .set("order.signed_at", cel::Timestamp{1'767'578'400, 0})
        .set("claim.reason", "质量问题 quality")
        .set("claim.whole", true)
        .set("order.weight", 0.5)
        .set("buyer.words", cel::List{"退款", "a", ""})
        .set("any", cel::List{1, "two", cel::List{3.0}});
    made.function("has_evidence", [](auto) { return cel::Value(true); });
    return made;
  }();
  return all;
}

// Two outcomes of one evaluation; values by their JSON, which tells NaN from nothing, as == does not.
bool same(cel::Outcome const& one, cel::Outcome const& other) {
  if (one.is_unknown()) return other.is_unknown() && one.unknown().labels == other.unknown().labels;
  if (one.is_error()) return other.is_error() && one.error().says.en == other.error().says.en;
  if (!other.is_value()) return false;
  auto const first = cel::value_to_json(one.value());
  auto const second = cel::value_to_json(other.value());
  return first.has_value() == second.has_value() && (!first || serialize(*first) == serialize(*second));
}

void evaluate(cel::Program const& program) {
  static cel::Bindings const nothing;
  // A fiftieth of what one evaluation may cost, because the sanitizers make fifty steps of one.
  constexpr cel::Steps steps_max = cel::evaluation_steps_max / 50;
  require(same(program.evaluate(known(), steps_max), program.evaluate(known(), steps_max)), "evaluating is pure");
  cel::Trace trace;
  require(same(program.evaluate(nothing, steps_max), program.evaluate(nothing, trace, steps_max)),
          "writing down how it came about changes nothing");
}

void compile(std::string_view source, bool check_types) {
  auto const program = cel::compile(source, names(), {.check_types = check_types});
  if (program) return evaluate(*program);
  require(!program.error().empty() && program.error().size() <= 20, "a refusal has one to twenty diagnostics");
  require(!cel::fault_of(program.error()).position.empty(), "a refusal has its place");
}

}  // namespace

void fuzz_one(std::string_view bytes) {
  compile(bytes, true);
  compile(bytes, false);
}

}  // namespace redress::fuzz

#include "engine/cases/explanation.hpp"

#include "tests/engine/cases/small_world.hpp"

#include <rapidcheck/gtest.h>

#include <array>

namespace redress {
namespace {

using rules::Language;
using rules::make_rule;
using rules::Reader;
using rules::RuleEffect;

constexpr std::array readers{Reader::buyer, Reader::agent, Reader::manager, Reader::auditor};

// What each fact is in these tests, so that it can be recognised wherever it turns up; truths have only their path.
std::int64_t marked_number(std::size_t at) { return 7'000'000 + static_cast<std::int64_t>(at) * 1'000; }
std::string marked_text(std::size_t at) { return fmt::format("marker_{}_", at); }
Instant marked_moment(std::size_t at) {
  return rules::at("2031-01-01T06:00:00Z") + static_cast<std::int64_t>(at) * day_ms;
}

FactValue marker_of(std::size_t at) {
  switch (fact_schema()[at].type) {
    case FactType::boolean:
      return at % 2 == 0;
    case FactType::integer:
      return marked_number(at);
    case FactType::text:
      return marked_text(at);
    case FactType::instant:
      return marked_moment(at);
    case FactType::texts:
      return std::vector<std::string>{marked_text(at)};
  }
  return false;
}

// Every form in which the marker could be written, and the values beside it that a search may try.
std::vector<std::string> traces_of(std::size_t at) {
  std::vector<std::string> traces{std::string(fact_schema()[at].path), fmt::format("entry_{}_", at)};
  switch (fact_schema()[at].type) {
    case FactType::integer:
      for (std::int64_t const beside : {-1, 1, 2, 0}) {
        traces.push_back(format_major(Money{marked_number(at) + beside}));
        traces.push_back(std::to_string(marked_number(at) + beside));
      }
      break;
    case FactType::text:
    case FactType::texts:
      traces.push_back(marked_text(at));
      break;
    case FactType::instant:
      traces.push_back(format_rfc3339(marked_moment(at)).substr(0, 10));
      break;
    case FactType::boolean:
      break;
  }
  return traces;
}

std::string atom_on(std::size_t at) {
  auto const path = std::string(fact_schema()[at].path);
  auto const text = marked_text(at);
  auto const number = marked_number(at);
  auto const moment = format_rfc3339(marked_moment(at));
  switch (fact_schema()[at].type) {
    case FactType::boolean:
      return *rc::gen::element<std::string>(std::string(path), "!" + path, fmt::format("has({0}) && {0}", path),
                                            fmt::format("({} ? 1 : 0) / 0 > 0", path));
    case FactType::integer:
      return *rc::gen::element<std::string>(
          fmt::format("{} <= {}", path, number), fmt::format("{} + 1 > {}", path, number),
          fmt::format("[1][{}] == 1", path), fmt::format("{{1: 1}}[{}] == 1", path),
          fmt::format("max({}, 1) == evidence_count('E-SIGN')", path), fmt::format("{} / 0 == {}", path, number));
    case FactType::text:
      return *rc::gen::element<std::string>(
          fmt::format("{} == '{}'", path, text), fmt::format("{} in ['{}', 'b']", path, text),
          fmt::format("{}.startsWith('{}')", path, text), fmt::format("['a'].exists(x, x == {})", path),
          fmt::format("has_evidence({})", path), fmt::format("int({}) == 1", path));
    case FactType::instant:
      return *rc::gen::element<std::string>(fmt::format("{} < timestamp('{}')", path, moment),
                                            fmt::format("now - {} > duration('1h')", path),
                                            fmt::format("{}.getFullYear() == 2031", path));
    case FactType::texts:
      return *rc::gen::element<std::string>(fmt::format("'{}' in {}", text, path),
                                            fmt::format("{}.all(x, x != '{}')", path, text));
  }
  return "true";
}

std::string condition(int depth) {
  auto const part = [&] { return "(" + condition(depth - 1) + ")"; };
  if (depth > 0) switch (*rc::gen::inRange(0, 6)) {
      case 0:
      case 1:
        return part() + " && " + part();
      case 2:
        return part() + " || " + part();
      case 3:
        return "!" + part();
      case 4:
        return part() + " ? " + part() + " : " + part();
      default:
        break;
    }
  if (*rc::gen::inRange(0, 8) == 0)
    return *rc::gen::element<std::string>("has_evidence('E-PROFILE')", "has_evidence('E-SIGN')");
  return atom_on(*rc::gen::inRange<std::size_t>(0, fact_schema().size()));
}

rules::Rule any_rule(int number) {
  auto const blank = [] {
    return "{" + std::string(fact_schema()[*rc::gen::inRange<std::size_t>(0, fact_schema().size())].path) + "}";
  };
  auto const effect = *rc::gen::element(RuleEffect::block, RuleEffect::require_evidence, RuleEffect::route,
                                        RuleEffect::warn, RuleEffect::advance, RuleEffect::calculate);
  bool const plain = *rc::gen::arbitrary<bool>();
  return make_rule({.effect = effect,
                    .when = *rc::gen::arbitrary<bool>() ? condition(1) : std::string{},
                    .require = condition(3),
                    .id = fmt::format("RULE-{}-", number),
                    .says = {plain ? "不行" : "因为 " + blank(), plain ? "no" : "because of " + blank()}});
}

std::string everything_told(Explanation const& explanation, Reader reader) {
  auto told = boost::json::serialize(tell(explanation, reader));
  for (auto const language : {Language::zh, Language::en}) {
    told += boost::json::serialize(tell(explanation, reader, language));
    for (auto const& line : tell_lines(explanation, reader, language)) told += line + "\n";
  }
  // Parts and sentences of rules that the reader is not told of hide what is theirs all the same.
  for (auto const& proof : explanation.proofs) {
    for (auto const* part : {&proof.when, &proof.require})
      if (*part) told += boost::json::serialize(rules::tell(**part, reader));
    told += boost::json::serialize(to_json(rules::sentence_for(proof, reader)));
  }
  return told;
}

// Proofs of random rules over facts that can be recognised, with a nearest yes, sources, assumptions and a record.
Explanation marked_explanation() {
  SmallWorld small;
  static std::vector<rules::Rule> kept;  // proofs point to their rules
  kept.clear();
  for (int i = 0, count = *rc::gen::inRange(1, 4); i < count; ++i) kept.push_back(any_rule(i));
  small.book.rules = kept;
  Facts facts;
  for (std::size_t at = 0; at < fact_schema().size(); ++at)
    if (*rc::gen::inRange(0, 4) != 0) {
      facts.set(fact_schema()[at].path, marker_of(at));
      if (settable(fact_schema()[at]) && *rc::gen::arbitrary<bool>())
        small.case_.facts.set(fact_schema()[at].path, marker_of(at));
    }
  Explanation made{.case_id = "case_1",
                   .kind = "refund",
                   .event = "refuse",
                   .event_says = {"拒绝", "refuse"},
                   .party = *rc::gen::element(Party::buyer, Party::seller),
                   .state = "WAITING",
                   .at = small.now,
                   .book = "small",
                   .digest = "marked_digest"};
  for (auto const& rule : kept) made.proofs.push_back(rules::prove(rule, {facts, small.evidence}, false));
  Question const question{
      {.event = "refuse", .actor = {.id = "a", .role = Role::agent}, .params = {{"message", "不同意"}}}};
  made.nearest = nearest_yes(small.world(), question, {}, {.asked_max = 60}).value();
  for (std::size_t at = 0; at < fact_schema().size(); ++at) {
    auto const path = std::string(fact_schema()[at].path);
    made.sources[path] = {.entry_id = fmt::format("entry_{}_", at), .event = "open", .at = "2026-01-08T02:00:00.000Z"};
    made.assumed.push_back({path, nullptr, to_json(marker_of(at))});
  }
  made.assumed.push_back({"evidence", nullptr, boost::json::string("E-PROFILE")});
  made.recorded =
      Recorded{.entry_id = "entry_x", .hash = "marked_hash", .actor = "marked_actor", .differs = {kept[0].id}};
  return made;
}

RC_GTEST_PROP(FourReaders, NeverReadAFactThatIsNotTheirs, ()) {
  auto const explanation = marked_explanation();
  for (auto const reader : readers) {
    auto const told = everything_told(explanation, reader);
    for (std::size_t at = 0; at < fact_schema().size(); ++at) {
      if (may_see_fact(reader, fact_schema()[at].path)) continue;
      for (auto const& trace : traces_of(at))
        if (told.find(trace) != std::string::npos)
          RC_FAIL(fmt::format("{} reads {}: {}", rules::name_of(reader), trace, told));
    }
    RC_ASSERT((told.find("marked_digest") != std::string::npos) == (reader == Reader::auditor));
    RC_ASSERT((told.find("marked_hash") != std::string::npos) == (reader == Reader::auditor));
    RC_ASSERT((told.find("marked_actor") != std::string::npos) == (reader == Reader::auditor));
    if (reader != Reader::buyer) continue;
    RC_ASSERT(told.find("E-PROFILE") == std::string::npos);
    RC_ASSERT(told.find("request_id") == std::string::npos);  // no calls
    for (auto const& proof : explanation.proofs)
      if (!may_see_rule(reader, proof)) RC_ASSERT(told.find(proof.verdict.rule->id) == std::string::npos);
  }
}

// The search for traces finds what is shown: an agent reads what the buyer may not.
TEST(FourReaders, TheTracesLookedForAreThoseThatWouldBeWritten) {
  SmallWorld small;
  for (std::size_t at = 0; at < fact_schema().size(); ++at) {
    auto const& spec = fact_schema()[at];
    Facts facts;
    facts.set(spec.path, marker_of(at));
    auto const sentence = fmt::format("{{{}}}", spec.path);
    auto const rule = make_rule({.require = fmt::format("{0} == {0}", spec.path), .says = {sentence, sentence}});
    Explanation made{.case_id = "case_1", .kind = "refund", .event = "refuse", .state = "WAITING", .at = small.now};
    made.proofs.push_back(rules::prove(rule, {facts}, false));
    auto const told = everything_told(made, Reader::auditor);
    EXPECT_NE(told.find(spec.path), std::string::npos);
    if (spec.type == FactType::boolean) continue;
    EXPECT_NE(told.find(traces_of(at).back()), std::string::npos) << spec.path << told;
  }
}

TEST(Explanation, TellsTheWholeDecisionToTheAgent) {
  SmallWorld small;
  small.book.rules = {
      make_rule({.require = "has_evidence('E-SIGN')", .id = "T-1", .says = {"缺签收", "no signed receipt"}}),
      make_rule({.effect = RuleEffect::warn, .require = "order.fresh", .id = "T-2"}),
      make_rule({.when = "stock.available", .require = "false", .id = "T-3"})};
  small.case_.facts.set("stock.available", false);
  auto const made = explain_decision(small.world(), {{.event = "refuse", .actor = {.id = "a"}}}, {});
  ASSERT_TRUE(made.has_value());
  auto const told = tell(*made, Reader::agent);
  EXPECT_EQ(told.at("outcome"), "refused");
  EXPECT_EQ(told.at("rules").as_array().size(), 3U);
  EXPECT_EQ(told.at("rules").as_array()[0].at("require").at("truth"), "unknown");
  auto const& sets = told.at("nearest_yes").at("sets").as_array();
  ASSERT_EQ(sets.size(), 1U);
  EXPECT_EQ(sets[0].at("changes").as_array()[0].at("call").at("method"), "evidence.add");
  auto const lines = tell_lines(*made, Reader::agent, Language::zh);
  EXPECT_EQ(lines[0], "case_1 拒绝 (refuse): 拒绝");
  EXPECT_NE(std::ranges::find(lines, "  另有 1 条规则不在适用范围"), lines.end());
  // The buyer is told the clause, and nothing of what would let the seller refuse.
  auto const buyer = tell(*made, Reader::buyer, Language::en);
  EXPECT_EQ(buyer.at("rules").as_array().size(), 2U);
  EXPECT_TRUE(buyer.at("nearest_yes").at("sets").as_array().empty());
  EXPECT_EQ(buyer.at("rules").as_array()[0].at("says"), (boost::json::object{{"en", "no signed receipt"}}));
}

TEST(Explanation, OfWhatIsAcceptedHasNoNearestYesAndOfAnotherStateItsReason) {
  SmallWorld small;
  auto const yes = explain_decision(small.world(), {{.event = "refuse", .actor = {.id = "a"}}}, {});
  EXPECT_TRUE(yes->accepted);
  EXPECT_EQ(yes->to, "REFUSED");
  EXPECT_FALSE(yes->nearest.has_value());
  auto const no = explain_decision(small.world(), {{.event = "settle", .actor = {.id = "a"}}}, {});
  ASSERT_EQ(no->reasons.size(), 1U);
  EXPECT_EQ(no->reasons[0].code, "wrong_state");
  EXPECT_EQ(no->nearest->sets.size(), 1U);
}

}  // namespace
}  // namespace redress

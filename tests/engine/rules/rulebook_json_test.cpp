#include "engine/rules/rulebook_json.hpp"

#include "tests/engine/rules/rule_maker.hpp"

#include <array>

namespace redress::rules {
namespace {

Rule sample_rule() {
  return make_rule({.effect = RuleEffect::require_evidence,
                    .when = "claim.reason == 'quality'",
                    .require = "has_evidence('E-QC') && order.paid_minor <= 20000 && evidence_count('E-PHOTO') >= 2",
                    .on = {"refund.refuse", "*.refuse_return"},
                    .id = "TB-RU-005",
                    .span = days("2023-12-26", "2025-08-14"),
                    .says = {"须附质检报告", "attach a test report"}});
}

TEST(RulebookJson, WritesARuleAsItsYamlHasIt) {
  auto const expected = boost::json::parse(R"json({
    "id": "TB-RU-005", "version": "1", "cites": {"text": "第27条", "source": "S1"}, "confidence": "high",
    "effect": "require_evidence", "on": ["refund.refuse", "*.refuse_return"], "when": "claim.reason == 'quality'",
    "require": "has_evidence('E-QC') && order.paid_minor <= 20000 && evidence_count('E-PHOTO') >= 2",
    "from": "2023-12-26", "to": "2025-08-14", "says": {"zh": "须附质检报告", "en": "attach a test report"}})json");
  EXPECT_EQ(boost::json::value(to_json(sample_rule())), expected);
}

TEST(RulebookJson, ReadsBackTheRuleItWrote) {
  auto const json = to_json(sample_rule());
  auto const read = rule_from_json(json);
  ASSERT_TRUE(read);
  EXPECT_EQ(to_json(*read), json);
}

TEST(RulebookJson, KeepsWhoMayPassARuleAndWhoActsByIt) {
  auto passable = sample_rule();
  passable.override_terms = OverrideTerms{Role::agent, Role::manager, 12};
  auto const json = to_json(passable);
  EXPECT_EQ(json.at("override"),
            boost::json::parse(R"({"by": "agent", "second_person": "manager", "expires_hours": 12})"));
  auto const read = rule_from_json(json);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->override_terms, passable.override_terms);
  for (auto const* wrong : {R"({"by": "nobody", "expires_hours": 12})", R"({"by": "agent"})", "7"}) {
    auto broken = json;
    broken["override"] = boost::json::parse(wrong);
    EXPECT_FALSE(rule_from_json(broken)) << wrong;
  }

  auto const automatic =
      make_rule({.effect = RuleEffect::advance, .on = {"refund.open"}, .advances = "instant_refund"});
  EXPECT_EQ(to_json(automatic).at("automation").as_string(), "instant-refund") << "the event names it";
}

TEST(RulebookJson, RefusesARuleThatIsNotOne) {
  struct {
    std::string_view member, json, position;
  } const cases[] = {
      {"id", "null", "id"},         {"effect", "\"bluck\"", "effect"}, {"on", "\"refund.refuse\"", "on"},
      {"when", "\"1 +\"", "when"},  {"when", "\"1\"", "when"},         {"require", "\"order.paid\"", "require"},
      {"from", "\"2023\"", "from"}, {"says", "{\"zh\":\"x\"}", "en"},  {"cites", "[]", ""}};
  for (auto const& c : cases) {
    auto json = to_json(sample_rule());
    json[c.member] = boost::json::parse(c.json);
    auto const read = rule_from_json(json);
    ASSERT_FALSE(read) << c.member;
    EXPECT_EQ(read.error().position, c.position) << c.member;
  }
  EXPECT_FALSE(rule_from_json(boost::json::array{}));
}

TEST(RulebookJson, WritesAVerdictWithWhatItReadAndWhatIsMissing) {
  auto const facts = make_facts({{"claim.reason", std::string("quality")}});
  auto const evidence = make_evidence({"E-PHOTO", "E-PHOTO"});
  auto const rule = sample_rule();
  auto const expected = boost::json::parse(R"json({
    "id": "TB-RU-005", "version": "1", "verdict": "unproven", "applies": true,
  "cites": "第27条 [S1]", "confidence": "high",
    "effect": "require_evidence", "facts_read": {"claim.reason": "quality", "order.paid_minor": null},
    "evidence_read": {"E-QC": 0, "E-PHOTO": 2}, "says": {"zh": "须附质检报告", "en": "attach a test report"},
    "missing": [{"what": "evidence", "name": "E-QC"}, {"what": "fact", "name": "order.paid_minor"}]})json");
  EXPECT_EQ(boost::json::value(to_json(judge(rule, {facts, evidence}))), expected);
}

// What a receipt's reader does: the rule and the recorded reading alone give the same verdict, whatever it was.
TEST(RulebookJson, AVerdictIsReachedAgainFromWhatItRecorded) {
  auto const rule = sample_rule();
  std::array const situations{
      std::pair{Facts{}, make_evidence({})},
      std::pair{make_facts({{"claim.reason", std::string("lost")}}), make_evidence({"E-QC"})},
      std::pair{make_facts({{"claim.reason", std::string("quality")}, {"order.paid_minor", std::int64_t{20'001}}}),
                make_evidence({"E-QC", "E-CHAT"})},
      std::pair{make_facts({{"claim.reason", std::string("quality")},
                            {"order.paid_minor", std::int64_t{20'000}},
                            {"order.fresh", true}}),
                make_evidence({"E-PHOTO", "E-QC", "E-PHOTO"})}};
  std::set<std::string> seen;
  for (auto const& [facts, evidence] : situations) {
    auto const recorded = to_json(judge(rule, {facts, evidence}));
    auto const again = rule_from_json(to_json(rule));
    auto const reading = read_back(recorded);
    ASSERT_TRUE(again && reading);
    EXPECT_EQ(to_json(judge(*again, {reading->facts, reading->evidence})), recorded);
    seen.insert(std::string(recorded.at("verdict").as_string()));
  }
  EXPECT_EQ(seen.size(), 3u);
}

TEST(RulebookJson, ReadsBackNoNonsense) {
  for (auto const* json :
       {"[]", "{}", R"({"facts_read":{}})", R"({"facts_read":{"no.such":1},"evidence_read":{}})",
        R"({"facts_read":{"order.paid_minor":"1"},"evidence_read":{}})",
        R"({"facts_read":{},"evidence_read":{"E-QC":-1}})", R"({"facts_read":{},"evidence_read":{"E-QC":1000000}})"})
    EXPECT_FALSE(read_back(boost::json::parse(json))) << json;
}

TEST(RulebookJson, SummarisesABook) {
  Rulebook book{.id = "generic", .platform = "", .version = "3", .digest = "ab", .title = {"通用", "Generic"}};
  book.rules.push_back(sample_rule());
  book.vocabularies = {{"reward", {"红包"}}};
  auto const json = to_json(book);
  EXPECT_EQ(json.at("platform"), "*");
  EXPECT_EQ(json.at("counts").at("rules"), 1);
  EXPECT_EQ(json.at("rules").at(0).at("id"), "TB-RU-005");
  EXPECT_EQ(json.at("vocabularies").at("reward").at(0), "红包");
}

TEST(RulebookJson, NamesAreReadBack) {
  for (auto const* name : {"high", "medium", "low", "unverified", "design"})
    EXPECT_EQ(name_of(confidence_from(name).value()), name);
  for (auto const* name : {"block", "require_evidence", "route", "warn", "advance", "calculate"})
    EXPECT_EQ(name_of(rule_effect_from(name).value()), name);
  for (auto const* name : {"holds", "fails", "unproven"}) EXPECT_EQ(name_of(verdict_from(name).value()), name);
  EXPECT_FALSE(confidence_from("High") || rule_effect_from("") || verdict_from("out_of_scope"));
}

}  // namespace
}  // namespace redress::rules

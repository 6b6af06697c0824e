// Every entry of random stories, run again from its receipt alone.
#include "api/service/rules_again.hpp"

#include "engine/ledger/receipt_check.hpp"
#include "tests/api/story_walk.hpp"

#include <gtest/gtest.h>

#include <set>

namespace redress::api {
namespace {

using boost::json::object;
using Outcome = RulesAgain::Outcome;

std::vector<Entry> entries_of(HouseOfDesks& house) {
  std::vector<Entry> entries;
  house.store().read([&](StoreReader& store) { entries = store.entries_from(0, 10'000); });
  return entries;
}

ledger::Receipt receipt_of(HouseOfDesks& house, std::string const& entry_id) {
  auto const answer = house.call("audit.receipt", {{"entry_id", entry_id}}, Role::admin);
  return ledger::parse_receipt(boost::json::serialize(answer.at("result"))).value();
}

TEST(RulesAgain, come_to_the_same_for_every_entry_of_every_story) {
  HouseOfDesks house{5};
  walk_cases(house, 5, 22, 14);
  std::set<std::string> kinds, outcomes;
  std::size_t rules = 0;
  std::size_t with_evidence = 0;
  for (auto const& entry : entries_of(house)) {
    auto const receipt = receipt_of(house, entry.id);
    ASSERT_TRUE(ledger::check_receipt(receipt).ok()) << entry.bytes;
    auto const json = boost::json::parse(entry.bytes).as_object();
    auto const again = run_rules_again(json, receipt.rulebook.texts);
    ASSERT_EQ(again.outcome, Outcome::same) << again.says.en << "\n" << entry.bytes;
    ASSERT_TRUE(again.untold.empty()) << again.says.en;
    rules += again.run;
    for (auto const& rule : json.at("rules").as_array()) with_evidence += rule.as_object().contains("evidence_read");
    kinds.insert(std::string(json.at("kind").as_string()));
    outcomes.insert(std::string(json.at("outcome").as_string()));
  }
  EXPECT_GE(kinds.size(), 4U);
  EXPECT_EQ(outcomes.size(), 2U) << "accepted and refused";
  EXPECT_GT(rules, 200U);
  EXPECT_GT(with_evidence, 0U);
}

TEST(RulesAgain, find_what_was_rewritten) {
  HouseOfDesks house{6};
  walk_cases(house, 6, 16, 16);
  int verdicts = 0;
  int facts = 0;
  int acceptances = 0;
  for (auto const& entry : entries_of(house)) {
    auto const texts = receipt_of(house, entry.id).rulebook.texts;
    auto const json = boost::json::parse(entry.bytes).as_object();
    auto const& rules = json.at("rules").as_array();
    if (rules.empty() || verdicts > 60) continue;
    auto bent = json;
    auto& rule = bent.at("rules").as_array().front().as_object();
    rule["verdict"] = rule.at("verdict") == "holds" ? "fails" : "holds";
    EXPECT_EQ(run_rules_again(bent, texts).outcome, Outcome::otherwise);
    ++verdicts;
    // Refused by a rule, and yet recorded as accepted.
    auto const* refusal = json.if_contains("refusal");
    if (refusal && (refusal->at("kind") == "rule_blocked" || refusal->at("kind") == "evidence_missing")) {
      bent = json;
      bent.erase("refusal");
      bent["outcome"] = "accepted";
      acceptances += run_rules_again(bent, texts).outcome == Outcome::otherwise;
    }
    // A fact that decided, gone.
    for (std::size_t i = 0; i < rules.size(); ++i) {
      auto const& each = rules[i].as_object();
      if (!each.at("applies").as_bool() || each.at("verdict") == "unproven" || each.contains("evidence_read")) continue;
      bent = json;
      bent.at("rules").as_array()[i].as_object()["facts_read"] = object{};
      facts += run_rules_again(bent, texts).outcome == Outcome::otherwise;
    }
  }
  EXPECT_GT(verdicts, 5);
  EXPECT_GT(facts, 5);
  EXPECT_GT(acceptances, 0);
}

TEST(RulesAgain, say_when_the_book_cannot_be_read) {
  HouseOfDesks house{7};
  walk_cases(house, 7, 1, 1);
  for (auto const& entry : entries_of(house)) {
    auto const json = boost::json::parse(entry.bytes).as_object();
    if (json.at("rules").as_array().empty()) continue;
    EXPECT_EQ(run_rules_again(json, {}).outcome, Outcome::untold);
    return;
  }
  FAIL() << "no entry consulted a rule";
}

}  // namespace
}  // namespace redress::api

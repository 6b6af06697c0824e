#include "engine/backtest/recorded_entry.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace redress::backtest {
namespace {

namespace json = boost::json;

// A refused attempt as docs/ledger-format.md shows one.
json::object entry() {
  return json::parse(R"({"id":"entry_1","shop":"s","case_id":"case_1","case_seq":1,"at":"2026-01-05T03:00:00.000Z",
    "role":"agent","party":"seller","kind":"refund","platform":"taobao","event":"refuse","from":"requested",
    "to":"requested","outcome":"refused","refusal":{"code":"rule_fails","kind":"rule_blocked"},"params":{},
    "private":{"message":"00"},"facts_set":{},"evidence":[{"id":"ev_1","kind":"E-CHAT","commitment":"00"}],
    "rules":[{"id":"R-1","verdict":"fails","applies":true,"facts_read":{"order.paid_minor":20007,"order.fresh":null}},
             {"id":"R-2","verdict":"holds","applies":false,"facts_read":{"order.paid_minor":20007}}],
    "rulebook":"sample","rulebook_digest":"00","effects":[]})")
      .as_object();
}

TEST(RecordedEntry, HasWhatASecondLookNeeds) {
  auto const bytes = json::serialize(entry());
  auto const read = read_recorded(bytes);
  ASSERT_TRUE(read.has_value()) << read.error().says.en;
  ASSERT_EQ(read->verdicts.size(), 2u);
  EXPECT_EQ(read->verdicts[0].id, "R-1");
  EXPECT_EQ(read->verdicts[0].verdict, rules::Verdict::fails);
  ASSERT_EQ(read->facts_read.size(), 2u) << "each fact once";
  EXPECT_EQ(std::get<std::int64_t>(*read->find_read("order.paid_minor")->value), 20007);
  EXPECT_FALSE(read->find_read("order.fresh")->value.has_value()) << "null was not known";
  EXPECT_EQ(read->find_read("claim.reason"), nullptr);
  EXPECT_EQ(read->evidence_kinds, std::vector<std::string_view>{"E-CHAT"});
  EXPECT_FALSE(read->payout || read->due);
}

struct Row {
  std::string_view event, outcome, kind, code;
  bool asked, by_rules;
};

TEST(RecordedEntry, KnowsWhoDecided) {
  for (auto const& row : {Row{"refuse", "accepted", "", "", true, false},
                          Row{"refuse", "refused", "rule_blocked", "rule_fails", true, true},
                          Row{"refuse", "refused", "evidence_missing", "evidence_missing", true, true},
                          Row{"instant_refund", "refused", "rule_blocked", "not_automatic", true, true},
                          Row{"refuse", "refused", "over_refund", "over_refund", true, false},
                          Row{"refuse", "refused", "rule_blocked", "amount_missing", true, false},
                          Row{"refuse", "refused", "event_not_allowed", "amount_differs", true, false},
                          Row{"refuse", "refused", "event_not_allowed", "wrong_state", false, false},
                          Row{"refuse", "refused", "case_final", "case_final", false, false},
                          Row{"evidence_added", "accepted", "", "", false, false},
                          Row{"facts_reported", "accepted", "", "", false, false}}) {
    SCOPED_TRACE(row.code);
    auto changed = entry();
    changed["event"] = row.event;
    changed["outcome"] = row.outcome;
    changed["refusal"] = json::object{{"kind", row.kind}, {"code", row.code}};
    auto const read = read_recorded(json::serialize(changed));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->asked_the_book(), row.asked);
    EXPECT_EQ(read->refused_by_rules(), row.by_rules);
  }
}

TEST(RecordedEntry, SaysNoToWhatIsNone) {
  std::function<void(json::object&)> const damages[] = {
      [](json::object& o) { o.erase("at"); },
      [](json::object& o) { o["at"] = "today"; },
      [](json::object& o) { o["role"] = "king"; },
      [](json::object& o) { o["party"] = 7; },
      [](json::object& o) { o["rules"].as_array()[0].as_object()["verdict"] = "perhaps"; },
      [](json::object& o) {
        o["rules"].as_array()[0].as_object()["facts_read"] = json::object{{"order.fresh", 7}};
      },
      [](json::object& o) {
        o["effects"] = json::array{json::object{{"kind", "order_payout"}}};
      },
      [](json::object& o) { o["due"] = json::array{}; },
  };
  for (auto const& damage : damages) {
    auto damaged = entry();
    damage(damaged);
    auto const read = read_recorded(json::serialize(damaged));
    ASSERT_FALSE(read.has_value()) << json::serialize(damaged);
    EXPECT_EQ(read.error().kind, FaultKind::ledger_broken);
  }
  EXPECT_FALSE(read_recorded("").has_value());
  EXPECT_FALSE(read_recorded("[]").has_value());
}

}  // namespace
}  // namespace redress::backtest

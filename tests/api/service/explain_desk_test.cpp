#include "tests/api/house_of_desks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

object refund_case(std::string_view number, object claim) {
  return {{"shop", "s1"},
          {"kind", "refund"},
          {"platform", "taobao"},
          {"order",
           {{"id", number},
            {"placed_at", "2026-01-04T02:00:00Z"},
            {"paid_at", "2026-01-04T02:01:00Z"},
            {"dispatched_at", "2026-01-05T02:00:00Z"},
            {"paid", money(20'000)},
            {"lines",
             array{object{{"id", "L1"}, {"sku", "A"}, {"title", "卫衣"}, {"quantity", 2}, {"paid", money(20'000)}}}}}},
          {"claim", std::move(claim)},
          {"buyer", {{"id", "b1"}, {"phone", "13800001234"}, {"refunds_90d", 7}}},
          {"request_id", fmt::format("open-{}", number)}};
}

std::string text_of(object const& json, std::string_view name) {
  return json.contains(name) ? std::string(json.at(name).as_string()) : std::string{};
}

class ExplainDeskTest : public testing::Test {
 protected:
  std::string open(std::string_view number, object claim) {
    auto const opened = house.call("case.open", refund_case(number, std::move(claim)));
    EXPECT_TRUE(opened.contains("result")) << boost::json::serialize(opened);
    return std::string(opened.at("result").at("case").at("id").as_string());
  }
  std::string lost_parcel(std::string_view number = "1") {
    return open(number, {{"reason", "not_received"}, {"wants", "refund_only"}});
  }
  object result(std::string_view method, object params, Role role = Role::agent) {
    auto const answer = house.call(method, std::move(params), role);
    EXPECT_TRUE(answer.contains("result")) << boost::json::serialize(answer);
    return answer.contains("result") ? answer.at("result").as_object() : object{};
  }
  object error(std::string_view method, object params, Role role = Role::agent) {
    auto const answer = house.call(method, std::move(params), role);
    EXPECT_TRUE(answer.contains("error")) << boost::json::serialize(answer);
    return answer.contains("error") ? answer.at("error").at("data").as_object() : object{};
  }
  std::int64_t entries() { return house.call("system.info", {}, Role::admin).at("result").at("entries").as_int64(); }

  HouseOfDesks house;
};

TEST_F(ExplainDeskTest, ProvesWhatWouldBeDecidedAndWhatWouldTurnIt) {
  auto const id = lost_parcel();
  auto const before = entries();
  auto const told = result("rules.explain", {{"case_id", id}, {"event", "refuse"}});
  EXPECT_EQ(told.at("outcome"), "refused");
  EXPECT_EQ(told.at("reader"), "agent");
  bool found = false;
  for (auto const& rule : told.at("rules").as_array())
    if (rule.at("id") == "TB-RS-013") {
      found = true;
      EXPECT_EQ(rule.at("require").at("truth"), "unknown");
      EXPECT_EQ(rule.at("when").at("truth"), "true");
    }
  EXPECT_TRUE(found);
  auto const& sets = told.at("nearest_yes").at("sets").as_array();
  ASSERT_FALSE(sets.empty());
  // Each set, supposed in rules.check, unblocks the event; and the calls, sent, turn the answer.
  for (auto const& set : sets) {
    array kinds;
    object facts;
    for (auto const& change : set.at("changes").as_array())
      if (change.at("what") == "evidence")
        for (std::int64_t i = 0; i < change.at("pieces").as_int64(); ++i) kinds.push_back(change.at("name"));
      else if (change.at("what") == "fact")
        facts[change.at("name").as_string()] = change.at("to");
    auto const what_if =
        result("rules.check", {{"case_id", id}, {"event", "refuse"}, {"evidence", kinds}, {"facts", facts}});
    EXPECT_EQ(what_if.at("blocked"), false) << boost::json::serialize(set);
  }
  EXPECT_EQ(entries(), before);  // nothing was written
  for (auto const& change : sets.front().at("changes").as_array()) {
    auto call = change.at("call").as_object();
    auto& params = call["params"].as_object();
    if (params.contains("sha256")) params["sha256"] = std::string(64, 'a');
    if (params.contains("text")) params["text"] = "旺旺聊天";
    result(call.at("method").as_string(), params);
  }
  EXPECT_EQ(result("rules.explain", {{"case_id", id}, {"event", "refuse"}}).at("outcome"), "accepted");
}

TEST_F(ExplainDeskTest, SaysWhereFactsComeFrom) {
  auto const id = lost_parcel();
  auto const reported = result(
      "case.facts",
      {{"case_id", id}, {"set", object{{"claim.goods_received", false}}}, {"source", "carrier"}, {"request_id", "f1"}});
  auto const told = result("rules.check", {{"case_id", id}, {"event", "agree_refund"}});
  bool found = false;
  for (auto const& fact : told.at("facts").as_array())
    if (fact.at("path") == "claim.goods_received") {
      found = true;
      EXPECT_EQ(fact.at("from").at("entry_id"), reported.at("entry").at("id"));
      EXPECT_EQ(fact.at("from").at("source"), "carrier");
    }
  EXPECT_TRUE(found) << boost::json::serialize(told.at("facts"));
}

TEST_F(ExplainDeskTest, SupposesWithoutWriting) {
  auto const id = lost_parcel();
  auto const before = entries();
  auto const state = result("case.get", {{"case_id", id}});
  auto const told = result("rules.check", {{"case_id", id},
                                           {"event", "refuse"},
                                           {"facts", object{{"claim.reason", "quality"}, {"stock.available", true}}},
                                           {"params", object{{"message", "商品没有质量问题"}, {"basis", "used"}}},
                                           {"evidence", array{"E-QC"}}});
  EXPECT_EQ(told.at("assumed"), (array{object{{"what", "claim.reason"}, {"was", "not_received"}, {"is", "quality"}},
                                       object{{"what", "stock.available"}, {"was", nullptr}, {"is", true}},
                                       object{{"what", "evidence"}, {"was", nullptr}, {"is", "E-QC"}}}));
  for (auto const& rule : told.at("rules").as_array()) {
    if (rule.at("id") != "TB-RS-013") continue;
    EXPECT_EQ(rule.at("applies"), false);
  }
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(result("case.get", {{"case_id", id}}), state);
  // A parameter that is required and was not given is an example, and said to be assumed.
  auto const bare = result("rules.check", {{"case_id", id}, {"event", "refuse"}});
  EXPECT_EQ(bare.at("assumed").as_array()[0].at("what"), "params.message");
  // The clock may be supposed.
  auto const later =
      result("rules.check", {{"case_id", id}, {"event", "refuse"}, {"facts", object{{"now", "2027-01-01T00:00:00Z"}}}});
  EXPECT_EQ(later.at("at"), "2027-01-01T00:00:00.000Z");
}

TEST_F(ExplainDeskTest, AnswersForFinalCasesAndForEventsWithoutARow) {
  auto const id = open("2", {{"reason", "do_not_want"}, {"wants", "refund_only"}});
  EXPECT_TRUE(result("rules.check", {{"case_id", id}, {"event", "evidence_added"}}).contains("blocked"));
  EXPECT_TRUE(result("rules.check", {{"case_id", id}, {"event", "confirm_return"}}).contains("blocked"));
  result("case.apply", {{"case_id", id}, {"event", "withdraw"}, {"party", "buyer"}, {"request_id", "w"}},
         Role::service);
  ASSERT_EQ(result("case.get", {{"case_id", id}}).at("case").at("final"), true);
  EXPECT_TRUE(result("rules.check", {{"case_id", id}, {"event", "refuse"}}).contains("blocked"));
  auto const told = result("rules.explain", {{"case_id", id}, {"event", "refuse"}});
  EXPECT_EQ(told.at("reasons").as_array()[0].at("code"), "case_final");
  EXPECT_TRUE(told.at("nearest_yes").at("sets").as_array().empty());
}

TEST_F(ExplainDeskTest, ExplainsARecordedDecisionAsItWasRecorded) {
  auto const id = lost_parcel();
  auto const refused = error("case.apply", {{"case_id", id},
                                            {"event", "refuse"},
                                            {"params", object{{"message", "已发货，不同意退款"}}},
                                            {"request_id", "r1"}});
  auto const entry_id = std::string(refused.at("entry_id").as_string());
  // What came later does not change what was decided then.
  result("evidence.add",
         {{"case_id", id}, {"kind", "E-TRACE"}, {"text", "trace"}, {"source", "carrier"}, {"request_id", "e1"}});
  house.clock().advance(40 * hour_ms);
  auto const told = result("rules.explain", {{"entry_id", entry_id}}, Role::auditor);
  EXPECT_EQ(told.at("outcome"), "refused");
  EXPECT_EQ(told.at("recorded").at("same"), true) << boost::json::serialize(told.at("recorded"));
  EXPECT_EQ(told.at("at"), "2026-01-08T02:00:00.000Z");
  for (auto const& rule : told.at("rules").as_array()) {
    if (rule.at("id") != "TB-RS-013") continue;
    EXPECT_EQ(rule.at("evidence_read").at("E-TRACE"), 0);
  }
  EXPECT_TRUE(told.contains("rulebook_digest"));
  EXPECT_FALSE(result("rules.explain", {{"entry_id", entry_id}}).contains("rulebook_digest"));
  // Every entry of a case walked a little comes out as recorded.
  auto const trail = result("case.trail", {{"case_id", id}});
  for (auto const& entry : trail.at("entries").as_array())
    EXPECT_EQ(result("rules.explain", {{"entry_id", entry.at("id")}}).at("recorded").at("same"), true);
}

TEST_F(ExplainDeskTest, TurnsAGuardByTheFactItStandsOn) {
  auto params = refund_case("3", {{"reason", "do_not_want"}, {"wants", "refund_only"}});
  params["order"].as_object().erase("dispatched_at");
  auto const opened = house.call("case.open", params);
  auto const id = opened.at("result").at("case").at("id");
  auto const told = result("rules.explain", {{"case_id", id}, {"event", "intercept"}});
  EXPECT_EQ(told.at("outcome"), "refused");
  ASSERT_FALSE(told.at("reasons").as_array().empty());
  auto const& sets = told.at("nearest_yes").at("sets").as_array();
  ASSERT_FALSE(sets.empty()) << boost::json::serialize(told);
  for (auto const& change : sets.front().at("changes").as_array()) {
    ASSERT_EQ(change.at("call").at("method"), "case.facts");
    result("case.facts", change.at("call").at("params").as_object());
  }
  EXPECT_EQ(result("rules.explain", {{"case_id", id}, {"event", "intercept"}}).at("outcome"), "accepted");
}

TEST_F(ExplainDeskTest, LetsNobodyReadAboveTheirRole) {
  auto const id = lost_parcel();
  object const question{{"case_id", id}, {"event", "agree_refund"}};
  struct {
    Role role;
    std::string_view own;
    std::size_t readers;
  } const rows[] = {{Role::agent, "agent", 2},
                    {Role::service, "agent", 2},
                    {Role::manager, "manager", 3},
                    {Role::admin, "manager", 3},
                    {Role::auditor, "auditor", 4}};
  std::vector<std::string> const readers{"buyer", "agent", "manager", "auditor"};
  for (auto const& row : rows) {
    EXPECT_EQ(text_of(result("rules.explain", question, row.role), "reader"), row.own);
    for (std::size_t i = 0; i < readers.size(); ++i)
      for (auto const* method : {"rules.explain", "rules.check"}) {
        auto params = question;
        params["reader"] = readers[i];
        if (i < row.readers)
          EXPECT_EQ(text_of(result(method, params, row.role), "reader"), readers[i]);
        else
          EXPECT_EQ(error(method, params, row.role).at("kind"), "forbidden");
      }
  }
}

TEST_F(ExplainDeskTest, TellsTheBuyerNothingOfTheShopsOwn) {
  auto const id = lost_parcel();
  for (auto const* event : {"refuse", "agree_refund", "offer_partial", "withdraw"}) {
    auto const text = boost::json::serialize(
        result("rules.explain", {{"case_id", id}, {"event", event}, {"reader", "buyer"}, {"party", "seller"}}));
    for (auto const* hidden : {"buyer.", "refunds_90d", "message_terms", "platform.status", "fix-", "ev_"})
      EXPECT_EQ(text.find(hidden), std::string::npos) << event << " " << hidden << "\n" << text;
  }
}

TEST_F(ExplainDeskTest, SaysInOneLanguageOrBoth) {
  auto const id = lost_parcel();
  object params{{"case_id", id}, {"event", "refuse"}};
  EXPECT_EQ(result("rules.explain", params).at("text").as_object().size(), 2U);
  params["language"] = "en";
  auto const english = result("rules.explain", params);
  EXPECT_EQ(english.at("text").as_object().size(), 1U);
  EXPECT_FALSE(english.at("says").as_object().contains("zh"));
  EXPECT_NE(std::string(english.at("text").at("en").as_string()).find("Nearest yes"), std::string::npos);
}

TEST_F(ExplainDeskTest, RefusesWhatItCannotRead) {
  auto const id = lost_parcel();
  struct {
    std::string_view method;
    object params;
    std::string_view kind, position;
  } const rows[] = {
      {"rules.explain", {}, "invalid_params", "params"},
      {"rules.explain", {{"case_id", id}}, "invalid_params", "params"},
      {"rules.explain", {{"case_id", id}, {"event", "refuse"}, {"entry_id", "entry_1"}}, "invalid_params", "params"},
      {"rules.explain", {{"case_id", id}, {"event", "dance"}}, "invalid_params", "params.event"},
      {"rules.explain", {{"case_id", "case_none"}, {"event", "refuse"}}, "not_found", "params.case_id"},
      {"rules.explain", {{"entry_id", "entry_none"}}, "not_found", "params.entry_id"},
      {"rules.explain",
       {{"case_id", id}, {"event", "refuse"}, {"params", object{{"nonsense", 1}}}},
       "invalid_params",
       "params.nonsense"},
      {"rules.check", {{"case_id", id}, {"event", "dance"}}, "invalid_params", "params.event"},
      {"rules.check",
       {{"case_id", id}, {"event", "refuse"}, {"facts", object{{"order.dispatched", true}}}},
       "invalid_params",
       "params.facts.order.dispatched"},
      {"rules.check",
       {{"case_id", id}, {"event", "refuse"}, {"facts", object{{"no.such", true}}}},
       "invalid_params",
       "params.facts.no.such"},
      {"rules.check",
       {{"case_id", id}, {"event", "refuse"}, {"evidence", array{"E-NONE"}}},
       "invalid_params",
       "params.evidence[0]"},
      {"rules.check",
       {{"case_id", id}, {"event", "evidence_added"}, {"params", object{{"a", 1}}}},
       "invalid_params",
       "params.params"},
  };
  for (auto const& row : rows) {
    auto const data = error(row.method, row.params);
    EXPECT_EQ(text_of(data, "kind"), row.kind) << boost::json::serialize(row.params);
    EXPECT_EQ(text_of(data, "position"), row.position) << boost::json::serialize(row.params);
  }
}

}  // namespace
}  // namespace redress::api

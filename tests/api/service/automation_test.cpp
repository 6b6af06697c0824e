// What a shop's book lets Redress do by itself, under which name, and how a manager stops it.
#include "engine/ledger/receipt_check.hpp"
#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class Automation : public TeaShop {
 protected:
  std::string small_case(bool good_record = true) {
    return open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(1500)}},
                {{"facts", object{{"buyer.good_record", good_record}}}});
  }
  object set(bool on, Role role = Role::manager, std::string name = {}) {
    object params{{"shop", "s1"}, {"on", on}, {"reason", "大促"}};
    if (!name.empty()) params.emplace("name", name);
    return call("automation.set", std::move(params), role);
  }
  object last_entry(std::string const& id) { return trail_of(id).back().as_object(); }
};

TEST_F(Automation, a_small_claim_of_a_good_buyer_is_agreed_to_by_name) {
  auto const id = small_case();
  house.runner().run_until_idle();
  EXPECT_EQ(state_of(id), "REFUND_PAYING");
  EXPECT_EQ(trail_of(id).size(), 2U) << "and is not tried a second time";
  auto const entry = last_entry(id);
  EXPECT_EQ(entry.at("actor").as_string(), "automation:auto-approval");
  EXPECT_EQ(entry.at("role").as_string(), "runner");
  EXPECT_EQ(entry.at("party").as_string(), "seller");
  EXPECT_EQ(entry.at("event").as_string(), "agree_refund");
  bool licensed = false;
  for (auto const& rule : entry.at("rules").as_array())
    licensed = licensed || (rule.at("id").as_string() == "TEA-002" && rule.at("verdict").as_string() == "holds");
  EXPECT_TRUE(licensed) << "the trail says which rule let it: " << boost::json::serialize(entry.at("rules"));
}

TEST_F(Automation, a_return_without_reason_in_time_is_agreed_to_with_the_address_of_the_book) {
  object const arrived{{"dispatched_at", "2026-01-04T09:00:00Z"},
                       {"signed_at", "2026-01-05T02:00:00Z"},
                       {"lines", array{object{{"id", "L1"},
                                              {"sku", "A"},
                                              {"title", "茶"},
                                              {"quantity", 1},
                                              {"paid", money(20000)},
                                              {"no_reason_eligible", true}}}}};
  object const claim{{"reason", "no_reason"}, {"wants", "return_refund"}, {"amount", money(20000)}};
  auto const id = open(claim, {{"order", arrived}});
  house.runner().run_until_idle();
  EXPECT_EQ(state_of(id), "WAIT_BUYER_RETURN_GOODS") << boost::json::serialize(trail_of(id));
  auto const entry = last_entry(id);
  EXPECT_EQ(entry.at("actor").as_string(), "automation:auto-agree-return");
  EXPECT_EQ(entry.at("params").at("address_id").as_string(), "tea-warehouse");

  house.clock().advance(7 * 24 * hour_ms);  // to the 15th: the seven days are over
  auto const late = open(claim, {{"order", arrived}});
  house.runner().run_until_idle();
  EXPECT_EQ(state_of(late), "WAIT_SELLER_AGREE");
}

TEST_F(Automation, without_good_standing_a_person_decides) {
  auto const id = small_case(false);
  house.runner().run_until_idle();
  EXPECT_EQ(state_of(id), "WAIT_SELLER_AGREE");
}

TEST_F(Automation, is_there_only_where_the_shops_book_says_so) {
  HouseOfDesks plain;
  auto const listed =
      plain.call("automation.list", {{"shop", "s1"}}, Role::auditor).at("result").at("automations").as_array();
  for (auto const& each : listed) EXPECT_NE(each.at("name").as_string(), "auto-approval");
  EXPECT_FALSE(listed.empty()) << "the platforms' own are always there";
}

TEST_F(Automation, off_counts_for_the_very_next_decision_and_for_what_waits) {
  auto const waiting = small_case();  // its order to agree is in the outbox
  EXPECT_TRUE(set(false).at("result").at("changed").as_bool());
  house.runner().run_until_idle();
  EXPECT_EQ(state_of(waiting), "WAIT_SELLER_AGREE");
  auto const refused = last_entry(waiting);
  EXPECT_EQ(refused.at("actor").as_string(), "automation:auto-approval");
  EXPECT_EQ(refused.at("refusal").at("code").as_string(), "automation_off");

  auto const next = small_case();
  house.runner().run_until_idle();
  EXPECT_EQ(state_of(next), "WAIT_SELLER_AGREE");
  EXPECT_EQ(trail_of(next).size(), 1U) << "nothing was ordered";

  EXPECT_TRUE(set(true).at("result").at("changed").as_bool());
  auto const after = small_case();
  house.runner().run_until_idle();
  EXPECT_EQ(state_of(after), "REFUND_PAYING");
  EXPECT_EQ(state_of(next), "WAIT_SELLER_AGREE") << "what was left to people stays with them";
}

TEST_F(Automation, why_it_was_switched_is_stored_sealed_alone) {
  auto const setting = [&] {
    std::string text;
    house.store().read([&](StoreReader& store) { text = store.setting("automation.s1").value(); });
    return text;
  };
  ASSERT_TRUE(set(false).contains("result"));
  EXPECT_EQ(setting().find("大促"), std::string::npos);
  // As an earlier release left it: still told, and gone with the next switch.
  auto old = boost::json::parse(setting()).as_object();
  old.at("journal").as_array().front().as_object()["reason"] = "大促";
  house.store().write([&](StoreWriter& store) { store.put_setting("automation.s1", boost::json::serialize(old)); }, {});
  house.store().drain();
  ASSERT_TRUE(set(true).contains("result"));
  EXPECT_EQ(setting().find("大促"), std::string::npos);
  auto const listed = call("automation.list", {{"shop", "s1"}}).at("result").at("journal").as_array();
  ASSERT_EQ(listed.size(), 2U);
  for (auto const& each : listed) EXPECT_EQ(each.at("reason").as_string(), "大促");
}

TEST_F(Automation, one_of_several_is_switched_alone) {
  EXPECT_TRUE(set(false, Role::manager, "auto-approval").at("result").at("changed").as_bool());
  EXPECT_FALSE(set(false, Role::manager, "auto-approval").at("result").at("changed").as_bool());
  auto const listed = call("automation.list", {{"shop", "s1"}}, Role::agent).at("result").as_object();
  for (auto const& each : listed.at("automations").as_array())
    EXPECT_EQ(each.at("on").as_bool(), each.at("name").as_string() != "auto-approval") << each.at("name");
  ASSERT_EQ(listed.at("journal").as_array().size(), 1U);
  auto const& change = listed.at("journal").as_array().front();
  EXPECT_EQ(change.at("actor").as_string(), "test-manager");
  EXPECT_EQ(change.at("reason").as_string(), "大促");

  EXPECT_TRUE(set(false).at("result").at("changed").as_bool());
  EXPECT_TRUE(set(true, Role::admin, "instant-refund").at("result").at("changed").as_bool());
  auto const off = call("automation.list", {{"shop", "s1"}}, Role::agent).at("result").at("automations").as_array();
  for (auto const& each : off) EXPECT_EQ(each.at("on").as_bool(), each.at("name").as_string() == "instant-refund");
}

TEST_F(Automation, is_switched_by_managers_and_admins_of_the_shop_alone) {
  EXPECT_EQ(code_of(set(false, Role::agent)), "forbidden");
  EXPECT_EQ(code_of(set(false, Role::service)), "forbidden");
  EXPECT_EQ(code_of(call("automation.set", {{"shop", "s2"}, {"on", false}, {"reason", "x"}}, Role::manager)),
            "forbidden");
  EXPECT_EQ(code_of(call("automation.set", {{"shop", "s1"}, {"name", "nobody"}, {"on", false}, {"reason", "x"}},
                         Role::manager)),
            "invalid_params");
  EXPECT_EQ(code_of(set(false, Role::admin)), "accepted");
}

TEST_F(Automation, the_shops_target_is_shown_beside_the_platforms_term) {
  auto const id = small_case(false);
  auto const actions = call("case.actions", {{"case_id", id}}).at("result").as_object();
  EXPECT_EQ(actions.at("shop_due").at("at").as_string(), "2026-01-08T10:00:00.000Z");
  EXPECT_EQ(actions.at("shop_due").at("id").as_string(), "TEA-D-1");
  EXPECT_EQ(actions.at("due").at("at").as_string(), "2026-01-09T02:00:00.000Z") << "the platform's term stays";
  auto const got = call("case.get", {{"case_id", id}}).at("result").as_object();
  EXPECT_EQ(got.at("facts").at("case.shop_due_at").as_string(), "2026-01-08T10:00:00.000Z");
}

TEST_F(Automation, every_switch_is_an_entry_of_the_shops_office) {
  auto const answer = set(false, Role::manager, "auto-approval").at("result").as_object();
  EXPECT_FALSE(set(false, Role::manager, "auto-approval").at("result").as_object().contains("entry_id"))
      << "nothing changed, nothing to record";
  auto const office = call("audit.office", {{"shop", "s1"}}, Role::auditor).at("result").at("entries").as_array();
  ASSERT_EQ(office.size(), 1U);
  auto const& entry = office[0].as_object();
  EXPECT_EQ(entry.at("id"), answer.at("entry_id"));
  EXPECT_EQ(entry.at("event").as_string(), "automation_switched");
  EXPECT_EQ(entry.at("actor").as_string(), "test-manager");
  EXPECT_EQ(entry.at("params").at("off"), answer.at("off"));
  EXPECT_TRUE(entry.at("private").as_object().contains("reason")) << "the reason is committed to, not shown";
  EXPECT_EQ(boost::json::serialize(entry).find("大促"), std::string::npos);
  auto const receipt = call("audit.receipt", {{"entry_id", answer.at("entry_id")}}, Role::auditor).at("result");
  EXPECT_TRUE(ledger::check_receipt(ledger::parse_receipt(boost::json::serialize(receipt)).value()).ok());
  EXPECT_TRUE(call("audit.verify", {}, Role::auditor).at("result").at("ok").as_bool());
}

TEST_F(Automation, a_switch_sent_again_is_answered_and_not_made_again) {
  object const params{{"shop", "s1"}, {"on", false}, {"reason", "大促"}, {"request_id", "switch-1"}};
  auto const first = call("automation.set", params, Role::manager).at("result").as_object();
  auto again = call("automation.set", params, Role::manager).at("result").as_object();
  EXPECT_TRUE(again.at("replayed").as_bool());
  again.erase("replayed");
  EXPECT_EQ(again, first);
  auto other = params;
  other["on"] = true;
  EXPECT_EQ(call("automation.set", other, Role::manager).at("error").at("data").at("kind").as_string(),
            "request_id_reused");
}

TEST_F(Automation, the_office_of_the_deployment_is_not_for_callers_of_one_shop) {
  EXPECT_EQ(call("audit.office", {}, Role::auditor).at("error").at("data").at("kind").as_string(), "forbidden");
  EXPECT_TRUE(call("audit.office", {}, Role::admin).contains("result"));
}

}  // namespace
}  // namespace redress::api

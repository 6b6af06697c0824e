// Limits, four eyes and overrides of a shop's own book: who may, who may not, and what the register says of it.
#include "engine/ledger/entry_form.hpp"
#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class Overrides : public TeaShop {
 protected:
  std::string dear_case() { return open({{"reason", "do_not_want"}, {"wants", "refund_only"}}); }

  object agree(std::string const& id, Role role, object more = {}) {
    object params{{"case_id", id}, {"event", "agree_refund"}, {"request_id", next_request()}};
    for (auto const& member : more) params[member.key()] = member.value();
    return call("case.apply", std::move(params), role);
  }

  object propose(std::string const& id, Role role = Role::agent) {
    return call("override.propose",
                {{"case_id", id},
                 {"event", "agree_refund"},
                 {"rules", array{"TEA-A-1"}},
                 {"reason", "照片已核实"},
                 {"request_id", next_request()}},
                role);
  }

  object confirm(std::string const& proposal, Role role, std::string_view person = "-second") {
    return call("override.confirm", {{"override_id", proposal}, {"request_id", next_request()}}, role, person);
  }

  object decline(std::string const& proposal, Role role, std::string_view person = "-second") {
    return call("override.decline",
                {{"override_id", proposal}, {"reason", "照片看不清"}, {"request_id", next_request()}}, role, person);
  }

  static std::string id_in(object const& answer) {
    auto const* result = answer.if_contains("result");
    EXPECT_NE(result, nullptr) << boost::json::serialize(answer);
    return result ? std::string(result->at("override").at("id").as_string()) : std::string{};
  }

  array registered(object filter = {}) {
    return call("override.list", std::move(filter), Role::auditor).at("result").at("overrides").as_array();
  }
};

TEST_F(Overrides, above_the_limit_an_agent_is_told_who_may_and_how) {
  auto const id = dear_case();
  EXPECT_EQ(code_of(agree(id, Role::agent)), "needs_second_person");
  auto const actions = call("case.actions", {{"case_id", id}}).at("result").at("actions").as_array();
  bool seen = false;
  for (auto const& action : actions) {
    if (action.at("event").as_string() != "agree_refund") continue;
    seen = true;
    EXPECT_FALSE(action.at("allowed").as_bool());
    auto const& why = action.at("why_not").as_array().front().as_object();
    EXPECT_EQ(why.at("rule").as_string(), "TEA-A-1");
    EXPECT_EQ(why.at("actual").as_string(), "20000");
    EXPECT_EQ(why.at("expected").as_string(), "<= 10000");
    EXPECT_EQ(why.at("override").at("by").as_array(), (array{"agent", "manager"}));
    EXPECT_EQ(why.at("override").at("second_person").as_string(), "manager");
    EXPECT_EQ(why.at("fix").at("method").as_string(), "override.propose");
    auto fix = why.at("fix").at("params").as_object();
    fix["reason"] = "照片已核实";
    EXPECT_EQ(code_of(call("override.propose", fix)), "accepted") << "a fix can be sent once its reason is filled in";
  }
  EXPECT_TRUE(seen);
  EXPECT_EQ(code_of(agree(id, Role::agent, {{"params", object{{"amount", money(10000)}}}})), "accepted");
}

TEST_F(Overrides, an_offer_counts_like_the_payout_it_promises) {
  auto const id = dear_case();
  auto const offer = [&](std::int64_t minor) {
    return call("case.apply", {{"case_id", id},
                               {"event", "offer_partial"},
                               {"params", object{{"amount", money(minor)}}},
                               {"request_id", next_request()}});
  };
  EXPECT_EQ(code_of(offer(10001)), "needs_second_person");
  EXPECT_EQ(code_of(offer(10000)), "accepted");
}

// Whoever reports it orders the money, so the limit is the reporter's: saying it was the platform passes nothing.
TEST_F(Overrides, reporting_another_partys_move_is_within_the_limit_of_whoever_reports_it) {
  auto const report = [&](std::string const& id, std::string_view event, std::string_view party, object params,
                          Role role = Role::agent, std::string_view method = "case.apply") {
    return call(method,
                {{"case_id", id},
                 {"event", event},
                 {"party", party},
                 {"params", std::move(params)},
                 {"request_id", next_request()}},
                role);
  };
  object const staff{{"basis", "staff"}};
  auto const id = dear_case();
  EXPECT_EQ(code_of(report(id, "platform_refund", "platform", staff, Role::agent, "case.preview")),
            "needs_second_person");
  auto const refused = report(id, "platform_refund", "platform", staff);
  ASSERT_EQ(code_of(refused), "needs_second_person") << boost::json::serialize(refused);
  EXPECT_EQ(state_of(id), "WAIT_SELLER_AGREE");
  auto const& why = refused.at("error").at("data").at("why_not").at(0);
  EXPECT_EQ(why.at("actual").as_string(), "20000");
  EXPECT_EQ(why.at("fix").at("method").as_string(), "override.propose");
  auto fix = why.at("fix").at("params").as_object();
  fix["reason"] = "平台已判退款";
  auto const proposed = call("override.propose", fix);
  ASSERT_EQ(code_of(proposed), "accepted") << "the call says whose move it is: " << boost::json::serialize(proposed);
  ASSERT_EQ(code_of(confirm(id_in(proposed), Role::manager)), "accepted");
  EXPECT_EQ(state_of(id), "REFUND_PAYING");
  EXPECT_EQ(code_of(report(id, "payout_confirmed", "payments", {{"amount", money(20000)}})), "accepted")
      << "what payments report gives nothing new";

  auto const others = dear_case();
  EXPECT_EQ(code_of(report(others, "platform_refund", "platform", staff, Role::service)), "accepted")
      << "a service reports what the platform did";
  auto const offered = dear_case();
  ASSERT_EQ(code_of(call("case.apply",
                         {{"case_id", offered},
                          {"event", "offer_partial"},
                          {"params", object{{"amount", money(15000)}}},
                          {"request_id", next_request()}},
                         Role::manager)),
            "accepted");
  EXPECT_EQ(code_of(report(offered, "accept_offer", "buyer", {})), "needs_second_person");
  EXPECT_EQ(code_of(report(offered, "accept_offer", "buyer", {}, Role::manager)), "accepted");
}

TEST_F(Overrides, whoever_is_not_limited_needs_nobody) {
  EXPECT_EQ(code_of(agree(dear_case(), Role::manager)), "accepted");
}

TEST_F(Overrides, a_proposal_moves_nothing_until_another_person_confirms) {
  auto const id = dear_case();
  auto const proposed = propose(id);
  auto const proposal = id_in(proposed);
  EXPECT_EQ(state_of(id), "WAIT_SELLER_AGREE");
  EXPECT_EQ(registered().front().at("status").as_string(), "waiting");

  EXPECT_EQ(code_of(confirm(proposal, Role::agent, "")), "override_own");
  EXPECT_EQ(code_of(confirm(proposal, Role::agent)), "needs_second_person") << "the book wants a manager";
  auto const confirmed = confirm(proposal, Role::manager);
  ASSERT_EQ(code_of(confirmed), "accepted") << boost::json::serialize(confirmed);
  EXPECT_EQ(state_of(id), "REFUND_PAYING");
  auto const& entry = confirmed.at("result").at("entry").as_object();
  EXPECT_EQ(entry.at("event").as_string(), "agree_refund");
  EXPECT_EQ(entry.at("actor").as_string(), "test-manager-second");
  EXPECT_EQ(entry.at("override").at("rules").as_array(), array{"TEA-A-1"});
  EXPECT_EQ(entry.at("override").at("proposal").as_string(), proposal);
  EXPECT_EQ(entry.at("override").at("proposed_by").as_string(), "test-agent");

  EXPECT_EQ(code_of(confirm(proposal, Role::manager, "-third")), "override_done");
  auto const all = registered();
  ASSERT_EQ(all.size(), 1U);
  auto const& item = all.front();
  EXPECT_EQ(item.at("status").as_string(), "confirmed");
  EXPECT_EQ(item.at("proposed_by").as_string(), "test-agent");
  EXPECT_EQ(item.at("confirmed_by").as_string(), "test-manager-second");
  EXPECT_EQ(item.at("reason").as_string(), "照片已核实");
  EXPECT_EQ(item.at("event").as_string(), "agree_refund");
}

TEST_F(Overrides, the_second_person_may_say_no_and_the_register_keeps_why) {
  auto const id = dear_case();
  auto const proposal = id_in(propose(id));
  EXPECT_EQ(code_of(decline(proposal, Role::agent, "")), "override_own");
  EXPECT_EQ(code_of(decline(proposal, Role::agent)), "needs_second_person") << "the book wants a manager";
  EXPECT_EQ(registered().front().at("status").as_string(), "waiting");
  object const params{{"override_id", proposal}, {"reason", "照片看不清"}, {"request_id", next_request()}};
  auto const declined = call("override.decline", params, Role::manager, "-second");
  ASSERT_EQ(code_of(declined), "accepted") << boost::json::serialize(declined);
  auto const again = call("override.decline", params, Role::manager, "-second");
  EXPECT_TRUE(again.at("result").at("replayed").as_bool());
  EXPECT_EQ(state_of(id), "WAIT_SELLER_AGREE");
  auto const& entry = declined.at("result").at("entry").as_object();
  EXPECT_EQ(entry.at("event").as_string(), "override_declined");
  EXPECT_EQ(entry.at("override").at("proposal").as_string(), proposal);
  EXPECT_EQ(boost::json::serialize(entry).find("照片看不清"), std::string::npos) << "reasons stand beside the ledger";

  auto const all = registered();
  ASSERT_EQ(all.size(), 1U);
  auto const& item = all.front();
  EXPECT_EQ(item.at("status").as_string(), "declined");
  EXPECT_EQ(item.at("declined_by").as_string(), "test-manager-second");
  EXPECT_EQ(item.at("declined_reason").as_string(), "照片看不清");
  EXPECT_EQ(item.at("entry_id"), entry.at("id"));
  EXPECT_EQ(item.at("labels").at("status").at("zh").as_string(), "已否决");
  EXPECT_EQ(registered({{"status", "declined"}}).size(), 1U);
  EXPECT_EQ(registered({{"person", "test-manager-second"}}).size(), 1U);
  EXPECT_TRUE(registered({{"status", "waiting"}}).empty());

  EXPECT_EQ(code_of(confirm(proposal, Role::manager, "-third")), "override_declined");
  EXPECT_EQ(code_of(decline(proposal, Role::manager, "-third")), "override_declined");
  auto const waiting = call("case.list", {{"awaiting_approval", true}}, Role::manager);
  EXPECT_TRUE(waiting.at("result").at("cases").as_array().empty());
  EXPECT_EQ(code_of(confirm(id_in(propose(id)), Role::manager)), "accepted") << "it may be proposed again";
}

TEST_F(Overrides, every_entry_of_it_is_one_by_the_ledgers_form) {
  auto const id = dear_case();
  auto const proposal = id_in(propose(id));
  confirm(proposal, Role::agent, "");
  decline(proposal, Role::agent);
  confirm(proposal, Role::manager);
  auto const other = dear_case();
  decline(id_in(propose(other)), Role::manager);
  auto all = trail_of(id);
  for (auto const& each : trail_of(other)) all.push_back(each);
  for (auto const& each : all) {
    auto entry = each.as_object();
    entry.erase("hash");
    auto const good = ledger::check_entry_form(entry);
    EXPECT_TRUE(good.has_value()) << good.error().position << ' ' << boost::json::serialize(entry);
    EXPECT_EQ(boost::json::serialize(entry).find("照片已核实"), std::string::npos) << "a reason is a personal text";
  }
}

TEST_F(Overrides, a_proposal_expires) {
  auto const id = dear_case();
  auto const proposal = id_in(propose(id));
  house.clock().advance(12 * hour_ms);
  EXPECT_EQ(code_of(confirm(proposal, Role::manager)), "override_expired");
  EXPECT_EQ(registered().front().at("status").as_string(), "expired");
  EXPECT_EQ(state_of(id), "WAIT_SELLER_AGREE");
}

TEST_F(Overrides, a_proposal_is_stale_once_the_case_moved_on) {
  auto const id = dear_case();
  auto const proposal = id_in(propose(id));
  call("case.apply", {{"case_id", id},
                      {"event", "offer_partial"},
                      {"params", object{{"amount", money(100)}}},
                      {"request_id", next_request()}});
  EXPECT_EQ(code_of(confirm(proposal, Role::manager)), "override_stale");
}

TEST_F(Overrides, a_confirmation_never_pays_more_than_was_proposed) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(12000)}});
  auto const proposal = id_in(propose(id));
  auto const changed = call("case.apply",
                            {{"case_id", id},
                             {"event", "modify_request"},
                             {"party", "buyer"},
                             {"params", object{{"amount", money(20000)}}},
                             {"request_id", next_request()}},
                            Role::service);
  ASSERT_EQ(code_of(changed), "accepted");
  EXPECT_EQ(code_of(confirm(proposal, Role::manager)), "override_stale");
  EXPECT_EQ(state_of(id), "WAIT_SELLER_AGREE");
}

TEST_F(Overrides, nothing_is_proposed_that_needs_no_second_person) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(5000)}});
  EXPECT_EQ(code_of(propose(id)), "invalid_params");
  EXPECT_EQ(registered().size(), 0U);
}

TEST_F(Overrides, a_wrong_rule_id_is_a_mistake_of_the_caller) {
  auto const answer = call("override.propose", {{"case_id", dear_case()},
                                                {"event", "agree_refund"},
                                                {"rules", array{"TEA-A-9"}},
                                                {"reason", "x"},
                                                {"request_id", next_request()}});
  EXPECT_EQ(answer.at("error").at("data").at("position").as_string(), "params.rules");
}

// A parcel in a locker: what the platform's book only warns of, this shop's refuses, and a manager may pass it.
class LockerCase : public Overrides {
 protected:
  std::string locker_case() {
    auto const id =
        open({{"reason", "not_received"}, {"wants", "refund_only"}, {"amount", money(5000)}},
             {{"order", object{{"dispatched_at", "2026-01-04T09:00:00Z"}}},
              {"facts", object{{"shipment.signed_by", "locker"}, {"shipment.signed_at", "2026-01-06T02:00:00Z"}}}});
    return id;
  }
  void prove(std::string const& id) {
    for (auto const* kind : {"E-TRACE", "E-SEAL"})
      call("evidence.add", {{"case_id", id},
                            {"kind", kind},
                            {"sha256", std::string(64, 'a')},
                            {"source", "upload"},
                            {"request_id", next_request()}});
  }
  object refuse(std::string const& id, Role role, std::optional<array> rules = std::nullopt) {
    object params{{"case_id", id},
                  {"event", "refuse"},
                  {"params", object{{"message", "快递已投柜"}}},
                  {"request_id", next_request()}};
    if (rules) params.emplace("override", object{{"rules", *rules}, {"reason", "买家电话同意投柜"}});
    return call("case.apply", std::move(params), role);
  }
};

TEST_F(LockerCase, a_manager_passes_a_rule_that_says_so_and_the_register_keeps_why) {
  auto const id = locker_case();
  prove(id);
  auto const plain = refuse(id, Role::manager);
  EXPECT_EQ(code_of(plain), "evidence_missing") << boost::json::serialize(plain);
  EXPECT_EQ(code_of(refuse(id, Role::agent, array{"TB-RS-021"})), "evidence_missing");
  auto const passed = refuse(id, Role::manager, array{"TB-RS-021"});
  ASSERT_EQ(code_of(passed), "accepted") << boost::json::serialize(passed);
  EXPECT_EQ(passed.at("result").at("entry").at("override").at("rules").as_array(), array{"TB-RS-021"});

  auto const all = registered();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().at("status").as_string(), "applied");
  EXPECT_EQ(all.front().at("reason").as_string(), "买家电话同意投柜");
  EXPECT_EQ(registered({{"rule", "TB-RS-021"}}).size(), 1U);
  EXPECT_EQ(registered({{"rule", "TEA-A-1"}}).size(), 0U);
  EXPECT_EQ(registered({{"person", "test-manager"}}).size(), 1U);
  EXPECT_EQ(registered({{"person", "test-agent"}}).size(), 0U);
  EXPECT_EQ(registered({{"from", "2026-01-09T00:00:00Z"}}).size(), 0U);
  EXPECT_EQ(registered({{"to", "2026-01-09T00:00:00Z"}}).size(), 1U);
}

TEST_F(LockerCase, what_the_platform_demands_is_passed_by_nobody) {
  auto const id = locker_case();
  auto const answer = refuse(id, Role::manager, array{"TB-RS-013", "TB-RS-021"});
  EXPECT_EQ(code_of(answer), "evidence_missing");
  auto const& why_not = answer.at("error").at("data").at("why_not").as_array();
  EXPECT_EQ(why_not.front().at("rule").as_string(), "TB-RS-013");
  EXPECT_FALSE(why_not.front().as_object().contains("override"));
  EXPECT_EQ(registered().size(), 0U);
}

TEST_F(LockerCase, an_over_refund_is_no_rule_and_cannot_be_named) {
  auto const id = locker_case();
  auto const answer = agree(id, Role::manager,
                            {{"params", object{{"amount", money(20001)}}},
                             {"override", object{{"rules", array{"TEA-A-1"}}, {"reason", "x"}}}});
  EXPECT_EQ(code_of(answer), "over_refund");
}

// A proposal keeps the whole call until it is confirmed: an address or a waybill may be in it.
TEST_F(Overrides, what_a_proposal_keeps_of_its_call_is_found_by_no_search) {
  auto const id = dear_case();
  auto const answer = call("override.propose", {{"case_id", id},
                                                {"event", "agree_refund"},
                                                {"rules", array{"TEA-A-1"}},
                                                {"reason", "照片已核实"},
                                                {"note", "杭州西湖区"},
                                                {"request_id", next_request()}});
  ASSERT_EQ(code_of(answer), "accepted");
  auto const fields = [&](std::string const& text) {
    std::vector<std::string> found;
    auto const searched = call("audit.search", {{"text", text}}, Role::manager).at("result").as_object();
    for (auto const& each : searched.at("cases").as_array())
      for (auto const& place : each.at("found").as_array()) found.emplace_back(place.at("field").as_string());
    return found;
  };
  EXPECT_EQ(fields("照片"), std::vector<std::string>{"override_reason"});
  for (auto const* text : {"agree_refund", "params", "rules"}) EXPECT_EQ(fields(text).size(), 0U) << text;
  for (auto const& field : fields("西湖")) EXPECT_EQ(field, "note");
}

}  // namespace
}  // namespace redress::api

// What rules, pages and callers count on: the names of states and events, the shape every workflow has.
#include "workflows/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace redress::workflows {
namespace {

using Names = std::set<std::string_view>;

Names const dispute_states{"DISPUTE_REQUESTED", "DISPUTE_EVIDENCE", "DISPUTE_REVIEW", "DISPUTE_JURY",
                           "DISPUTE_SUSPENDED", "DISPUTE_DECIDED",  "APPEAL",         "COURT"};
Names const dispute_events{"request_platform",
                           "platform_step_in",
                           "ask_evidence",
                           "submit_evidence",
                           "submit_buyer_evidence",
                           "settle",
                           "suspend",
                           "resume",
                           "send_to_jury",
                           "jury_result",
                           "platform_decide",
                           "appeal",
                           "buyer_appeal",
                           "appeal_upheld",
                           "appeal_rejected",
                           "accept_decision",
                           "file_suit",
                           "buyer_files_suit",
                           "court_ruling",
                           "withdraw_dispute",
                           "decision_executed",
                           "withdraw",
                           "platform_close",
                           "platform_refund",
                           "deadline_passed",
                           "open"};

struct Law {
  std::string_view kind;
  bool disputed;
  Names states;
  Names events;
};

// Rulebooks, importers and the console name these; a case that is stored names its state.
std::vector<Law> laws() {
  return {
      {"refund",
       true,
       {"NONE", "WAIT_SELLER_AGREE", "SELLER_REFUSE_BUYER", "WAIT_BUYER_ANSWER", "WAIT_INTERCEPT",
        "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", "WAIT_BUYER_RETURN_GOODS", "WAIT_SELLER_CONFIRM_GOODS", "REFUND_PAYING",
        "PAYOUT_FAILED", "SUCCESS", "CLOSED"},
       {"modify_request", "accept_offer",   "decline_offer",    "ship_return",        "agree_refund",
        "agree_return",   "give_address",   "refuse",           "ship_goods",         "intercept",
        "offer_return",   "offer_partial",  "confirm_return",   "refuse_return",      "retry_payout",
        "instant_refund", "auto_agree",     "return_signed",    "intercept_returned", "intercept_failed",
        "delivered",      "advance_refund", "payout_confirmed", "payout_failed"}},
      {"exchange",
       true,
       {"NONE", "EXCHANGE_REQUESTED", "EXCHANGE_WAIT_BUYER_MODIFY", "EXCHANGE_WAIT_BUYER_RETURN",
        "EXCHANGE_RETURN_SHIPPED", "EXCHANGE_WAIT_PRICE_DIFFERENCE", "EXCHANGE_WAIT_SELLER_SEND", "EXCHANGE_SEND_LATE",
        "REPAIR_IN_PROGRESS", "EXCHANGE_WAIT_BUYER_RECEIVE", "REFUND_PAYING", "PAYOUT_FAILED", "SUCCESS", "CLOSED",
        "EXCHANGE_TRANSFORM_TO_REFUND"},
       {"modify_request",        "ship_return",        "confirm_receipt",  "report_not_received",
        "accept_refund_instead", "agree_exchange",     "agree_resend",     "refuse",
        "confirm_return",        "refuse_return",      "send_replacement", "report_no_stock",
        "offer_refund",          "send_repaired",      "waive_difference", "auto_agree",
        "return_signed",         "replacement_signed", "difference_paid",  "payout_confirmed",
        "payout_failed",         "retry_payout"}},
      {"logistics_delay",
       true,
       {"NONE", "WAIT_DISPATCH", "LATE", "OUT_OF_STOCK", "NOTIFIED", "SUBSTITUTE_AGREED", "WAIT_AGREED", "PICKED_UP",
        "MOVING", "STALLED", "LOST", "RETURNED", "COMPENSATION_DUE", "COMPENSATION_PAYING", "REFUND_OPENED", "SIGNED",
        "CLOSED", "SUCCESS"},
       {"mark_shipped",
        "report_out_of_stock",
        "notify_buyer",
        "propose_new_time",
        "propose_substitute",
        "file_force_majeure",
        "chase_carrier",
        "resend_parcel",
        "offer_compensation",
        "pay_compensation",
        "refuse_compensation",
        "refund_order",
        "close_case",
        "accept_new_time",
        "accept_substitute",
        "decline_offer",
        "demand_refund",
        "claim_compensation",
        "confirm_receipt",
        "carrier_picked_up",
        "carrier_moved",
        "carrier_stalled",
        "carrier_lost",
        "carrier_signed",
        "carrier_returned",
        "platform_order_compensation",
        "force_majeure_approved",
        "compensation_confirmed",
        "compensation_failed"}},
      {"bad_review",
       false,
       {"NONE", "POSTED", "TRIAGE", "EXPLAINED", "SERVICE_RECOVERY", "REPORTED", "REPORT_REJECTED", "REPORT_APPEALED",
        "BUYER_EDITED", "REMOVED", "KEPT", "CLOSED"},
       {"open", "deadline_passed", "classify", "reply", "offer_service", "complete_service", "report_review",
        "appeal_report", "close_case", "withdraw_report", "buyer_edited", "buyer_added_review", "accept_service",
        "decline_service", "platform_upheld", "platform_rejected"}},
  };
}

TEST(Tables, keep_their_names) {
  for (auto law : laws()) {
    auto const* workflow = find_workflow(law.kind);
    ASSERT_NE(workflow, nullptr) << law.kind;
    if (law.disputed) {
      law.states.insert(dispute_states.begin(), dispute_states.end());
      law.events.insert(dispute_events.begin(), dispute_events.end());
    }
    Names states;
    Names events;
    for (auto const* state : workflow->states()) states.insert(state->name);
    for (auto const* event : workflow->events()) events.insert(event->name);
    EXPECT_EQ(states, law.states) << law.kind;
    EXPECT_EQ(events, law.events) << law.kind;
  }
}

TEST(Tables, there_is_one_of_each_kind_in_its_first_version) {
  std::vector<std::string_view> kinds;
  for (auto const* workflow : all_workflows()) {
    kinds.push_back(workflow->kind());
    EXPECT_EQ(workflow->version(), 1);
    EXPECT_EQ(find_workflow(workflow->kind()), workflow);
  }
  EXPECT_THAT(kinds, testing::ElementsAre("refund", "exchange", "logistics_delay", "bad_review"));
  EXPECT_EQ(find_workflow("ticket"), nullptr);
}

TEST(Tables, a_case_begins_with_open_and_with_nothing_else) {
  for (auto const* workflow : all_workflows())
    for (auto const& row : workflow->rows()) {
      EXPECT_EQ(row.from == &workflow->initial(), row.on->name == "open") << row.from->name << " " << row.on->name;
      EXPECT_NE(row.to, &workflow->initial());
    }
}

// The states and events that several workflows have are the same ones.
TEST(Tables, shared_names_have_one_meaning) {
  std::map<std::string_view, StateSpec const*> states;
  std::map<std::string_view, EventSpec const*> events;
  Names const of_their_own{"NONE", "CLOSED",
                           "SUCCESS"};  // only a refund or an exchange has the platform's status there
  for (auto const* workflow : all_workflows()) {
    for (auto const* state : workflow->states()) {
      auto const [at, first] = states.emplace(state->name, state);
      EXPECT_TRUE(first || of_their_own.contains(state->name) || at->second == state) << state->name;
    }
    for (auto const* event : workflow->events()) {
      auto const [at, first] = events.emplace(event->name, event);
      EXPECT_TRUE(first || at->second->party == event->party) << event->name;
      EXPECT_NE(event->party, Party::nobody) << event->name << ": a move is somebody's";
    }
  }
}

bool has(RowSpec const& row, EffectKind effect) { return std::ranges::find(row.effects, effect) != row.effects.end(); }

// Money leaves only along these lines: it is ordered on the way into the state that waits for payments' word, and only
// that word settles or frees it.
TEST(Tables, money_is_ordered_once_and_settled_by_payments_alone) {
  using enum EffectKind;
  for (auto const* workflow : all_workflows())
    for (auto const& row : workflow->rows()) {
      auto const where =
          std::string(workflow->kind()) + " " + std::string(row.from->name) + " " + std::string(row.on->name);
      bool const orders = has(row, order_payout) || has(row, repeat_payout) || has(row, refund_price_difference);
      bool const compensates = has(row, order_compensation);
      EXPECT_EQ(orders, row.to->name == "REFUND_PAYING") << where;
      EXPECT_EQ(compensates, row.to->name == "COMPENSATION_PAYING" && row.from != row.to) << where;
      bool const settles = has(row, settle_payout) || has(row, cancel_payout) || has(row, settle_compensation) ||
                           has(row, cancel_compensation);
      EXPECT_EQ(settles, row.on->party == Party::payments && row.on->name != "difference_paid") << where;
      EXPECT_TRUE(row.on->irreversible || row.on->party != Party::seller || !(orders || compensates)) << where;
    }
}

TEST(Tables, every_open_case_can_be_ended_by_the_platform_or_by_payments) {
  for (auto const* kind : {"refund", "exchange", "logistics_delay"}) {
    auto const& workflow = *find_workflow(kind);
    for (auto const* state : workflow.states()) {
      if (state->final || state == &workflow.initial()) continue;
      auto const closes = std::ranges::any_of(workflow.rows(), [&](RowSpec const& row) {
        return row.from == state && (row.on->name == "platform_close" || row.on->party == Party::payments);
      });
      EXPECT_TRUE(closes) << kind << " " << state->name;
    }
  }
}

// A text a person wrote is never a fact: rules read its length and the word lists it matches.
TEST(Tables, personal_parameters_are_no_facts) {
  for (auto const* workflow : all_workflows())
    for (auto const* event : workflow->events())
      for (auto const& param : event->params) {
        bool const written_by_people = param.name == "message" || param.name == "waybill";
        EXPECT_EQ(param.personal, written_by_people) << event->name << " " << param.name;
        EXPECT_TRUE(!param.personal || param.fact.empty()) << event->name << " " << param.name;
        EXPECT_TRUE(param.name != "at" || param.type == ParamType::instant) << event->name;
      }
}

}  // namespace
}  // namespace redress::workflows

#include "workflows/top_status.hpp"

#include "workflows/catalogue.hpp"

#include <gtest/gtest.h>

#include <set>

namespace redress::workflows {
namespace {

TEST(TopStatus, every_state_with_a_raw_status_maps_to_it_and_back) {
  int mapped = 0;
  for (auto const* workflow : all_workflows())
    for (auto const* state : workflow->states()) {
      auto const raw = top_from_state(workflow->kind(), state->name);
      bool const on_the_platform = workflow->kind() == "refund" || workflow->kind() == "exchange";
      if (!on_the_platform) {
        EXPECT_EQ(raw, std::nullopt) << state->name;
        EXPECT_EQ(state->raw_status, "") << state->name;
        continue;
      }
      EXPECT_EQ(raw.value_or(""), state->raw_status) << workflow->kind() << " " << state->name;
      if (state->raw_status.empty()) continue;
      EXPECT_EQ(state_from_top(workflow->kind(), state->raw_status), state->name);
      EXPECT_TRUE(is_documented_top_status(state->raw_status));
      ++mapped;
    }
  EXPECT_EQ(mapped, 17);
}

struct Case_ {
  std::string_view kind;
  std::string_view raw;
  std::string_view state;  // "": none
};

class Statuses : public testing::TestWithParam<Case_> {};

TEST_P(Statuses, mean_a_state_or_nothing) {
  auto const& [kind, raw, state] = GetParam();
  EXPECT_EQ(state_from_top(kind, raw).value_or(""), state) << kind << " " << raw;
  if (!state.empty()) {
    EXPECT_NE(find_workflow(kind)->find_state(state), nullptr);
  }
}

// Platform rules 3.2: every value, every spelling, every code; then what is none of them.
INSTANTIATE_TEST_SUITE_P(
    Table, Statuses,
    testing::Values(
        Case_{"refund", "WAIT_SELLER_AGREE", "WAIT_SELLER_AGREE"}, Case_{"refund", "1", "WAIT_SELLER_AGREE"},
        Case_{"refund", "WAIT_BUYER_RETURN_GOODS", "WAIT_BUYER_RETURN_GOODS"},
        Case_{"refund", "2", "WAIT_BUYER_RETURN_GOODS"}, Case_{"refund", "3", "WAIT_SELLER_CONFIRM_GOODS"},
        Case_{"refund", "4", "CLOSED"}, Case_{"refund", "5", "SUCCESS"}, Case_{"refund", "6", "SELLER_REFUSE_BUYER"},
        Case_{"refund", "7", ""}, Case_{"refund", "8", "WAIT_SELLER_CONFIRM_RETURN_ADDRESS"}, Case_{"refund", "12", ""},
        Case_{"refund", "NO_REFUND", "NONE"}, Case_{"exchange", "1", "EXCHANGE_REQUESTED"},
        Case_{"exchange", "2", "EXCHANGE_WAIT_BUYER_RETURN"}, Case_{"exchange", "3", "EXCHANGE_RETURN_SHIPPED"},
        Case_{"exchange", "4", "CLOSED"}, Case_{"exchange", "5", "SUCCESS"},
        Case_{"exchange", "6", "EXCHANGE_WAIT_BUYER_MODIFY"}, Case_{"exchange", "7", "EXCHANGE_WAIT_BUYER_RECEIVE"},
        Case_{"exchange", "8", ""}, Case_{"exchange", "12", "EXCHANGE_WAIT_SELLER_SEND"},
        Case_{"exchange", "13", "EXCHANGE_WAIT_BUYER_RECEIVE"}, Case_{"exchange", "14", "EXCHANGE_TRANSFORM_TO_REFUND"},
        Case_{"exchange", "WAIT_SELLER_CONSIGN_GOOGDS", "EXCHANGE_WAIT_SELLER_SEND"},
        Case_{"exchange", "WAIT_SELLER_CONSIGN_GOODS", "EXCHANGE_WAIT_SELLER_SEND"},
        Case_{"exchange", "EXCHANGE_WAIT_BUYER_CONFIRM_GOODS", "EXCHANGE_WAIT_BUYER_RECEIVE"},
        Case_{"exchange", "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS", "EXCHANGE_WAIT_BUYER_RECEIVE"},
        Case_{"exchange", "WAIT_BUYER_CONFIRM_REDO_SEND_GOODS", "EXCHANGE_WAIT_BUYER_RECEIVE"},
        Case_{"exchange", "EXCHANGE_TRANSFORM_TO_REFUND", "EXCHANGE_TRANSFORM_TO_REFUND"},
        Case_{"refund", "POST_FEE_DISPUTE_WAIT_ACTIVATE", ""}, Case_{"exchange", "POST_FEE_DISPUTE_WAIT_ACTIVATE", ""},
        Case_{"refund", "WAIT_MOON", ""}, Case_{"refund", "wait_seller_agree", ""}, Case_{"refund", "", ""},
        Case_{"refund", "0", ""}, Case_{"refund", "9", ""}, Case_{"refund", "1x", ""}, Case_{"refund", "-1", ""},
        Case_{"refund", "99999999999", ""}, Case_{"logistics_delay", "SUCCESS", ""}, Case_{"bad_review", "CLOSED", ""},
        Case_{"", "SUCCESS", ""}));

TEST(TopStatus, codes_are_those_of_the_documentation) {
  EXPECT_EQ(dispute_code_of("WAIT_SELLER_AGREE"), 1);
  EXPECT_EQ(dispute_code_of("WAIT_BUYER_CONFIRM_REDO_SEND_GOODS"), 7);
  EXPECT_EQ(dispute_code_of("WAIT_SELLER_CONSIGN_GOOGDS"), 12);
  EXPECT_EQ(dispute_code_of("POST_FEE_DISPUTE_WAIT_ACTIVATE"), std::nullopt);
  EXPECT_EQ(dispute_code_of("WAIT_MOON"), std::nullopt);
  EXPECT_TRUE(is_documented_top_status("POST_FEE_DISPUTE_WAIT_ACTIVATE"));
  EXPECT_FALSE(is_documented_top_status("12"));
}

TEST(TopStatus, a_dispute_type_opens_its_kind) {
  for (auto const* type : {"REFUND", "REFUND_AND_RETURN"}) EXPECT_EQ(kind_from_dispute_type(type), "refund");
  for (auto const* type : {"TMALL_EXCHANGE", "TAOBAO_EXCHANGE", "REPAIR", "RESHIPPING"})
    EXPECT_EQ(kind_from_dispute_type(type), "exchange");
  for (auto const* type : {"OTHERS", "", "NEW_THING"}) EXPECT_EQ(kind_from_dispute_type(type), std::nullopt);
}

TEST(NeutralState, every_state_has_one_and_every_one_its_name) {
  std::set<std::string_view> names;
  for (auto const* workflow : all_workflows())
    for (auto const* state : workflow->states()) {
      auto const neutral = neutral_state_of(state->name);
      EXPECT_EQ(neutral == NeutralState::unknown, state == &workflow->initial()) << state->name;
      EXPECT_EQ(neutral == NeutralState::succeeded || neutral == NeutralState::closed, state->final) << state->name;
      names.insert(name_of(neutral));
    }
  EXPECT_EQ(names, (std::set<std::string_view>{"REQUESTED", "SELLER_REFUSED", "AWAIT_RETURN", "RETURN_IN_TRANSIT",
                                               "AWAIT_REPLACEMENT", "REPLACEMENT_IN_TRANSIT", "PLATFORM_REVIEW",
                                               "SUCCEEDED", "CLOSED", "UNKNOWN"}));
  EXPECT_EQ(neutral_state_of("NOWHERE"), NeutralState::unknown);
}

}  // namespace
}  // namespace redress::workflows

// The life-cycles of platform rules 2.1, 2.2 and 2.3, move by move.
#include "tests/workflows/story.hpp"

namespace redress::workflows {
namespace {

Told const unshipped{{"claim.wants", text("refund_only")}, {"order.dispatched", false}};
Told const not_received{
    {"claim.wants", text("refund_only")}, {"order.dispatched", true}, {"claim.goods_received", false}};
Told const received{{"claim.wants", text("refund_only")}, {"order.dispatched", true}, {"claim.goods_received", true}};
Told const returning{
    {"claim.wants", text("return_refund")}, {"order.dispatched", true}, {"claim.goods_received", true}};
Told const address{{"returns.address_id", text("a1")}};

constexpr std::string_view agreed_return = "reserve_goods send_return_address";

Told outcome(char const* what) { return {{"dispute.outcome", text(what)}}; }

std::vector<Move> after_refusal(std::vector<Move> moves) {
  moves.insert(moves.begin(), {{"open", "WAIT_SELLER_AGREE"}, {"refuse", "SELLER_REFUSE_BUYER", "notify_buyer"}});
  return moves;
}

// clang-format off
std::vector<Story> before_shipping() {
  return {
      {"agreed",
       "refund",
       unshipped,
       {{"open", "WAIT_SELLER_AGREE", "cancel_dispatch"},
        {"agree_refund", "REFUND_PAYING", "order_payout"},
        {"payout_confirmed", "SUCCESS", "settle_payout"},
        {"agree_refund", ""}}},
      {"instant",
       "refund",
       unshipped,
       {{"open", "WAIT_SELLER_AGREE", "cancel_dispatch"}, {"instant_refund", "REFUND_PAYING", "order_payout"}}},
      {"no_instant_refund_of_shipped_goods",
       "refund",
       not_received,
       {{"open", "WAIT_SELLER_AGREE"}, {"instant_refund", "?"}, {"ship_goods", "?"}}},
      {"shipped_with_consent",
       "refund",
       unshipped,
       {{"open", "WAIT_SELLER_AGREE", "cancel_dispatch"}, {"ship_goods", "CLOSED", "notify_buyer"}}},
      {"silence_pays",
       "refund",
       unshipped,
       {{"open", "WAIT_SELLER_AGREE", "cancel_dispatch"}, {"deadline_passed", "REFUND_PAYING", "order_payout"}}},
      {"withdrawn",
       "refund",
       unshipped,
       {{"open", "WAIT_SELLER_AGREE", "cancel_dispatch"}, {"withdraw", "CLOSED"}, {"open", ""}}},
      {"modified_after_refusal", "refund", received,
       after_refusal({{"modify_request", "WAIT_SELLER_AGREE", "restart_clock"},
                      {"refuse", "SELLER_REFUSE_BUYER", "notify_buyer"},
                      {"deadline_passed", "CLOSED"}})},
  };
}

std::vector<Story> without_return() {
  return {
      {"intercepted",
       "refund",
       not_received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"intercept", "WAIT_INTERCEPT", "request_interception"},
        {"intercept_returned", "REFUND_PAYING", "order_payout"}}},
      {"interception_too_slow",
       "refund",
       not_received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"intercept", "WAIT_INTERCEPT", "request_interception"},
        {"deadline_passed", "REFUND_PAYING", "order_payout"}}},
      {"interception_failed",
       "refund",
       not_received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"intercept", "WAIT_INTERCEPT", "request_interception"},
        {"intercept_failed", "WAIT_SELLER_AGREE", "notify_seller"},
        {"refuse", "SELLER_REFUSE_BUYER", "notify_buyer"}}},
      {"delivered_after_all",
       "refund",
       not_received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"intercept", "WAIT_INTERCEPT", "request_interception"},
        {"delivered", "WAIT_SELLER_AGREE", "notify_seller"},
        {"intercept", "?"}}},
      {"nothing_to_intercept", "refund", received, {{"open", "WAIT_SELLER_AGREE"}, {"intercept", "?"}}},
      {"return_offered_and_taken",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"offer_return", "WAIT_BUYER_ANSWER", "notify_buyer"},
        {"accept_offer", "WAIT_BUYER_RETURN_GOODS", "adopt_offer reserve_goods send_return_address", address}}},
      {"return_offered_without_address",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"offer_return", "WAIT_BUYER_ANSWER", "notify_buyer"},
        {"accept_offer", "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", "adopt_offer reserve_goods"},
        {"give_address", "WAIT_BUYER_RETURN_GOODS", "send_return_address"}}},
      {"silent_on_a_return",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"offer_return", "WAIT_BUYER_ANSWER", "notify_buyer"},
        {"deadline_passed", "CLOSED"}}},
      {"part_offered_and_taken",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"offer_partial", "WAIT_BUYER_ANSWER", "notify_buyer"},
        {"accept_offer", "REFUND_PAYING", "adopt_offer order_payout"}}},
      {"silent_on_a_part",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"offer_partial", "WAIT_BUYER_ANSWER", "notify_buyer"},
        {"deadline_passed", "WAIT_SELLER_AGREE"},
        {"deadline_passed", "REFUND_PAYING", "order_payout"}}},
      {"offer_declined_and_another_made",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"offer_return", "WAIT_BUYER_ANSWER", "notify_buyer"},
        {"decline_offer", "WAIT_SELLER_AGREE"},
        {"offer_partial", "WAIT_BUYER_ANSWER", "notify_buyer"},
        {"agree_refund", "REFUND_PAYING", "order_payout"}}},
      {"no_return_to_agree_to",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"}, {"agree_return", "?", "", address}}},
      {"seller_gives_in", "refund", received, after_refusal({{"agree_refund", "REFUND_PAYING", "order_payout"}})},
      {"payout_fails_and_is_repeated",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"agree_refund", "REFUND_PAYING", "order_payout"},
        {"retry_payout", ""},
        {"payout_failed", "PAYOUT_FAILED", "cancel_payout"},
        {"payout_confirmed", ""},
        {"retry_payout", "REFUND_PAYING", "repeat_payout"},
        {"payout_confirmed", "SUCCESS", "settle_payout"}}},
      {"money_on_its_way_is_not_withdrawn",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"agree_refund", "REFUND_PAYING", "order_payout"},
        {"withdraw", ""},
        {"platform_close", ""},
        {"platform_refund", ""}}},
      {"platform_refunds",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"}, {"platform_refund", "REFUND_PAYING", "order_payout"}}},
  };
}

std::vector<Story> with_return() {
  std::vector<Move> const shipped{{"open", "WAIT_SELLER_AGREE"},
                                  {"agree_return", "WAIT_BUYER_RETURN_GOODS", agreed_return, address},
                                  {"ship_return", "WAIT_SELLER_CONFIRM_GOODS"}};
  auto const and_then = [&](std::vector<Move> more) {
    more.insert(more.begin(), shipped.begin(), shipped.end());
    return more;
  };
  return {
      {"returned_and_paid", "refund", returning,
       and_then({{"return_signed", "WAIT_SELLER_CONFIRM_GOODS"},
                 {"confirm_return", "REFUND_PAYING", "order_payout"},
                 {"payout_confirmed", "SUCCESS", "settle_payout"}})},
      {"seller_silent_on_the_goods", "refund", returning,
       and_then({{"deadline_passed", "REFUND_PAYING", "order_payout"}})},
      {"advanced_by_the_platform", "refund", returning,
       and_then(
           {{"advance_refund", "WAIT_SELLER_CONFIRM_GOODS"}, {"confirm_return", "REFUND_PAYING", "order_payout"}})},
      {"goods_refused_then_paid", "refund", returning,
       and_then({{"refuse_return", "SELLER_REFUSE_BUYER", "notify_buyer"},
                 {"agree_return", "?"},
                 {"agree_refund", "REFUND_PAYING", "order_payout"}})},
      {"goods_refused_then_decided", "refund", returning,
       and_then({{"refuse_return", "SELLER_REFUSE_BUYER", "notify_buyer"},
                 {"request_platform", "DISPUTE_REQUESTED"},
                 {"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("return_refund")},
                 {"accept_decision", "WAIT_SELLER_CONFIRM_GOODS"}})},
      {"money_before_goods_needs_agreement",
       "refund",
       returning,
       {{"open", "WAIT_SELLER_AGREE"},
        {"agree_refund", "?"},
        {"agree_refund", "REFUND_PAYING", "order_payout", {{"agreement.refund_without_return", true}}}}},
      {"silence_agrees_with_address",
       "refund",
       returning,
       {{"open", "WAIT_SELLER_AGREE"}, {"deadline_passed", "WAIT_BUYER_RETURN_GOODS", agreed_return, address}}},
      {"silence_agrees_without_address",
       "refund",
       returning,
       {{"open", "WAIT_SELLER_AGREE"},
        {"deadline_passed", "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", "reserve_goods"},
        {"deadline_passed", "WAIT_BUYER_RETURN_GOODS", "send_return_address"}}},
      {"agreed_at_once",
       "refund",
       returning,
       {{"open", "WAIT_SELLER_AGREE"}, {"auto_agree", "WAIT_BUYER_RETURN_GOODS", agreed_return, address}}},
      {"nothing_to_agree_at_once", "refund", received, {{"open", "WAIT_SELLER_AGREE"}, {"auto_agree", "?"}}},
      {"never_shipped_back",
       "refund",
       returning,
       {{"open", "WAIT_SELLER_AGREE"},
        {"agree_return", "WAIT_BUYER_RETURN_GOODS", agreed_return, address},
        {"give_address", "WAIT_BUYER_RETURN_GOODS", "send_return_address"},
        {"deadline_passed", "CLOSED"}}},
  };
}
// clang-format on

INSTANTIATE_TEST_SUITE_P(BeforeShipping, Stories, testing::ValuesIn(before_shipping()), name_of_story);
INSTANTIATE_TEST_SUITE_P(WithoutReturn, Stories, testing::ValuesIn(without_return()), name_of_story);
INSTANTIATE_TEST_SUITE_P(WithReturn, Stories, testing::ValuesIn(with_return()), name_of_story);

}  // namespace
}  // namespace redress::workflows

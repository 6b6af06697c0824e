// The life-cycles of platform rules 2.4, move by move.
#include "tests/workflows/story.hpp"

namespace redress::workflows {
namespace {

constexpr std::string_view agreed = "reserve_goods send_return_address";

Told wants(char const* what) { return {{"claim.wants", text(what)}}; }
Told priced(std::int64_t difference_minor) {
  return {{"claim.wants", text("exchange")}, {"replacement.price_difference_minor", difference_minor}};
}

std::vector<Move> returned(std::vector<Move> more) {
  more.insert(more.begin(), {{"open", "EXCHANGE_REQUESTED"},
                             {"agree_exchange", "EXCHANGE_WAIT_BUYER_RETURN", agreed},
                             {"ship_return", "EXCHANGE_RETURN_SHIPPED"},
                             {"return_signed", "EXCHANGE_RETURN_SHIPPED"}});
  return more;
}

// clang-format off
std::vector<Story> exchanges() {
  return {
      {"same_price", "exchange", wants("exchange"),
       returned({{"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"},
                 {"send_replacement", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"},
                 {"replacement_signed", "EXCHANGE_WAIT_BUYER_RECEIVE"},
                 {"confirm_receipt", "SUCCESS"}})},
      {"dearer_paid", "exchange", priced(500),
       returned({{"confirm_return", "EXCHANGE_WAIT_PRICE_DIFFERENCE", "collect_price_difference"},
                 {"difference_paid", "EXCHANGE_WAIT_SELLER_SEND"}})},
      {"dearer_waived", "exchange", priced(500),
       returned({{"confirm_return", "EXCHANGE_WAIT_PRICE_DIFFERENCE", "collect_price_difference"},
                 {"waive_difference", "EXCHANGE_WAIT_SELLER_SEND"}})},
      {"dearer_unpaid", "exchange", priced(500),
       returned({{"confirm_return", "EXCHANGE_WAIT_PRICE_DIFFERENCE", "collect_price_difference"},
                 {"deadline_passed", "EXCHANGE_TRANSFORM_TO_REFUND", "open_refund_case"}})},
      {"cheaper", "exchange", priced(-500),
       returned({{"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"},
                 {"send_replacement", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"},
                 {"confirm_receipt", "REFUND_PAYING", "refund_price_difference"},
                 {"payout_failed", "PAYOUT_FAILED", "cancel_payout"},
                 {"retry_payout", "REFUND_PAYING", "repeat_payout"},
                 {"payout_confirmed", "SUCCESS", "settle_payout"}})},
      {"received_by_time", "exchange", wants("exchange"),
       returned({{"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"},
                 {"send_replacement", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"},
                 {"withdraw", ""},
                 {"deadline_passed", "SUCCESS"}})},
      {"not_received_after_all", "exchange", wants("exchange"),
       returned({{"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"},
                 {"send_replacement", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"},
                 {"report_not_received", "EXCHANGE_WAIT_SELLER_SEND", "notify_seller"},
                 {"replacement_signed", "EXCHANGE_WAIT_BUYER_RECEIVE"},
                 {"confirm_receipt", "SUCCESS"}})},
      {"no_stock", "exchange", wants("exchange"),
       returned({{"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"},
                 {"report_no_stock", "EXCHANGE_TRANSFORM_TO_REFUND", "open_refund_case"}})},
      {"sent_late", "exchange", wants("exchange"),
       returned({{"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"},
                 {"deadline_passed", "EXCHANGE_SEND_LATE", "notify_seller notify_buyer"},
                 {"send_replacement", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"}})},
      {"too_late_for_the_buyer", "exchange", wants("exchange"),
       returned({{"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"},
                 {"deadline_passed", "EXCHANGE_SEND_LATE", "notify_seller notify_buyer"},
                 {"offer_refund", "EXCHANGE_SEND_LATE", "notify_buyer"},
                 {"accept_refund_instead", "EXCHANGE_TRANSFORM_TO_REFUND", "open_refund_case"}})},
      {"goods_back_and_seller_silent", "exchange", wants("exchange"),
       returned(
           {{"deadline_passed", "REFUND_PAYING", "order_payout"}, {"payout_confirmed", "SUCCESS", "settle_payout"}})},
      {"goods_refused_and_looked_at_again", "exchange", wants("exchange"),
       returned({{"refuse_return", "EXCHANGE_WAIT_BUYER_MODIFY", "notify_buyer"},
                 {"modify_request", "EXCHANGE_RETURN_SHIPPED"},
                 {"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"}})},
      {"refused_and_asked_again",
       "exchange",
       wants("exchange"),
       {{"open", "EXCHANGE_REQUESTED"},
        {"refuse", "EXCHANGE_WAIT_BUYER_MODIFY", "notify_buyer"},
        {"modify_request", "EXCHANGE_REQUESTED", "restart_clock"},
        {"refuse", "EXCHANGE_WAIT_BUYER_MODIFY", "notify_buyer"},
        {"deadline_passed", "CLOSED"}}},
      {"seller_gives_in",
       "exchange",
       wants("exchange"),
       {{"open", "EXCHANGE_REQUESTED"},
        {"refuse", "EXCHANGE_WAIT_BUYER_MODIFY", "notify_buyer"},
        {"agree_exchange", "EXCHANGE_WAIT_BUYER_RETURN", agreed}}},
      {"silence_agrees",
       "exchange",
       wants("exchange"),
       {{"open", "EXCHANGE_REQUESTED"},
        {"deadline_passed", "EXCHANGE_WAIT_BUYER_RETURN", agreed},
        {"deadline_passed", "CLOSED"}}},
  };
}

std::vector<Story> repairs_and_resends() {
  return {
      {"repaired", "exchange", wants("repair"),
       returned({{"confirm_return", "REPAIR_IN_PROGRESS"},
                 {"send_repaired", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"},
                 {"confirm_receipt", "SUCCESS"}})},
      {"replaced_instead_of_repaired", "exchange", wants("repair"),
       returned({{"confirm_return", "REPAIR_IN_PROGRESS"},
                 {"send_replacement", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"}})},
      {"repair_has_no_price",
       "exchange",
       {{"claim.wants", text("repair")}, {"replacement.price_difference_minor", std::int64_t{500}}},
       returned({{"confirm_return", "REPAIR_IN_PROGRESS"}})},
      {"repair_too_slow", "exchange", wants("repair"),
       returned({{"confirm_return", "REPAIR_IN_PROGRESS"}, {"deadline_passed", "REFUND_PAYING", "order_payout"}})},
      {"resent",
       "exchange",
       wants("resend"),
       {{"open", "EXCHANGE_REQUESTED"},
        {"agree_resend", "EXCHANGE_WAIT_SELLER_SEND"},
        {"send_replacement", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"},
        {"confirm_receipt", "SUCCESS"}}},
      {"resend_agreed_like_an_exchange",
       "exchange",
       wants("resend"),
       {{"open", "EXCHANGE_REQUESTED"}, {"agree_exchange", "EXCHANGE_WAIT_SELLER_SEND"}}},
      {"resend_agreed_by_silence",
       "exchange",
       wants("resend"),
       {{"open", "EXCHANGE_REQUESTED"}, {"deadline_passed", "EXCHANGE_WAIT_SELLER_SEND"}}},
      {"an_exchange_is_no_resend",
       "exchange",
       wants("exchange"),
       {{"open", "EXCHANGE_REQUESTED"}, {"agree_resend", "?"}}},
      {"resend_turned_to_refund",
       "exchange",
       wants("resend"),
       {{"open", "EXCHANGE_REQUESTED"},
        {"offer_refund", "EXCHANGE_REQUESTED", "notify_buyer"},
        {"accept_refund_instead", "EXCHANGE_TRANSFORM_TO_REFUND", "open_refund_case"}}},
  };
}

std::vector<Story> disputes() {
  std::vector<Move> const decided{{"open", "EXCHANGE_REQUESTED"},
                                  {"refuse", "EXCHANGE_WAIT_BUYER_MODIFY", "notify_buyer"},
                                  {"request_platform", "DISPUTE_REQUESTED"}};
  auto const and_then = [&](char const* outcome, std::vector<Move> more) {
    more.insert(more.begin(),
                {"platform_decide", "DISPUTE_DECIDED", "notify_seller", {{"dispute.outcome", text(outcome)}}});
    more.insert(more.begin(), decided.begin(), decided.end());
    return more;
  };
  return {
      {"decided_refund", "exchange", wants("exchange"),
       and_then("refund", {{"accept_decision", "REFUND_PAYING", "order_payout"}})},
      {"decided_return", "exchange", wants("exchange"),
       and_then("return_refund", {{"decision_executed", "EXCHANGE_TRANSFORM_TO_REFUND", "open_refund_case"}})},
      {"decided_for_seller", "exchange", wants("exchange"), and_then("reject", {{"decision_executed", "CLOSED"}})},
      {"request_taken_back",
       "exchange",
       wants("exchange"),
       {{"open", "EXCHANGE_REQUESTED"},
        {"request_platform", "DISPUTE_REQUESTED"},
        {"withdraw_dispute", "EXCHANGE_WAIT_BUYER_MODIFY"}}},
      {"replacement_disputed", "exchange", wants("exchange"),
       returned({{"confirm_return", "EXCHANGE_WAIT_SELLER_SEND"},
                 {"send_replacement", "EXCHANGE_WAIT_BUYER_RECEIVE", "notify_buyer"},
                 {"request_platform", "DISPUTE_REQUESTED"}})},
  };
}
// clang-format on

INSTANTIATE_TEST_SUITE_P(Exchange, Stories, testing::ValuesIn(exchanges()), name_of_story);
INSTANTIATE_TEST_SUITE_P(RepairAndResend, Stories, testing::ValuesIn(repairs_and_resends()), name_of_story);
INSTANTIATE_TEST_SUITE_P(ExchangeDispute, Stories, testing::ValuesIn(disputes()), name_of_story);

}  // namespace
}  // namespace redress::workflows

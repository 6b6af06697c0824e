// The life-cycles of platform rules 2.5 and 2.6, move by move.
#include "tests/workflows/story.hpp"

namespace redress::workflows {
namespace {

constexpr Instant opening{1'767'578'400'000};  // the first move happens an hour later

Told const in_time{{"order.promised_dispatch_at", opening + 24 * hour_ms}};
Told const late{{"order.promised_dispatch_at", opening + -hour_ms}};
Told const under_way{{"order.dispatched", true}, {"shipment.last_trace_at", opening + -hour_ms}};

Told also(Told told, Told const& more) {
  told.insert(told.end(), more.begin(), more.end());
  return told;
}

// clang-format off
std::vector<Story> openings() {
  return {
      {"in_time", "logistics_delay", in_time, {{"open", "WAIT_DISPATCH"}}},
      {"late", "logistics_delay", late, {{"open", "LATE"}}},
      {"late_but_agreed", "logistics_delay", also(late, {{"agreement.new_dispatch_at", opening + 24 * hour_ms}}), {{"open", "WAIT_AGREED"}}},
      {"agreed_time_passed", "logistics_delay", also(in_time, {{"agreement.new_dispatch_at", opening}}), {{"open", "LATE"}}},
      {"out_of_stock", "logistics_delay", also(late, {{"claim.reason", text("out_of_stock")}}), {{"open", "OUT_OF_STOCK"}}},
      {"under_way", "logistics_delay", under_way, {{"open", "MOVING"}}},
      {"lost_says_the_buyer", "logistics_delay", also(under_way, {{"claim.reason", text("lost")}}), {{"open", "LOST"}}},
      {"lost_says_the_carrier", "logistics_delay", also(under_way, {{"shipment.lost_at", opening}}), {{"open", "LOST"}}},
      {"signed_for", "logistics_delay", also(under_way, {{"order.signed_at", opening}}), {{"open", "SIGNED"}}},
      {"came_back", "logistics_delay", also(under_way, {{"shipment.returned_at", opening}}), {{"open", "RETURNED"}}},
      {"refunded_elsewhere", "logistics_delay", also(late, {{"claim.refund_opened", true}}), {{"open", "REFUND_OPENED"}}},
  };
}

std::vector<Story> dispatches() {
  return {
      {"late_at_last_sent", "logistics_delay", in_time, {{"open", "WAIT_DISPATCH"}, {"deadline_passed", "LATE", "notify_seller"}, {"mark_shipped", "LATE"},
        {"carrier_picked_up", "PICKED_UP"}, {"carrier_moved", "MOVING"}, {"carrier_signed", "SIGNED"}, {"confirm_receipt", "SUCCESS"}}},
      {"taken_for_out_of_stock", "logistics_delay", late, {{"open", "LATE"}, {"deadline_passed", "OUT_OF_STOCK", "notify_seller"}, {"deadline_passed", "NOTIFIED", "notify_buyer"},
        {"deadline_passed", "REFUND_OPENED", "open_refund_case"}, {"close_case", "CLOSED"}}},
      {"new_time_agreed_and_broken", "logistics_delay", late, {{"open", "LATE"}, {"propose_new_time", "NOTIFIED", "notify_buyer"}, {"accept_substitute", "?"},
        {"accept_new_time", "WAIT_AGREED", "adopt_offer"}, {"deadline_passed", "LATE", "notify_seller"}}},
      {"substitute_agreed_and_sent", "logistics_delay", late, {{"open", "LATE"}, {"report_out_of_stock", "OUT_OF_STOCK"}, {"propose_substitute", "NOTIFIED", "notify_buyer"},
        {"accept_new_time", "?"}, {"accept_substitute", "SUBSTITUTE_AGREED", "adopt_offer"}, {"mark_shipped", "SUBSTITUTE_AGREED"}, {"carrier_picked_up", "PICKED_UP"}}},
      {"a_notice_ends_the_offer", "logistics_delay", late, {{"open", "LATE"}, {"propose_new_time", "NOTIFIED", "notify_buyer"}, {"decline_offer", "OUT_OF_STOCK"},
        {"notify_buyer", "NOTIFIED", "notify_buyer"}, {"accept_new_time", "?"}, {"demand_refund", "REFUND_OPENED", "open_refund_case"}}},
      {"seller_refunds", "logistics_delay", in_time, {{"open", "WAIT_DISPATCH"}, {"refund_order", "REFUND_OPENED", "open_refund_case"}, {"refund_order", ""}}},
      {"force_majeure_filed", "logistics_delay", late, {{"open", "LATE"}, {"file_force_majeure", "LATE", "submit_evidence"}, {"force_majeure_approved", "LATE"}}},
      {"no_compensation_before_it_is_late", "logistics_delay", in_time, {{"open", "WAIT_DISPATCH"}, {"claim_compensation", ""}, {"withdraw", "CLOSED"}}},
  };
}

std::vector<Story> transits() {
  return {
      {"stalled_then_moving", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_stalled", "STALLED", "notify_seller"}, {"chase_carrier", "STALLED"}, {"carrier_moved", "MOVING"}}},
      {"stalled_then_lost_then_refunded", "logistics_delay", under_way, {{"open", "MOVING"}, {"deadline_passed", "STALLED", "notify_seller"}, {"deadline_passed", "LOST", "notify_seller"},
        {"deadline_passed", "REFUND_OPENED", "open_refund_case claim_on_carrier"}}},
      {"lost_and_sent_again", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_lost", "LOST", "notify_seller"}, {"resend_parcel", "PICKED_UP", "notify_buyer claim_on_carrier"},
        {"carrier_moved", "MOVING"}, {"carrier_signed", "SIGNED"}, {"close_case", "SUCCESS"}}},
      {"came_back_and_sent_again", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_returned", "RETURNED", "notify_seller"}, {"resend_parcel", "PICKED_UP", "notify_buyer"}}},
      {"found_again", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_lost", "LOST", "notify_seller"}, {"carrier_moved", "MOVING"}}},
      {"buyer_confirms_what_the_trace_does_not", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_stalled", "STALLED", "notify_seller"}, {"confirm_receipt", "SUCCESS"}}},
      {"lost_and_refunded", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_lost", "LOST", "notify_seller"}, {"refund_order", "REFUND_OPENED", "open_refund_case claim_on_carrier"},
        {"close_case", "CLOSED"}}},
  };
}

std::vector<Story> compensations() {
  return {
      {"paid_after_delivery", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_signed", "SIGNED"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"},
        {"pay_compensation", "COMPENSATION_PAYING", "order_compensation"}, {"compensation_confirmed", "SUCCESS", "settle_compensation"}}},
      {"paid_while_late", "logistics_delay", late, {{"open", "LATE"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"}, {"pay_compensation", "COMPENSATION_PAYING", "order_compensation"},
        {"compensation_confirmed", "LATE", "settle_compensation"}}},
      {"dispatched_meanwhile", "logistics_delay", late, {{"open", "LATE"}, {"offer_compensation", "COMPENSATION_DUE", "notify_buyer"}, {"mark_shipped", "COMPENSATION_DUE"},
        {"carrier_picked_up", "COMPENSATION_DUE"}, {"pay_compensation", "COMPENSATION_PAYING", "order_compensation"},
        {"compensation_confirmed", "MOVING", "settle_compensation", {{"order.dispatched", true}}}}},
      {"signed_for_meanwhile", "logistics_delay", under_way, {{"open", "MOVING"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"},
        {"pay_compensation", "COMPENSATION_PAYING", "order_compensation"}, {"carrier_signed", "COMPENSATION_PAYING"}, {"compensation_confirmed", "SUCCESS", "settle_compensation"}}},
      {"lost_meanwhile", "logistics_delay", under_way, {{"open", "MOVING"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"}, {"carrier_lost", "COMPENSATION_DUE"},
        {"pay_compensation", "COMPENSATION_PAYING", "order_compensation"}, {"compensation_confirmed", "LOST", "settle_compensation"},
        {"resend_parcel", "PICKED_UP", "notify_buyer claim_on_carrier"}}},
      {"lost_and_compensation_refused", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_lost", "LOST", "notify_seller"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"},
        {"refuse_compensation", "LOST"}, {"refund_order", "REFUND_OPENED", "open_refund_case claim_on_carrier"}}},
      {"came_back_and_compensation_paid", "logistics_delay", under_way, {{"open", "MOVING"}, {"carrier_returned", "RETURNED", "notify_seller"},
        {"offer_compensation", "COMPENSATION_DUE", "notify_buyer"}, {"deadline_passed", "COMPENSATION_PAYING", "order_compensation"},
        {"compensation_confirmed", "RETURNED", "settle_compensation"}}},
      {"refund_and_compensation", "logistics_delay", late, {{"open", "LATE"}, {"refund_order", "REFUND_OPENED", "open_refund_case"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"},
        {"deadline_passed", "COMPENSATION_PAYING", "order_compensation"}, {"compensation_confirmed", "SUCCESS", "settle_compensation"}}},
      {"payment_fails", "logistics_delay", late, {{"open", "LATE"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"}, {"pay_compensation", "COMPENSATION_PAYING", "order_compensation"},
        {"compensation_failed", "COMPENSATION_DUE", "cancel_compensation"}, {"pay_compensation", "COMPENSATION_PAYING", "order_compensation"}}},
      {"refused_then_ordered_by_the_platform", "logistics_delay", late, {{"open", "LATE"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"}, {"refuse_compensation", "LATE"},
        {"request_platform", "DISPUTE_REQUESTED"}, {"platform_order_compensation", "COMPENSATION_PAYING", "order_compensation"}}},
      {"exempted", "logistics_delay", late, {{"open", "LATE"}, {"claim_compensation", "COMPENSATION_DUE", "notify_seller"}, {"file_force_majeure", "COMPENSATION_DUE", "submit_evidence"},
        {"force_majeure_approved", "LATE"}}},
      {"settled_in_a_dispute", "logistics_delay", late, {{"open", "LATE"}, {"request_platform", "DISPUTE_REQUESTED"},
        {"settle", "COMPENSATION_PAYING", "order_compensation", {{"event.amount_minor", std::int64_t{500}}}}}},
      {"decided_refund", "logistics_delay", late, {{"open", "LATE"}, {"request_platform", "DISPUTE_REQUESTED"}, {"platform_decide", "DISPUTE_DECIDED", "notify_seller"},
        {"decision_executed", "REFUND_OPENED", "open_refund_case", {{"dispute.outcome", text("refund")}}}}},
      {"dispute_taken_back_after_dispatch", "logistics_delay", late, {{"open", "LATE"}, {"request_platform", "DISPUTE_REQUESTED"},
        {"withdraw_dispute", "MOVING", "", {{"order.dispatched", true}}}}},
  };
}
// clang-format on

INSTANTIATE_TEST_SUITE_P(DelayOpening, Stories, testing::ValuesIn(openings()), name_of_story);
INSTANTIATE_TEST_SUITE_P(Dispatch, Stories, testing::ValuesIn(dispatches()), name_of_story);
INSTANTIATE_TEST_SUITE_P(Transit, Stories, testing::ValuesIn(transits()), name_of_story);
INSTANTIATE_TEST_SUITE_P(Compensation, Stories, testing::ValuesIn(compensations()), name_of_story);

}  // namespace
}  // namespace redress::workflows

// longer than 400 lines because it is one table.
#include "workflows/model/promises.hpp"

#include <array>

namespace redress::model {
namespace {

constexpr std::string_view returning =
    "has(claim.wants) && claim.wants == 'return_refund' && !has(returns.shipped_at)"
    " && !(has(agreement.refund_without_return) && agreement.refund_without_return)";
constexpr std::string_view not_returning =
    "!(has(claim.wants) && claim.wants == 'return_refund') || has(returns.shipped_at)"
    " || (has(agreement.refund_without_return) && agreement.refund_without_return)";
constexpr std::string_view partial_offer = "has(offer.kind) && offer.kind == 'partial_refund'";
constexpr std::string_view return_offer = "!has(offer.kind) || offer.kind != 'partial_refund'";
constexpr std::string_view decided_refund = "has(dispute.outcome) && dispute.outcome == 'refund'";
constexpr std::string_view decided_return = "has(dispute.outcome) && dispute.outcome == 'return_refund'";
constexpr std::string_view decided_return_unsent = "dispute.outcome == 'return_refund' && !has(returns.shipped_at)";
constexpr std::string_view decided_return_sent = "dispute.outcome == 'return_refund' && has(returns.shipped_at)";
constexpr std::string_view decided_seller = "dispute.outcome == 'pay_seller' || dispute.outcome == 'reject'";
// The goods come back because the claim says so, an accepted offer having become the claim, or because it was decided.
constexpr std::string_view return_settled =
    "(has(claim.wants) && claim.wants == 'return_refund')"
    " || (has(dispute.outcome) && dispute.outcome == 'return_refund')";
constexpr std::string_view address = "has(returns.address_id) && returns.address_id != ''";
constexpr std::string_view no_address = "!has(returns.address_id) || returns.address_id == ''";
constexpr std::string_view resend = "has(claim.wants) && claim.wants == 'resend'";
constexpr std::string_view no_resend = "!has(claim.wants) || claim.wants != 'resend'";
constexpr std::string_view repair = "has(claim.wants) && claim.wants == 'repair'";
constexpr std::string_view dearer =
    "(!has(claim.wants) || claim.wants != 'repair')"
    " && has(replacement.price_difference_minor) && replacement.price_difference_minor > 0";
constexpr std::string_view not_dearer =
    "(!has(claim.wants) || claim.wants != 'repair')"
    " && (!has(replacement.price_difference_minor) || replacement.price_difference_minor <= 0)";
constexpr std::string_view cheaper =
    "has(claim.wants) && claim.wants == 'exchange'"
    " && has(replacement.price_difference_minor) && replacement.price_difference_minor < 0";
constexpr std::string_view not_cheaper =
    "!has(claim.wants) || claim.wants != 'exchange'"
    " || !has(replacement.price_difference_minor) || replacement.price_difference_minor >= 0";
constexpr std::string_view goes_on_as_refund = "has(claim.refund_opened) && claim.refund_opened";
// A sighting of the parcel that no newer trace has overtaken.
constexpr std::string_view parcel_signed =
    "!(has(claim.refund_opened) && claim.refund_opened) && ("
    "(has(shipment.signed_at) && (!has(shipment.last_trace_at) || shipment.last_trace_at <= shipment.signed_at))"
    " || (has(order.signed_at) && (!has(shipment.last_trace_at) || shipment.last_trace_at <= order.signed_at)))";
constexpr std::string_view parcel_out =
    "!(has(claim.refund_opened) && claim.refund_opened) && !has(shipment.signed_at) && !has(order.signed_at)"
    " && order.dispatched";
constexpr std::string_view parcel_under_way =
    "!(has(claim.refund_opened) && claim.refund_opened) && !has(shipment.signed_at) && !has(order.signed_at)"
    " && !has(shipment.returned_at) && !has(shipment.lost_at) && claim.reason != 'lost' && order.dispatched";
constexpr std::string_view parcel_back =
    "!(has(claim.refund_opened) && claim.refund_opened) && !has(shipment.signed_at) && !has(order.signed_at)"
    " && has(shipment.returned_at)"
    " && (!has(shipment.last_trace_at) || shipment.last_trace_at <= shipment.returned_at)";
constexpr std::string_view parcel_lost =
    "!(has(claim.refund_opened) && claim.refund_opened) && !has(shipment.signed_at) && !has(order.signed_at)"
    " && !has(shipment.returned_at) && order.dispatched && ((has(claim.reason) && claim.reason == 'lost'"
    " && !has(shipment.last_trace_at)) || (has(shipment.lost_at)"
    " && (!has(shipment.last_trace_at) || shipment.last_trace_at <= shipment.lost_at)))";
constexpr std::string_view parcel_not_out =
    "!(has(claim.refund_opened) && claim.refund_opened) && !has(shipment.signed_at) && !has(order.signed_at)"
    " && !has(shipment.returned_at) && !order.dispatched";
constexpr std::string_view time_ahead =
    "!(has(claim.refund_opened) && claim.refund_opened) && !has(shipment.signed_at) && !has(order.signed_at)"
    " && !has(shipment.returned_at) && !order.dispatched && claim.reason != 'out_of_stock'"
    " && has(agreement.new_dispatch_at) && now <= agreement.new_dispatch_at";

constexpr std::string_view delay_places = "REFUND_OPENED SIGNED RETURNED LOST MOVING WAIT_AGREED LATE";

// clang-format off
constexpr std::array events{
    // The end by the buyer's or the platform's word, and what the parties settle (2.1 to 2.8).
    EventPromise{.on = "*.withdraw",       .leads_to = "CLOSED"},
    EventPromise{.on = "*.platform_close", .leads_to = "CLOSED"},
    EventPromise{.on = "*.close_case",     .leads_to = "CLOSED SUCCESS"},
    EventPromise{.on = "refund.settle",          .leads_to = "REFUND_PAYING", .when = "has(event.amount_minor) && event.amount_minor > 0"},
    EventPromise{.on = "exchange.settle",        .leads_to = "REFUND_PAYING", .when = "has(event.amount_minor) && event.amount_minor > 0"},
    EventPromise{.on = "logistics_delay.settle", .leads_to = "COMPENSATION_PAYING", .when = "has(event.amount_minor) && event.amount_minor > 0"},
    EventPromise{.on = "*.settle",               .leads_to = "CLOSED", .when = "!has(event.amount_minor)"},

    // Platform intervention and appeal (2.8).
    EventPromise{.on = "*.request_platform", .leads_to = "DISPUTE_REQUESTED"},
    EventPromise{.on = "*.platform_step_in", .leads_to = "DISPUTE_REVIEW"},
    EventPromise{.on = "*.platform_step_in", .orders = "notify_seller", .when = "!case.state.startsWith('DISPUTE_')"},
    EventPromise{.on = "*.ask_evidence",     .leads_to = "DISPUTE_EVIDENCE", .orders = "notify_seller"},
    EventPromise{.on = "*.send_to_jury",     .leads_to = "DISPUTE_JURY"},
    EventPromise{.on = "*.jury_result",      .leads_to = "DISPUTE_DECIDED", .orders = "notify_seller"},
    EventPromise{.on = "*.platform_decide",  .leads_to = "DISPUTE_DECIDED", .orders = "notify_seller"},
    EventPromise{.on = "*.suspend",          .leads_to = "DISPUTE_SUSPENDED"},
    EventPromise{.on = "*.resume",           .leads_to = "DISPUTE_REVIEW"},
    EventPromise{.on = "*.appeal",           .leads_to = "APPEAL", .orders = "submit_evidence"},
    EventPromise{.on = "*.buyer_appeal",     .leads_to = "APPEAL"},
    EventPromise{.on = "*.appeal_upheld",    .leads_to = "DISPUTE_REVIEW"},
    EventPromise{.on = "*.appeal_rejected",  .leads_to = "DISPUTE_DECIDED"},
    EventPromise{.on = "*.file_suit",        .leads_to = "COURT"},
    EventPromise{.on = "*.buyer_files_suit", .leads_to = "COURT"},
    EventPromise{.on = "*.submit_evidence",  .leads_to = "=", .orders = "submit_evidence"},
    EventPromise{.on = "*.submit_buyer_evidence", .leads_to = "="},
    EventPromise{.on = "*.deadline_passed",  .leads_to = "DISPUTE_REVIEW",    .from = "DISPUTE_EVIDENCE DISPUTE_JURY DISPUTE_SUSPENDED"},
    EventPromise{.on = "*.deadline_passed",  .leads_to = "DISPUTE_REQUESTED", .orders = "notify_seller", .from = "DISPUTE_REVIEW"},
    EventPromise{.on = "*.accept_decision",  .only_when = "has(dispute.outcome)"},
    EventPromise{.on = "*.decision_executed", .only_when = "has(dispute.outcome)"},
    EventPromise{.on = "refund.withdraw_dispute",   .leads_to = "SELLER_REFUSE_BUYER"},
    EventPromise{.on = "exchange.withdraw_dispute", .leads_to = "EXCHANGE_WAIT_BUYER_MODIFY"},

    // What a decision comes to, whoever carries it out.
    EventPromise{.on = "refund.accept_decision",   .leads_to = "REFUND_PAYING", .when = decided_refund},
    EventPromise{.on = "refund.decision_executed", .leads_to = "REFUND_PAYING", .when = decided_refund},
    EventPromise{.on = "refund.court_ruling",      .leads_to = "REFUND_PAYING", .when = decided_refund},
    EventPromise{.on = "refund.deadline_passed",   .leads_to = "REFUND_PAYING", .from = "DISPUTE_DECIDED", .when = decided_refund},
    EventPromise{.on = "refund.accept_decision",   .leads_to = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .when = decided_return_unsent},
    EventPromise{.on = "refund.decision_executed", .leads_to = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .when = decided_return_unsent},
    EventPromise{.on = "refund.court_ruling",      .leads_to = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .when = decided_return_unsent},
    EventPromise{.on = "refund.deadline_passed",   .leads_to = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .from = "DISPUTE_DECIDED", .when = decided_return_unsent},
    EventPromise{.on = "refund.accept_decision",   .leads_to = "WAIT_SELLER_CONFIRM_GOODS", .when = decided_return_sent},
    EventPromise{.on = "refund.decision_executed", .leads_to = "WAIT_SELLER_CONFIRM_GOODS", .when = decided_return_sent},
    EventPromise{.on = "refund.court_ruling",      .leads_to = "WAIT_SELLER_CONFIRM_GOODS", .when = decided_return_sent},
    EventPromise{.on = "refund.deadline_passed",   .leads_to = "WAIT_SELLER_CONFIRM_GOODS", .from = "DISPUTE_DECIDED", .when = decided_return_sent},
    EventPromise{.on = "exchange.accept_decision",   .leads_to = "REFUND_PAYING", .when = decided_refund},
    EventPromise{.on = "exchange.decision_executed", .leads_to = "REFUND_PAYING", .when = decided_refund},
    EventPromise{.on = "exchange.court_ruling",      .leads_to = "REFUND_PAYING", .when = decided_refund},
    EventPromise{.on = "exchange.deadline_passed",   .leads_to = "REFUND_PAYING", .from = "DISPUTE_DECIDED", .when = decided_refund},
    EventPromise{.on = "exchange.accept_decision",   .leads_to = "EXCHANGE_TRANSFORM_TO_REFUND", .when = decided_return},
    EventPromise{.on = "exchange.decision_executed", .leads_to = "EXCHANGE_TRANSFORM_TO_REFUND", .when = decided_return},
    EventPromise{.on = "exchange.court_ruling",      .leads_to = "EXCHANGE_TRANSFORM_TO_REFUND", .when = decided_return},
    EventPromise{.on = "exchange.deadline_passed",   .leads_to = "EXCHANGE_TRANSFORM_TO_REFUND", .from = "DISPUTE_DECIDED", .when = decided_return},
    EventPromise{.on = "logistics_delay.accept_decision",   .leads_to = "REFUND_OPENED", .when = decided_refund},
    EventPromise{.on = "logistics_delay.decision_executed", .leads_to = "REFUND_OPENED", .when = decided_refund},
    EventPromise{.on = "logistics_delay.court_ruling",      .leads_to = "REFUND_OPENED", .when = decided_refund},
    EventPromise{.on = "logistics_delay.deadline_passed",   .leads_to = "REFUND_OPENED", .from = "DISPUTE_DECIDED", .when = decided_refund},
    EventPromise{.on = "logistics_delay.accept_decision",   .leads_to = "REFUND_OPENED", .when = decided_return},
    EventPromise{.on = "logistics_delay.decision_executed", .leads_to = "REFUND_OPENED", .when = decided_return},
    EventPromise{.on = "logistics_delay.court_ruling",      .leads_to = "REFUND_OPENED", .when = decided_return},
    EventPromise{.on = "logistics_delay.deadline_passed",   .leads_to = "REFUND_OPENED", .from = "DISPUTE_DECIDED", .when = decided_return},
    EventPromise{.on = "*.accept_decision",   .leads_to = "CLOSED", .when = decided_seller},
    EventPromise{.on = "*.decision_executed", .leads_to = "CLOSED", .when = decided_seller},
    EventPromise{.on = "*.court_ruling",      .leads_to = "CLOSED", .when = decided_seller},
    EventPromise{.on = "*.deadline_passed",   .leads_to = "CLOSED", .from = "DISPUTE_DECIDED", .when = decided_seller},

    // Paying back (2.9).
    EventPromise{.on = "*.payout_confirmed", .leads_to = "SUCCESS"},
    EventPromise{.on = "*.payout_failed",    .leads_to = "PAYOUT_FAILED"},
    EventPromise{.on = "*.retry_payout",     .leads_to = "REFUND_PAYING"},
    EventPromise{.on = "refund.platform_refund",          .leads_to = "REFUND_PAYING"},
    EventPromise{.on = "exchange.platform_refund",        .leads_to = "REFUND_PAYING"},
    EventPromise{.on = "logistics_delay.platform_refund", .leads_to = "REFUND_OPENED", .orders = "open_refund_case"},

    // Refund only and return and refund (2.1 to 2.3).
    EventPromise{.on = "refund.open",           .leads_to = "WAIT_SELLER_AGREE"},
    EventPromise{.on = "refund.open",           .orders = "cancel_dispatch", .when = "!order.dispatched"},
    EventPromise{.on = "refund.instant_refund", .leads_to = "REFUND_PAYING", .only_when = "!order.dispatched"},
    EventPromise{.on = "refund.auto_agree",     .only_when = returning},
    EventPromise{.on = "refund.auto_agree",     .leads_to = "WAIT_BUYER_RETURN_GOODS", .orders = "send_return_address", .when = address},
    EventPromise{.on = "refund.auto_agree",     .leads_to = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .when = no_address},
    EventPromise{.on = "refund.refuse",         .leads_to = "SELLER_REFUSE_BUYER", .orders = "notify_buyer"},
    EventPromise{.on = "refund.ship_goods",     .leads_to = "CLOSED", .only_when = "!order.dispatched", .orders = "notify_buyer"},
    EventPromise{.on = "refund.intercept",      .leads_to = "WAIT_INTERCEPT",
                 .only_when = "order.dispatched && !has(shipment.signed_at) && !has(order.signed_at) && !(has(claim.goods_received) && claim.goods_received)",
                 .orders = "request_interception"},
    EventPromise{.on = "refund.delivered",          .leads_to = "WAIT_SELLER_AGREE"},
    EventPromise{.on = "refund.delivered",          .orders = "notify_seller", .from = "WAIT_INTERCEPT"},
    EventPromise{.on = "refund.intercept_returned", .leads_to = "REFUND_PAYING"},
    EventPromise{.on = "refund.intercept_failed",   .leads_to = "WAIT_SELLER_AGREE", .orders = "notify_seller"},
    EventPromise{.on = "refund.agree_refund",   .leads_to = "REFUND_PAYING"},
    EventPromise{.on = "refund.agree_refund",   .only_when = not_returning,
                 .from = "WAIT_SELLER_AGREE SELLER_REFUSE_BUYER WAIT_BUYER_ANSWER WAIT_SELLER_CONFIRM_RETURN_ADDRESS WAIT_BUYER_RETURN_GOODS"},
    EventPromise{.on = "refund.agree_return",   .leads_to = "WAIT_BUYER_RETURN_GOODS", .only_when = returning, .orders = "send_return_address"},
    EventPromise{.on = "refund.offer_return",   .leads_to = "WAIT_BUYER_ANSWER", .only_when = "!has(claim.wants) || claim.wants != 'return_refund'", .orders = "notify_buyer"},
    EventPromise{.on = "refund.offer_partial",  .leads_to = "WAIT_BUYER_ANSWER", .orders = "notify_buyer"},
    EventPromise{.on = "refund.accept_offer",   .leads_to = "REFUND_PAYING", .when = partial_offer},
    EventPromise{.on = "refund.accept_offer",   .leads_to = "WAIT_BUYER_RETURN_GOODS WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .when = return_offer},
    EventPromise{.on = "refund.accept_offer",   .leads_to = "WAIT_BUYER_RETURN_GOODS REFUND_PAYING", .when = address},
    EventPromise{.on = "refund.accept_offer",   .leads_to = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS REFUND_PAYING", .when = no_address},
    EventPromise{.on = "refund.decline_offer",  .leads_to = "WAIT_SELLER_AGREE"},
    EventPromise{.on = "refund.modify_request", .leads_to = "WAIT_SELLER_AGREE"},
    EventPromise{.on = "refund.give_address",   .leads_to = "WAIT_BUYER_RETURN_GOODS", .orders = "send_return_address"},
    EventPromise{.on = "refund.ship_return",    .leads_to = "WAIT_SELLER_CONFIRM_GOODS"},
    EventPromise{.on = "refund.return_signed",  .leads_to = "="},
    EventPromise{.on = "refund.advance_refund", .leads_to = "="},
    EventPromise{.on = "refund.confirm_return", .leads_to = "REFUND_PAYING"},
    EventPromise{.on = "refund.refuse_return",  .leads_to = "SELLER_REFUSE_BUYER", .orders = "notify_buyer"},
    // Whose silence means what.
    EventPromise{.on = "refund.deadline_passed", .leads_to = "REFUND_PAYING", .from = "WAIT_SELLER_AGREE", .when = not_returning},
    EventPromise{.on = "refund.deadline_passed", .leads_to = "WAIT_BUYER_RETURN_GOODS WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .from = "WAIT_SELLER_AGREE", .when = returning},
    EventPromise{.on = "refund.deadline_passed", .leads_to = "WAIT_BUYER_RETURN_GOODS REFUND_PAYING", .from = "WAIT_SELLER_AGREE", .when = address},
    EventPromise{.on = "refund.deadline_passed", .leads_to = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS REFUND_PAYING", .from = "WAIT_SELLER_AGREE", .when = no_address},
    EventPromise{.on = "refund.deadline_passed", .leads_to = "CLOSED", .from = "SELLER_REFUSE_BUYER WAIT_BUYER_RETURN_GOODS"},
    EventPromise{.on = "refund.deadline_passed", .leads_to = "CLOSED", .from = "WAIT_BUYER_ANSWER", .when = return_offer},
    EventPromise{.on = "refund.deadline_passed", .leads_to = "WAIT_SELLER_AGREE", .from = "WAIT_BUYER_ANSWER", .when = partial_offer},
    EventPromise{.on = "refund.deadline_passed", .leads_to = "REFUND_PAYING", .from = "WAIT_INTERCEPT WAIT_SELLER_CONFIRM_GOODS"},
    EventPromise{.on = "refund.deadline_passed", .leads_to = "WAIT_BUYER_RETURN_GOODS", .orders = "send_return_address", .from = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS"},

    // Exchange, repair and re-send (2.4).
    EventPromise{.on = "exchange.open",           .leads_to = "EXCHANGE_REQUESTED"},
    EventPromise{.on = "exchange.agree_exchange", .leads_to = "EXCHANGE_WAIT_SELLER_SEND", .when = resend},
    EventPromise{.on = "exchange.agree_exchange", .leads_to = "EXCHANGE_WAIT_BUYER_RETURN", .orders = "send_return_address", .when = no_resend},
    EventPromise{.on = "exchange.auto_agree",     .leads_to = "EXCHANGE_WAIT_SELLER_SEND", .when = resend},
    EventPromise{.on = "exchange.auto_agree",     .leads_to = "EXCHANGE_WAIT_BUYER_RETURN", .orders = "send_return_address", .when = no_resend},
    EventPromise{.on = "exchange.deadline_passed", .leads_to = "EXCHANGE_WAIT_SELLER_SEND", .from = "EXCHANGE_REQUESTED", .when = resend},
    EventPromise{.on = "exchange.deadline_passed", .leads_to = "EXCHANGE_WAIT_BUYER_RETURN", .orders = "send_return_address", .from = "EXCHANGE_REQUESTED", .when = no_resend},
    EventPromise{.on = "exchange.agree_resend",   .leads_to = "EXCHANGE_WAIT_SELLER_SEND", .only_when = resend},
    EventPromise{.on = "exchange.refuse",         .leads_to = "EXCHANGE_WAIT_BUYER_MODIFY", .orders = "notify_buyer"},
    EventPromise{.on = "exchange.modify_request", .leads_to = "EXCHANGE_REQUESTED", .when = "!has(returns.shipped_at)"},
    EventPromise{.on = "exchange.modify_request", .leads_to = "EXCHANGE_RETURN_SHIPPED", .when = "has(returns.shipped_at)"},
    EventPromise{.on = "exchange.ship_return",    .leads_to = "EXCHANGE_RETURN_SHIPPED"},
    EventPromise{.on = "exchange.return_signed",  .leads_to = "="},
    EventPromise{.on = "exchange.confirm_return", .leads_to = "REPAIR_IN_PROGRESS", .when = repair},
    EventPromise{.on = "exchange.confirm_return", .leads_to = "EXCHANGE_WAIT_PRICE_DIFFERENCE", .orders = "collect_price_difference", .when = dearer},
    EventPromise{.on = "exchange.confirm_return", .leads_to = "EXCHANGE_WAIT_SELLER_SEND", .when = not_dearer},
    EventPromise{.on = "exchange.refuse_return",  .leads_to = "EXCHANGE_WAIT_BUYER_MODIFY", .orders = "notify_buyer"},
    EventPromise{.on = "exchange.difference_paid",  .leads_to = "EXCHANGE_WAIT_SELLER_SEND"},
    EventPromise{.on = "exchange.waive_difference", .leads_to = "EXCHANGE_WAIT_SELLER_SEND"},
    EventPromise{.on = "exchange.send_replacement", .leads_to = "EXCHANGE_WAIT_BUYER_RECEIVE", .orders = "notify_buyer"},
    EventPromise{.on = "exchange.send_repaired",    .leads_to = "EXCHANGE_WAIT_BUYER_RECEIVE", .orders = "notify_buyer"},
    EventPromise{.on = "exchange.report_no_stock",  .leads_to = "EXCHANGE_TRANSFORM_TO_REFUND"},
    EventPromise{.on = "exchange.replacement_signed",  .leads_to = "EXCHANGE_WAIT_BUYER_RECEIVE"},
    EventPromise{.on = "exchange.report_not_received", .leads_to = "EXCHANGE_WAIT_SELLER_SEND", .orders = "notify_seller"},
    EventPromise{.on = "exchange.confirm_receipt", .leads_to = "REFUND_PAYING", .orders = "refund_price_difference", .when = cheaper},
    EventPromise{.on = "exchange.confirm_receipt", .leads_to = "SUCCESS", .when = not_cheaper},
    EventPromise{.on = "exchange.deadline_passed", .leads_to = "REFUND_PAYING", .orders = "refund_price_difference", .from = "EXCHANGE_WAIT_BUYER_RECEIVE", .when = cheaper},
    EventPromise{.on = "exchange.deadline_passed", .leads_to = "SUCCESS", .from = "EXCHANGE_WAIT_BUYER_RECEIVE", .when = not_cheaper},
    EventPromise{.on = "exchange.offer_refund",    .leads_to = "=", .orders = "notify_buyer"},
    EventPromise{.on = "exchange.accept_refund_instead", .leads_to = "EXCHANGE_TRANSFORM_TO_REFUND"},
    EventPromise{.on = "exchange.deadline_passed", .leads_to = "CLOSED", .from = "EXCHANGE_WAIT_BUYER_MODIFY EXCHANGE_WAIT_BUYER_RETURN"},
    EventPromise{.on = "exchange.deadline_passed", .leads_to = "REFUND_PAYING", .from = "EXCHANGE_RETURN_SHIPPED REPAIR_IN_PROGRESS"},
    EventPromise{.on = "exchange.deadline_passed", .leads_to = "EXCHANGE_TRANSFORM_TO_REFUND", .from = "EXCHANGE_WAIT_PRICE_DIFFERENCE"},
    EventPromise{.on = "exchange.deadline_passed", .leads_to = "EXCHANGE_SEND_LATE", .orders = "notify_seller notify_buyer", .from = "EXCHANGE_WAIT_SELLER_SEND"},

    // Late, out of stock, stalled, lost (2.5, 2.6).
    EventPromise{.on = "logistics_delay.open", .leads_to = "REFUND_OPENED", .when = goes_on_as_refund},
    EventPromise{.on = "logistics_delay.open", .leads_to = "SIGNED", .when = parcel_signed},
    EventPromise{.on = "logistics_delay.open", .leads_to = "WAIT_AGREED", .when = time_ahead},
    EventPromise{.on = "logistics_delay.open", .leads_to = "WAIT_DISPATCH LATE OUT_OF_STOCK WAIT_AGREED", .when = parcel_not_out},
    EventPromise{.on = "logistics_delay.open", .leads_to = "MOVING LOST RETURNED", .when = parcel_out},
    EventPromise{.on = "logistics_delay.mark_shipped",       .leads_to = "="},
    EventPromise{.on = "logistics_delay.carrier_picked_up",  .leads_to = "= PICKED_UP"},
    EventPromise{.on = "logistics_delay.carrier_picked_up",  .leads_to = "PICKED_UP", .from = "WAIT_DISPATCH LATE OUT_OF_STOCK NOTIFIED SUBSTITUTE_AGREED WAIT_AGREED"},
    EventPromise{.on = "logistics_delay.propose_new_time",   .leads_to = "NOTIFIED", .orders = "notify_buyer"},
    EventPromise{.on = "logistics_delay.propose_substitute", .leads_to = "NOTIFIED", .orders = "notify_buyer"},
    EventPromise{.on = "logistics_delay.notify_buyer",       .leads_to = "NOTIFIED", .orders = "notify_buyer"},
    EventPromise{.on = "logistics_delay.file_force_majeure", .leads_to = "=", .orders = "submit_evidence"},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = "=", .from = "WAIT_DISPATCH LATE OUT_OF_STOCK NOTIFIED SUBSTITUTE_AGREED WAIT_AGREED"},
    EventPromise{.on = "logistics_delay.report_out_of_stock", .leads_to = "OUT_OF_STOCK"},
    EventPromise{.on = "logistics_delay.accept_new_time",    .leads_to = "WAIT_AGREED", .only_when = "has(offer.kind) && offer.kind == 'new_dispatch_time'"},
    EventPromise{.on = "logistics_delay.accept_substitute",  .leads_to = "SUBSTITUTE_AGREED", .only_when = "has(offer.kind) && offer.kind == 'substitute'"},
    EventPromise{.on = "logistics_delay.decline_offer",      .leads_to = "OUT_OF_STOCK"},
    EventPromise{.on = "logistics_delay.carrier_moved",      .leads_to = "MOVING", .from = "PICKED_UP MOVING STALLED LOST"},
    EventPromise{.on = "logistics_delay.carrier_signed",     .leads_to = "SIGNED", .from = "PICKED_UP MOVING STALLED LOST"},
    EventPromise{.on = "logistics_delay.carrier_returned",   .leads_to = "RETURNED", .orders = "notify_seller", .from = "PICKED_UP MOVING STALLED LOST"},
    EventPromise{.on = "logistics_delay.carrier_lost",       .leads_to = "LOST", .orders = "notify_seller", .from = "PICKED_UP MOVING STALLED LOST"},
    EventPromise{.on = "logistics_delay.carrier_stalled",    .leads_to = "STALLED", .orders = "notify_seller"},
    // While compensation is dealt with, the carrier's word is kept and moves nothing.
    EventPromise{.on = "logistics_delay.carrier_picked_up",  .leads_to = "=", .from = "COMPENSATION_DUE COMPENSATION_PAYING"},
    EventPromise{.on = "logistics_delay.carrier_moved",      .leads_to = "=", .from = "COMPENSATION_DUE COMPENSATION_PAYING"},
    EventPromise{.on = "logistics_delay.carrier_signed",     .leads_to = "=", .from = "COMPENSATION_DUE COMPENSATION_PAYING"},
    EventPromise{.on = "logistics_delay.carrier_returned",   .leads_to = "=", .from = "COMPENSATION_DUE COMPENSATION_PAYING"},
    EventPromise{.on = "logistics_delay.carrier_lost",       .leads_to = "=", .from = "COMPENSATION_DUE COMPENSATION_PAYING"},
    EventPromise{.on = "logistics_delay.confirm_receipt",    .leads_to = "SUCCESS"},
    EventPromise{.on = "logistics_delay.chase_carrier",      .leads_to = "="},
    EventPromise{.on = "logistics_delay.resend_parcel",      .leads_to = "PICKED_UP", .orders = "notify_buyer"},
    EventPromise{.on = "logistics_delay.resend_parcel",      .orders = "claim_on_carrier", .from = "LOST"},
    EventPromise{.on = "logistics_delay.refund_order",       .leads_to = "REFUND_OPENED", .orders = "open_refund_case"},
    EventPromise{.on = "logistics_delay.demand_refund",      .leads_to = "REFUND_OPENED", .orders = "open_refund_case"},
    EventPromise{.on = "logistics_delay.refund_order",       .orders = "claim_on_carrier", .from = "LOST"},
    EventPromise{.on = "logistics_delay.demand_refund",      .orders = "claim_on_carrier", .from = "LOST"},
    EventPromise{.on = "logistics_delay.platform_refund",    .orders = "claim_on_carrier", .from = "LOST"},
    EventPromise{.on = "logistics_delay.deadline_passed",    .leads_to = "REFUND_OPENED", .orders = "open_refund_case claim_on_carrier", .from = "LOST"},
    EventPromise{.on = "logistics_delay.deadline_passed",    .leads_to = "LATE", .orders = "notify_seller", .from = "WAIT_DISPATCH SUBSTITUTE_AGREED WAIT_AGREED"},
    EventPromise{.on = "logistics_delay.deadline_passed",    .leads_to = "OUT_OF_STOCK", .orders = "notify_seller", .from = "LATE"},
    EventPromise{.on = "logistics_delay.deadline_passed",    .leads_to = "NOTIFIED", .orders = "notify_buyer", .from = "OUT_OF_STOCK"},
    EventPromise{.on = "logistics_delay.deadline_passed",    .leads_to = "REFUND_OPENED", .orders = "open_refund_case", .from = "NOTIFIED"},
    EventPromise{.on = "logistics_delay.deadline_passed",    .leads_to = "STALLED", .orders = "notify_seller", .from = "PICKED_UP MOVING"},
    EventPromise{.on = "logistics_delay.deadline_passed",    .leads_to = "LOST", .orders = "notify_seller", .from = "STALLED"},
    EventPromise{.on = "logistics_delay.deadline_passed",    .leads_to = "COMPENSATION_PAYING", .from = "COMPENSATION_DUE"},
    EventPromise{.on = "logistics_delay.claim_compensation", .leads_to = "COMPENSATION_DUE", .orders = "notify_seller"},
    EventPromise{.on = "logistics_delay.offer_compensation", .leads_to = "COMPENSATION_DUE", .orders = "notify_buyer"},
    EventPromise{.on = "logistics_delay.pay_compensation",   .leads_to = "COMPENSATION_PAYING"},
    EventPromise{.on = "logistics_delay.platform_order_compensation", .leads_to = "COMPENSATION_PAYING"},
    EventPromise{.on = "logistics_delay.compensation_failed", .leads_to = "COMPENSATION_DUE"},
    EventPromise{.on = "logistics_delay.compensation_confirmed", .leads_to = "SUCCESS", .when = goes_on_as_refund},
    EventPromise{.on = "logistics_delay.compensation_confirmed", .leads_to = "SUCCESS", .when = parcel_signed},
    EventPromise{.on = "logistics_delay.compensation_confirmed", .leads_to = "MOVING", .when = parcel_under_way},
    EventPromise{.on = "logistics_delay.compensation_confirmed", .leads_to = "RETURNED", .when = parcel_back},
    EventPromise{.on = "logistics_delay.compensation_confirmed", .leads_to = "LOST", .when = parcel_lost},
    EventPromise{.on = "logistics_delay.compensation_confirmed", .leads_to = "WAIT_AGREED LATE", .when = parcel_not_out},
    EventPromise{.on = "logistics_delay.compensation_confirmed", .leads_to = "WAIT_AGREED", .when = time_ahead},
    // Back to where the order stands.
    EventPromise{.on = "logistics_delay.refuse_compensation", .leads_to = "REFUND_OPENED", .when = goes_on_as_refund},
    EventPromise{.on = "logistics_delay.refuse_compensation", .leads_to = "SIGNED", .when = parcel_signed},
    EventPromise{.on = "logistics_delay.refuse_compensation", .leads_to = "MOVING", .when = parcel_under_way},
    EventPromise{.on = "logistics_delay.refuse_compensation", .leads_to = "RETURNED", .when = parcel_back},
    EventPromise{.on = "logistics_delay.refuse_compensation", .leads_to = "LOST", .when = parcel_lost},
    EventPromise{.on = "logistics_delay.refuse_compensation", .leads_to = "WAIT_AGREED LATE", .when = parcel_not_out},
    EventPromise{.on = "logistics_delay.refuse_compensation", .leads_to = "WAIT_AGREED", .when = time_ahead},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = delay_places, .from = "COMPENSATION_DUE"},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = "REFUND_OPENED", .from = "COMPENSATION_DUE", .when = goes_on_as_refund},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = "SIGNED", .from = "COMPENSATION_DUE", .when = parcel_signed},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = "MOVING", .from = "COMPENSATION_DUE", .when = parcel_under_way},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = "RETURNED", .from = "COMPENSATION_DUE", .when = parcel_back},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = "LOST", .from = "COMPENSATION_DUE", .when = parcel_lost},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = "WAIT_AGREED LATE", .from = "COMPENSATION_DUE", .when = parcel_not_out},
    EventPromise{.on = "logistics_delay.force_majeure_approved", .leads_to = "WAIT_AGREED", .from = "COMPENSATION_DUE", .when = time_ahead},
    EventPromise{.on = "logistics_delay.withdraw_dispute", .leads_to = "REFUND_OPENED", .when = goes_on_as_refund},
    EventPromise{.on = "logistics_delay.withdraw_dispute", .leads_to = "SIGNED", .when = parcel_signed},
    EventPromise{.on = "logistics_delay.withdraw_dispute", .leads_to = "MOVING", .when = parcel_under_way},
    EventPromise{.on = "logistics_delay.withdraw_dispute", .leads_to = "RETURNED", .when = parcel_back},
    EventPromise{.on = "logistics_delay.withdraw_dispute", .leads_to = "LOST", .when = parcel_lost},
    EventPromise{.on = "logistics_delay.withdraw_dispute", .leads_to = "WAIT_AGREED LATE", .when = parcel_not_out},
    EventPromise{.on = "logistics_delay.withdraw_dispute", .leads_to = "WAIT_AGREED", .when = time_ahead},

    // Bad reviews (2.7).
    EventPromise{.on = "bad_review.open",             .leads_to = "POSTED"},
    EventPromise{.on = "bad_review.classify",         .leads_to = "TRIAGE"},
    EventPromise{.on = "bad_review.reply",            .leads_to = "EXPLAINED SERVICE_RECOVERY", .orders = "publish_reply"},
    EventPromise{.on = "bad_review.reply",            .leads_to = "=", .from = "SERVICE_RECOVERY"},
    EventPromise{.on = "bad_review.reply",            .leads_to = "EXPLAINED", .from = "TRIAGE EXPLAINED KEPT BUYER_EDITED REPORT_REJECTED"},
    EventPromise{.on = "bad_review.offer_service",    .leads_to = "SERVICE_RECOVERY", .orders = "notify_buyer"},
    EventPromise{.on = "bad_review.accept_service",   .leads_to = "="},
    EventPromise{.on = "bad_review.decline_service",  .leads_to = "TRIAGE", .orders = "notify_seller"},
    EventPromise{.on = "bad_review.complete_service", .leads_to = "KEPT", .orders = "notify_buyer"},
    EventPromise{.on = "bad_review.report_review",    .leads_to = "REPORTED", .orders = "submit_report"},
    EventPromise{.on = "bad_review.withdraw_report",  .leads_to = "TRIAGE"},
    EventPromise{.on = "bad_review.appeal_report",    .leads_to = "REPORT_APPEALED", .orders = "submit_report"},
    EventPromise{.on = "bad_review.platform_upheld",  .leads_to = "REMOVED", .orders = "notify_seller"},
    EventPromise{.on = "bad_review.platform_rejected", .leads_to = "REPORT_REJECTED", .orders = "notify_seller", .from = "REPORTED"},
    EventPromise{.on = "bad_review.platform_rejected", .leads_to = "=", .from = "REPORT_REJECTED"},
    EventPromise{.on = "bad_review.platform_rejected", .leads_to = "KEPT", .orders = "notify_seller", .from = "REPORT_APPEALED"},
    EventPromise{.on = "bad_review.buyer_edited",     .leads_to = "= BUYER_EDITED"},
    EventPromise{.on = "bad_review.buyer_edited",     .leads_to = "=", .from = "SERVICE_RECOVERY REPORTED REPORT_APPEALED"},
    EventPromise{.on = "bad_review.buyer_edited",     .leads_to = "BUYER_EDITED", .from = "POSTED TRIAGE EXPLAINED REPORT_REJECTED KEPT"},
    EventPromise{.on = "bad_review.buyer_added_review", .leads_to = "=", .orders = "notify_seller"},
    EventPromise{.on = "bad_review.close_case",       .leads_to = "CLOSED"},
    EventPromise{.on = "bad_review.deadline_passed",  .leads_to = "TRIAGE", .orders = "notify_seller", .from = "POSTED"},
    EventPromise{.on = "bad_review.deadline_passed",  .leads_to = "KEPT", .orders = "notify_seller", .from = "TRIAGE REPORT_APPEALED"},
    EventPromise{.on = "bad_review.deadline_passed",  .leads_to = "REPORT_REJECTED", .orders = "notify_seller", .from = "REPORTED"},
    EventPromise{.on = "bad_review.deadline_passed",  .leads_to = "KEPT", .from = "REPORT_REJECTED"},
};

constexpr std::array states{
    StatePromise{.kind = "*", .state = "REFUND_PAYING", .orders = "order_payout refund_price_difference", .holds = "account.pending_minor >= 0 && case.refund_minor > 0"},
    StatePromise{.kind = "logistics_delay", .state = "COMPENSATION_PAYING", .orders = "order_compensation"},
    StatePromise{.kind = "exchange", .state = "EXCHANGE_TRANSFORM_TO_REFUND", .orders = "open_refund_case", .holds = "claim.refund_opened"},
    StatePromise{.kind = "logistics_delay", .state = "REFUND_OPENED", .holds = "claim.refund_opened"},
    StatePromise{.kind = "refund", .state = "WAIT_INTERCEPT", .orders = "request_interception"},
    StatePromise{.kind = "refund", .state = "WAIT_BUYER_RETURN_GOODS", .orders = "send_return_address", .holds = return_settled},
    StatePromise{.kind = "refund", .state = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .holds = return_settled},
    StatePromise{.kind = "exchange", .state = "EXCHANGE_WAIT_BUYER_RETURN", .orders = "send_return_address"},
    StatePromise{.kind = "exchange", .state = "EXCHANGE_WAIT_PRICE_DIFFERENCE", .orders = "collect_price_difference"},
};

// What no source gives a length for, and what ends the wait instead.
constexpr std::array ends{
    OpenEnd{"*", "REFUND_PAYING",     "等待支付方回报，由支付方的到账或失败通知结束", "payments report success or failure; no platform counts this time"},
    OpenEnd{"*", "PAYOUT_FAILED",     "买家的款项未付，卖家须重试；资料未给时限", "the buyer is still to be paid and the seller must retry; no source gives a time"},
    OpenEnd{"*", "DISPUTE_REQUESTED", "平台何时介入由平台决定，资料未给时限", "when the platform steps in is its own affair; no source gives a time"},
    OpenEnd{"*", "APPEAL",            "申诉处理时间未查到，由平台回复结束", "no length was found for handling an appeal; the platform's answer ends it"},
    OpenEnd{"*", "COURT",             "诉讼时间由法院决定", "a court takes the time it takes"},
    OpenEnd{"exchange", "EXCHANGE_SEND_LATE", "已迟发：买家可随时改为退款，不再计时", "sending is late already: the buyer may turn to a refund at any time"},
    OpenEnd{"logistics_delay", "RETURNED",      "包裹已退回，资料未给卖家处理时限；买家可随时要求退款", "the parcel is back; no source gives a time, and the buyer may demand the refund at any time"},
    OpenEnd{"logistics_delay", "SIGNED",        "已签收，仅余赔付或结案", "signed for: only compensation or closing is left"},
    OpenEnd{"logistics_delay", "REFUND_OPENED", "已转退款案件，时限在该案件中", "the linked refund case has its own deadlines"},
    OpenEnd{"logistics_delay", "COMPENSATION_PAYING", "等待支付方回报", "payments report success or failure"},
    OpenEnd{"bad_review", "EXPLAINED",        "已答复，无人再受时限约束", "answered: nothing is owed by a date"},
    OpenEnd{"bad_review", "SERVICE_RECOVERY", "补救时间由双方约定", "the parties agree on the time"},
    OpenEnd{"bad_review", "BUYER_EDITED",     "评价已改，仅余结案", "the review was changed: only closing is left"},
    OpenEnd{"bad_review", "REMOVED",          "平台已处理，仅余结案", "the platform acted: only closing is left"},
    OpenEnd{"bad_review", "KEPT",             "评价保留，其他办法仍可用，不计时", "the review stays; other remedies stay open and nothing is counted"},
};

constexpr std::array owed{
    OwedState{"*", "REFUND_PAYING COMPENSATION_PAYING", Party::payments},
    OwedState{"*", "DISPUTE_REQUESTED DISPUTE_REVIEW DISPUTE_JURY DISPUTE_SUSPENDED APPEAL COURT REPORTED REPORT_APPEALED", Party::platform},
    OwedState{"*", "WAIT_INTERCEPT PICKED_UP MOVING", Party::carrier},
    OwedState{"*", "DISPUTE_EVIDENCE DISPUTE_DECIDED PAYOUT_FAILED", Party::seller},
    OwedState{"exchange", "EXCHANGE_SEND_LATE", Party::seller},
    OwedState{"exchange", "EXCHANGE_WAIT_PRICE_DIFFERENCE", Party::buyer},
    OwedState{"logistics_delay", "WAIT_DISPATCH LATE OUT_OF_STOCK SUBSTITUTE_AGREED WAIT_AGREED STALLED LOST RETURNED SIGNED REFUND_OPENED COMPENSATION_DUE", Party::seller},
    OwedState{"logistics_delay", "NOTIFIED", Party::buyer},
    OwedState{"bad_review", "POSTED TRIAGE EXPLAINED SERVICE_RECOVERY REPORT_REJECTED BUYER_EDITED REMOVED KEPT", Party::seller},
};

constexpr std::array spared{
    SparedRow{"exchange", "auto_agree", "内置手册没有自动同意换货的规则，只有店铺自己的手册可以允许", "no built-in book agrees to an exchange by itself; a shop's own book may"},
};

constexpr std::array slots{
    // C-05 counts from the pickup to the first trace step after it; between later steps the platform's hours are not published (2.5).
    OpenSlot{"delay.trace",
             "!has(shipment.picked_up_at) || (has(shipment.last_trace_at) && shipment.last_trace_at > shipment.picked_up_at)",
             "承运商未报揽收，没有起算点；揽收后已有轨迹的，其后节点间的时长平台未公布；由平台计时（platform.due_at）",
             "the carrier reported no pickup to count from, or a trace step after it, and no source gives the hours between later steps; the platform's own timer runs (platform.due_at)"},
    // Only Taobao's and Tmall's books give hours where nothing was promised; elsewhere the law's own words are all there is.
    OpenSlot{"delay.dispatch", "!(case.platform in ['taobao', 'tmall']) && !has(order.promised_dispatch_at)",
             "没有承诺发货时间，法律未给时限；由平台计时（platform.due_at）",
             "no time of dispatch was promised, and the law gives none; the platform's own timer runs (platform.due_at)"},
    OpenSlot{"refund.seller_confirms_goods", "!(case.platform in ['taobao', 'tmall']) && !(claim.subjective && has(returns.signed_at))",
             "法律只规定无理由退货自签收起七日；此外由平台计时（platform.due_at）",
             "the law gives seven days for returns without reason, and no time otherwise; the platform's own timer runs (platform.due_at)"},
    OpenSlot{"delay.dispatch_agreed", "!has(agreement.new_dispatch_at)",
             "同意换发时没有约定发货时间，资料未给时限；由平台计时（platform.due_at）",
             "a substitute was agreed on without a time, and no source gives one; the platform's own timer runs (platform.due_at)"},
    OpenSlot{"exchange.seller_answer", "", "补寄的答复时限资料未给，由平台计时（platform.due_at）", "no source gives a time for answering a re-send; the platform's own timer runs (platform.due_at)"},
    OpenSlot{"review.answer", "", "买家追评后平台不再允许解释，无从计时", "after the buyer's additional review nothing may be explained any more, so nothing is counted"},
};
// clang-format on

}  // namespace

std::span<EventPromise const> event_promises() { return events; }
std::span<StatePromise const> state_promises() { return states; }
std::span<OpenEnd const> open_ends() { return ends; }
std::span<OpenSlot const> open_slots() { return slots; }
std::span<OwedState const> owed_states() { return owed; }
std::span<SparedRow const> spared_rows() { return spared; }

}  // namespace redress::model

// What the parties of a delayed order do: the events of the delay workflow and their parameters.
//
// For workflow sources only.
#pragma once

#include "workflows/opening_and_closing.hpp"

namespace redress::workflows::delay {

namespace params {
using namespace workflows::params;
inline constexpr std::array<std::string_view, 7> breaches{
    "late", "shortage", "shortage_by_price", "fake_unscanned", "fake_goods", "trace_timeout", "trace_abnormal"};
inline constexpr std::array<std::string_view, 4> fakes{"unscanned", "unrelated_goods", "empty_parcel",
                                                       "reused_waybill"};
inline constexpr std::array<std::string_view, 4> signers{"recipient", "authorised", "locker", "unknown"};

inline constexpr ParamSpec breach{.name = "breach",
                                  .type = ParamType::choice,
                                  .fact = "compensation.breach",
                                  .choices = breaches,
                                  .zh = "违约类型",
                                  .en = "What the compensation is for"};
inline constexpr ParamSpec fake_dispatch{.name = "fake_dispatch",
                                         .type = ParamType::choice,
                                         .fact = "logistics.fake_dispatch",
                                         .choices = fakes,
                                         .zh = "虚假发货类型",
                                         .en = "How the dispatch was fake"};
inline constexpr ParamSpec signed_by{.name = "signed_by",
                                     .type = ParamType::choice,
                                     .fact = "shipment.signed_by",
                                     .choices = signers,
                                     .zh = "签收方式",
                                     .en = "Who signed"};
inline constexpr ParamSpec new_dispatch_at{.name = "new_dispatch_at",
                                           .type = ParamType::instant,
                                           .required = true,
                                           .fact = "offer.new_dispatch_at",
                                           .zh = "新的发货时间",
                                           .en = "New dispatch time"};

inline constexpr std::array only_required_message{required(message)};
inline constexpr std::array new_time{new_dispatch_at, message};
inline constexpr std::array compensation_claim{breach, fake_dispatch, message};
inline constexpr std::array compensation{amount, breach, message};
inline constexpr std::array signing{at, signed_by};
}  // namespace params

// The kind of an offer is a fact of its own: the answer can come days later, and a plain notice ends the offer before.
inline constexpr std::array offers_nothing{FactSetting{"offer.kind", "none"}};
inline constexpr std::array offers_new_time{FactSetting{"offer.kind", "new_dispatch_time"}};
inline constexpr std::array offers_substitute{FactSetting{"offer.kind", "substitute"}};
inline constexpr std::array offers_compensation{FactSetting{"offer.kind", "compensation"}};
inline constexpr std::array is_shortage{FactSetting{"compensation.breach", "shortage"},
                                        FactSetting{"stock.available", false}};
inline constexpr std::array substitute_agreed{FactSetting{"agreement.substitute", true}};
inline constexpr std::array is_approved{FactSetting{"force_majeure.approved", true}};

// clang-format off
struct mark_shipped : Event {
  static constexpr EventSpec spec{.name = "mark_shipped", .zh = "上传运单发货", .en = "Upload the waybill", .params = params::dispatch, .stamps = "shipment.waybill_uploaded_at"};
};
struct report_out_of_stock : Event {
  static constexpr EventSpec spec{.name = "report_out_of_stock", .zh = "登记缺货", .en = "Report that the goods are out of stock", .params = params::only_message, .sets = is_shortage};
};
struct notify_buyer : Event {
  static constexpr EventSpec spec{.name = "notify_buyer", .zh = "告知买家", .en = "Tell the buyer", .params = params::only_required_message, .sets = offers_nothing};
};
struct propose_new_time : Event {
  static constexpr EventSpec spec{.name = "propose_new_time", .zh = "协商新的发货时间", .en = "Propose a new dispatch time", .params = params::new_time,
                                  .stamps = "offer.made_at", .sets = offers_new_time};
};
struct propose_substitute : Event {
  static constexpr EventSpec spec{.name = "propose_substitute", .zh = "协商换发其他商品", .en = "Propose a substitute", .params = params::only_required_message,
                                  .stamps = "offer.made_at", .sets = offers_substitute};
};
struct file_force_majeure : Event {
  static constexpr EventSpec spec{.name = "file_force_majeure", .zh = "不可抗力报备", .en = "File force majeure", .params = params::only_message};
};
struct chase_carrier : Event {
  static constexpr EventSpec spec{.name = "chase_carrier", .zh = "催促承运商", .en = "Chase the carrier", .params = params::only_message};
};
// A new parcel starts a new trace: what happened to the one before no longer counts.
struct resend_parcel : Event {
  static constexpr EventSpec spec{.name = "resend_parcel", .irreversible = true, .zh = "重新发货", .en = "Send the goods again", .params = params::dispatch, .stamps = "shipment.last_trace_at"};
};
struct offer_compensation : Event {
  static constexpr EventSpec spec{.name = "offer_compensation", .zh = "承诺赔付", .en = "Offer compensation", .params = params::compensation, .stamps = "offer.made_at", .sets = offers_compensation};
};
struct pay_compensation : Event {
  static constexpr EventSpec spec{.name = "pay_compensation", .irreversible = true, .zh = "支付赔付", .en = "Pay the compensation", .params = params::compensation};
};
struct refuse_compensation : Event {
  static constexpr EventSpec spec{.name = "refuse_compensation", .zh = "拒绝赔付", .en = "Refuse the compensation", .params = params::only_required_message};
};
struct refund_order : Event {
  static constexpr EventSpec spec{.name = "refund_order", .irreversible = true, .zh = "为订单退款", .en = "Refund the order", .params = params::only_message};
};
struct close_case : Event {
  static constexpr EventSpec spec{.name = "close_case", .zh = "结案", .en = "Close the case", .params = params::only_message};
};

struct accept_new_time : Event {
  static constexpr EventSpec spec{.name = "accept_new_time", .party = Party::buyer, .irreversible = true, .zh = "买家接受新的发货时间", .en = "Accept the new time"};
};
struct accept_substitute : Event {
  static constexpr EventSpec spec{.name = "accept_substitute", .party = Party::buyer, .irreversible = true, .zh = "买家同意换发", .en = "Accept the substitute", .sets = substitute_agreed};
};
struct decline_offer : Event {
  static constexpr EventSpec spec{.name = "decline_offer", .party = Party::buyer, .zh = "买家不接受协商方案", .en = "Decline the offer", .params = params::only_message};
};
struct demand_refund : Event {
  static constexpr EventSpec spec{.name = "demand_refund", .party = Party::buyer, .zh = "买家要求退款", .en = "Demand a refund", .params = params::only_message};
};
struct claim_compensation : Event {
  static constexpr EventSpec spec{.name = "claim_compensation", .party = Party::buyer, .zh = "买家要求赔付", .en = "Claim compensation", .params = params::compensation_claim};
};
struct confirm_receipt : Event {
  static constexpr EventSpec spec{.name = "confirm_receipt", .party = Party::buyer, .irreversible = true, .zh = "买家确认收货", .en = "Confirm receipt", .params = params::only_at,
                                  .stamps = "order.succeeded_at"};
};

struct carrier_picked_up : Event {
  static constexpr EventSpec spec{.name = "carrier_picked_up", .party = Party::carrier, .zh = "承运商揽收", .en = "The carrier picked it up", .params = params::only_at,
                                  .stamps = "shipment.picked_up_at"};
};
struct carrier_moved : Event {
  static constexpr EventSpec spec{.name = "carrier_moved", .party = Party::carrier, .zh = "物流更新", .en = "The trace moved on", .params = params::only_at, .stamps = "shipment.last_trace_at"};
};
struct carrier_stalled : Event {
  static constexpr EventSpec spec{.name = "carrier_stalled", .party = Party::carrier, .zh = "物流停滞", .en = "The parcel stands still", .params = params::only_at,
                                  .stamps = "logistics.trace_breach_at"};
};
struct carrier_lost : Event {
  static constexpr EventSpec spec{.name = "carrier_lost", .party = Party::carrier, .zh = "承运商确认丢失", .en = "The carrier lost it", .params = params::only_at, .stamps = "shipment.lost_at"};
};
struct carrier_signed : Event {
  static constexpr EventSpec spec{.name = "carrier_signed", .party = Party::carrier, .zh = "包裹已签收", .en = "The parcel was signed for", .params = params::signing, .stamps = "shipment.signed_at"};
};
struct carrier_returned : Event {
  static constexpr EventSpec spec{.name = "carrier_returned", .party = Party::carrier, .zh = "包裹退回卖家", .en = "The parcel came back", .params = params::only_at, .stamps = "shipment.returned_at"};
};

struct platform_order_compensation : Event {
  static constexpr EventSpec spec{.name = "platform_order_compensation", .party = Party::platform, .irreversible = true, .zh = "平台判定赔付", .en = "The platform orders compensation",
                                  .params = params::compensation};
};
struct force_majeure_approved : Event {
  static constexpr EventSpec spec{.name = "force_majeure_approved", .party = Party::platform, .zh = "不可抗力报备通过", .en = "The force-majeure filing was approved", .sets = is_approved};
};
struct compensation_confirmed : Event {
  static constexpr EventSpec spec{.name = "compensation_confirmed", .party = Party::payments, .zh = "赔付到账", .en = "The compensation was paid", .params = params::only_amount};
};
struct compensation_failed : Event {
  static constexpr EventSpec spec{.name = "compensation_failed", .party = Party::payments, .zh = "赔付支付失败", .en = "The compensation could not be paid", .params = params::only_message};
};
// clang-format on

}  // namespace redress::workflows::delay

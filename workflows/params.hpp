// Parameters that events of several workflows share. One with a fact becomes that fact; a personal one never does.
#pragma once

#include "engine/machine/workflow.hpp"

#include <array>
#include <string_view>

namespace redress::workflows::params {

/// The same parameter where the event cannot do without it, or where it becomes another fact.
constexpr ParamSpec required(ParamSpec spec) {
  spec.required = true;
  return spec;
}
constexpr ParamSpec as_fact(ParamSpec spec, std::string_view fact) {
  spec.fact = fact;
  return spec;
}
constexpr ParamSpec among(ParamSpec spec, std::span<std::string_view const> choices) {
  spec.choices = choices;
  return spec;
}

inline constexpr std::array<std::string_view, 2> bearers{"seller", "buyer"};
inline constexpr std::array<std::string_view, 4> outcomes{"refund", "return_refund", "pay_seller", "reject"};
inline constexpr std::array<std::string_view, 3> suspension_grounds{"negotiation", "court", "police"};
inline constexpr std::array<std::string_view, 3> platform_refund_bases{"data_model", "forced_refund_only", "staff"};
inline constexpr std::array<std::string_view, 7> return_faults{"not_received", "empty", "swapped",     "damaged",
                                                               "used",         "short", "gift_missing"};

inline constexpr ParamSpec amount{
    .name = "amount", .type = ParamType::money, .fact = "event.amount_minor", .zh = "金额", .en = "Amount"};
inline constexpr ParamSpec decided_amount{.name = "amount",
                                          .type = ParamType::money,
                                          .fact = "claim.amount_minor",
                                          .zh = "裁定金额（不填则为申请金额）",
                                          .en = "Amount decided (the amount claimed if left out)"};
inline constexpr ParamSpec message{.name = "message", .personal = true, .zh = "留言", .en = "Message"};
inline constexpr ParamSpec at{.name = "at", .type = ParamType::instant, .zh = "发生时间", .en = "When it happened"};
inline constexpr ParamSpec carrier{
    .name = "carrier", .required = true, .chars_max = 64, .zh = "承运商", .en = "Carrier"};
inline constexpr ParamSpec waybill{
    .name = "waybill", .required = true, .personal = true, .chars_max = 64, .zh = "运单号", .en = "Waybill number"};
inline constexpr ParamSpec address_id{.name = "address_id",
                                      .fact = "returns.address_id",
                                      .chars_max = 64,
                                      .zh = "退货地址编号",
                                      .en = "Id of the return address"};
inline constexpr ParamSpec postage_bearer{.name = "postage_bearer",
                                          .type = ParamType::choice,
                                          .fact = "event.postage_bearer",
                                          .choices = bearers,
                                          .zh = "退货运费承担方",
                                          .en = "Who pays the return postage"};
inline constexpr ParamSpec address_overseas{.name = "address_overseas",
                                            .type = ParamType::boolean,
                                            .fact = "event.address_overseas",
                                            .zh = "退货地址在境外",
                                            .en = "The return address is abroad"};
inline constexpr ParamSpec address_differs{.name = "address_differs",
                                           .type = ParamType::boolean,
                                           .fact = "event.address_differs",
                                           .zh = "退货地址与发货地不同",
                                           .en = "The return address is not where the goods were shipped from"};
inline constexpr ParamSpec reason_id{
    .name = "reason_id", .chars_max = 64, .zh = "平台拒绝原因编号", .en = "The platform's id of the refusal reason"};
inline constexpr ParamSpec basis{
    .name = "basis", .fact = "event.basis", .chars_max = 64, .zh = "理由类别", .en = "Ground"};
inline constexpr ParamSpec alleges_opened_only{.name = "alleges_opened_only",
                                               .type = ParamType::boolean,
                                               .fact = "event.alleges_opened_only",
                                               .zh = "仅以已拆封为由",
                                               .en = "The only ground is that the goods were opened"};
inline constexpr ParamSpec only_risk_score{.name = "only_risk_score",
                                           .type = ParamType::boolean,
                                           .fact = "event.only_risk_score",
                                           .zh = "仅以风险分为由",
                                           .en = "The only ground is a risk score"};
inline constexpr ParamSpec return_fault{.name = "basis",
                                        .type = ParamType::choice,
                                        .fact = "event.basis",
                                        .choices = return_faults,
                                        .zh = "退货问题",
                                        .en = "What is wrong with the returned goods"};
inline constexpr ParamSpec outcome{.name = "outcome",
                                   .type = ParamType::choice,
                                   .required = true,
                                   .fact = "dispute.outcome",
                                   .choices = outcomes,
                                   .zh = "裁决结果",
                                   .en = "Decision"};
inline constexpr ParamSpec claim_amount{.name = "amount",
                                        .type = ParamType::money,
                                        .fact = "claim.amount_minor",
                                        .zh = "申请金额",
                                        .en = "Amount asked for"};
inline constexpr ParamSpec claim_wants{
    .name = "wants", .type = ParamType::choice, .fact = "claim.wants", .zh = "诉求", .en = "What the buyer wants"};
inline constexpr ParamSpec claim_reason{
    .name = "reason", .fact = "claim.reason", .chars_max = 64, .zh = "申请原因", .en = "Reason of the claim"};
inline constexpr ParamSpec goods_received{.name = "goods_received",
                                          .type = ParamType::boolean,
                                          .fact = "claim.goods_received",
                                          .zh = "买家是否收到货",
                                          .en = "The buyer has the goods"};
inline constexpr ParamSpec freight_collect{.name = "freight_collect",
                                           .type = ParamType::boolean,
                                           .fact = "returns.freight_collect",
                                           .zh = "到付退货",
                                           .en = "Sent freight-collect"};
inline constexpr ParamSpec carrier_class_differs{.name = "carrier_class_differs",
                                                 .type = ParamType::boolean,
                                                 .fact = "returns.carrier_class_differs",
                                                 .zh = "退货快递类型与发货不同",
                                                 .en = "Another class of carrier than outbound"};

// What a platform adapter knows of the call it will make: the refund's version it read, the batch it goes out in.
inline constexpr ParamSpec refund_version{.name = "refund_version",
                                          .type = ParamType::integer,
                                          .fact = "platform.refund_version_seen",
                                          .zh = "所依据的平台退款版本号",
                                          .en = "The platform's refund version this acts on"};
inline constexpr ParamSpec batch_count{.name = "batch_count",
                                       .type = ParamType::integer,
                                       .fact = "event.batch_count",
                                       .zh = "本批退款笔数",
                                       .en = "Refunds in the same batch"};
inline constexpr ParamSpec batch_total{.name = "batch_total",
                                       .type = ParamType::money,
                                       .fact = "event.batch_total_minor",
                                       .zh = "本批退款总额",
                                       .en = "Sum of the same batch"};

// Lists that several events have in common.
inline constexpr std::array only_amount{amount};
inline constexpr std::array pay_back{amount, refund_version, batch_count, batch_total};
inline constexpr std::array only_message{message};
inline constexpr std::array only_at{at};
inline constexpr std::array return_address{required(address_id), postage_bearer, address_overseas, address_differs,
                                           refund_version};
inline constexpr std::array refusal{reason_id,           required(message), basis,
                                    alleges_opened_only, only_risk_score,   refund_version};
inline constexpr std::array return_refusal{required(message), return_fault, alleges_opened_only, only_risk_score,
                                           refund_version};
inline constexpr std::array return_shipment{as_fact(carrier, "returns.carrier"), waybill, at, freight_collect,
                                            carrier_class_differs};
inline constexpr std::array dispatch{as_fact(carrier, "shipment.carrier"), waybill, at};

}  // namespace redress::workflows::params

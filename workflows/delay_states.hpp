// Where a delayed order stands: the states of the delay workflow. They are ours: the platform has no status for them.
//
// For workflow sources only.
#pragma once

#include "workflows/opening_and_closing.hpp"

namespace redress::workflows::delay {

// clang-format off
struct None : State {
  static constexpr StateSpec spec{.name = "NONE", .owed_by = Party::buyer, .zh = "未投诉", .en = "Nothing reported yet"};
};
struct WaitDispatch : State {
  static constexpr StateSpec spec{.name = "WAIT_DISPATCH", .owed_by = Party::seller, .deadline = "delay.dispatch", .zh = "等待卖家发货", .en = "Waiting for dispatch"};
};
struct Late : State {
  static constexpr StateSpec spec{.name = "LATE", .owed_by = Party::seller, .deadline = "delay.shortage", .zh = "延迟发货", .en = "Dispatch is late"};
};
struct OutOfStock : State {
  static constexpr StateSpec spec{.name = "OUT_OF_STOCK", .owed_by = Party::seller, .deadline = "delay.notify_buyer", .zh = "缺货，等待告知买家", .en = "Out of stock, the buyer must be told"};
};
struct Notified : State {
  static constexpr StateSpec spec{.name = "NOTIFIED", .owed_by = Party::buyer, .deadline = "delay.buyer_chooses", .zh = "已告知，等待买家选择", .en = "Told, the buyer chooses"};
};
struct SubstituteAgreed : State {
  static constexpr StateSpec spec{.name = "SUBSTITUTE_AGREED", .owed_by = Party::seller, .deadline = "delay.dispatch_agreed",
                                  .zh = "已同意换发，等待发货", .en = "Substitute agreed, to be dispatched"};
};
struct WaitAgreed : State {
  static constexpr StateSpec spec{.name = "WAIT_AGREED", .owed_by = Party::seller, .deadline = "delay.dispatch_agreed", .zh = "已约定新时间，等待发货", .en = "New time agreed, to be dispatched"};
};
struct PickedUp : State {
  static constexpr StateSpec spec{.name = "PICKED_UP", .owed_by = Party::carrier, .deadline = "delay.trace", .zh = "已交承运商", .en = "With the carrier"};
};
struct Moving : State {
  static constexpr StateSpec spec{.name = "MOVING", .owed_by = Party::carrier, .deadline = "delay.trace", .zh = "运输中", .en = "On its way"};
};
struct Stalled : State {
  static constexpr StateSpec spec{.name = "STALLED", .owed_by = Party::seller, .deadline = "delay.stalled", .zh = "物流停滞，等待卖家处理", .en = "Standing still, the seller must act"};
};
struct Lost : State {
  static constexpr StateSpec spec{.name = "LOST", .owed_by = Party::seller, .deadline = "delay.seller_resolves_loss", .zh = "包裹丢失，等待卖家处理", .en = "Lost, the seller must resolve it"};
};
struct Returned : State {
  static constexpr StateSpec spec{.name = "RETURNED", .owed_by = Party::seller, .zh = "包裹已退回卖家", .en = "The parcel came back to the seller"};
};
struct Signed : State {
  static constexpr StateSpec spec{.name = "SIGNED", .owed_by = Party::seller, .zh = "已签收，待处理赔付或结案", .en = "Signed for; compensate or close"};
};
// Not the end: compensation may still be owed for the delay, besides the money back.
struct RefundOpened : State {
  static constexpr StateSpec spec{.name = "REFUND_OPENED", .owed_by = Party::seller, .zh = "已转退款，待处理赔付或结案", .en = "Goes on as a refund; compensate or close"};
};
struct CompensationDue : State {
  static constexpr StateSpec spec{.name = "COMPENSATION_DUE", .owed_by = Party::seller, .deadline = "delay.compensation", .zh = "等待卖家赔付", .en = "Compensation is due"};
};
struct CompensationPaying : State {
  static constexpr StateSpec spec{.name = "COMPENSATION_PAYING", .owed_by = Party::payments, .zh = "赔付支付中", .en = "Compensation being paid"};
};
struct Closed : State {
  static constexpr StateSpec spec{.name = "CLOSED", .final = true, .zh = "已关闭", .en = "Closed"};
};
struct Success : State {
  static constexpr StateSpec spec{.name = "SUCCESS", .final = true, .zh = "已完成", .en = "Completed"};
};
// clang-format on

}  // namespace redress::workflows::delay

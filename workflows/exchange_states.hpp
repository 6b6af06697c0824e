// Where an exchange, a repair or a re-send stands, and which of the three it is.
//
// For workflow sources only.
#pragma once

#include "workflows/guards.hpp"
#include "workflows/opening_and_closing.hpp"

namespace redress::workflows::swap {

// clang-format off
struct None : State {
  static constexpr StateSpec spec{.name = "NONE", .owed_by = Party::buyer, .zh = "未申请", .en = "Not yet applied for"};
};
struct Requested : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_REQUESTED", .owed_by = Party::seller, .deadline = "exchange.seller_answer", .raw_status = "WAIT_SELLER_AGREE",
                                  .zh = "等待卖家处理换货", .en = "Waiting for the seller's answer"};
};
struct WaitBuyerModify : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_BUYER_MODIFY", .owed_by = Party::buyer, .deadline = "exchange.buyer_modifies", .raw_status = "SELLER_REFUSE_BUYER",
                                  .zh = "卖家已拒绝，等待买家修改", .en = "Refused, waiting for the buyer to change the claim"};
};
struct WaitBuyerReturn : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_BUYER_RETURN", .owed_by = Party::buyer, .deadline = "exchange.buyer_ships_back", .raw_status = "WAIT_BUYER_RETURN_GOODS",
                                  .zh = "等待买家寄回商品", .en = "Waiting for the buyer to ship back"};
};
struct ReturnShipped : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_RETURN_SHIPPED", .owed_by = Party::seller, .deadline = "exchange.seller_confirms_goods", .raw_status = "WAIT_SELLER_CONFIRM_GOODS",
                                  .zh = "买家已寄回，等待卖家确认", .en = "Shipped back, waiting for the seller"};
};
struct WaitPriceDifference : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_PRICE_DIFFERENCE", .owed_by = Party::buyer, .deadline = "exchange.price_difference",
                                  .zh = "等待买家补差价", .en = "Waiting for the price difference"};
};
struct WaitSellerSend : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_SELLER_SEND", .owed_by = Party::seller, .deadline = "exchange.seller_sends", .raw_status = "WAIT_SELLER_CONSIGN_GOOGDS",
                                  .zh = "等待卖家发出商品", .en = "Waiting for the seller to send"};
};
// Ours alone: the platform goes on showing that the seller must send.
struct SendLate : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_SEND_LATE", .owed_by = Party::seller, .zh = "卖家超时未发出，买家可改为退款", .en = "The seller is late to send; the buyer may turn to a refund"};
};
struct RepairInProgress : State {
  static constexpr StateSpec spec{.name = "REPAIR_IN_PROGRESS", .owed_by = Party::seller, .deadline = "exchange.seller_repairs", .zh = "维修中", .en = "Being repaired"};
};
struct WaitBuyerReceive : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_BUYER_RECEIVE", .owed_by = Party::buyer, .deadline = "exchange.buyer_receives",
                                  .raw_status = "EXCHANGE_WAIT_BUYER_CONFIRM_GOODS", .zh = "等待买家确认收货", .en = "Waiting for the buyer to confirm"};
};
struct TransformToRefund : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_TRANSFORM_TO_REFUND", .raw_status = "EXCHANGE_TRANSFORM_TO_REFUND", .final = true,
                                  .zh = "已转为退货退款", .en = "Goes on as a refund"};
};

// What was asked for; an exchange unless it says repair or re-send.
struct wants_resend {
  static constexpr GuardSpec spec{"wants_resend", "申请补寄，无需寄回", "a re-send is asked for: nothing goes back"};
  static constexpr GuardSpec otherwise{"goods_go_back", "换货或维修，需先寄回商品", "an exchange or a repair: the goods go back first"};
  static bool holds(Facts const& facts) { return facts.text("claim.wants") == "resend"; }
};
struct wants_repair {
  static constexpr GuardSpec spec{"wants_repair", "申请维修", "a repair is asked for"};
  static bool holds(Facts const& facts) { return facts.text("claim.wants") == "repair"; }
};

// Goods that were shipped back already are looked at again rather than shipped again.
struct goods_are_back {
  static constexpr GuardSpec spec{"goods_are_back", "商品已寄回", "the goods were shipped back"};
  static constexpr GuardSpec otherwise{"goods_not_back", "商品尚未寄回", "the goods were not shipped back"};
  static bool holds(Facts const& facts) { return facts.known("returns.shipped_at"); }
};

// Of a repair there is no difference to pay, whatever price a replacement would have.
struct replacement_dearer {
  static constexpr GuardSpec spec{"replacement_dearer", "换货商品更贵，买家补差价", "the replacement is dearer: the buyer pays the difference"};
  static bool holds(Facts const& facts) { return !wants_repair::holds(facts) && facts.integer("replacement.price_difference_minor") > 0; }
};
struct replacement_not_dearer {
  static constexpr GuardSpec spec{"replacement_not_dearer", "换货商品不更贵", "the replacement costs the buyer nothing more"};
  static bool holds(Facts const& facts) { return !wants_repair::holds(facts) && facts.integer("replacement.price_difference_minor") <= 0; }
};
struct replacement_cheaper {
  static constexpr GuardSpec spec{"replacement_cheaper", "换货商品更便宜，退还差价", "the replacement is cheaper: the difference goes back"};
  static constexpr GuardSpec otherwise{"nothing_to_give_back", "没有应退差价", "no price difference goes back"};
  static bool holds(Facts const& facts) { return facts.text("claim.wants") == "exchange" && facts.integer("replacement.price_difference_minor") < 0; }
};
// clang-format on

}  // namespace redress::workflows::swap

// Structural conditions of the refund workflow: whether goods come back, whereto, and which offer or decision stands.
//
// For workflow sources only.
#pragma once

#include "workflows/guards.hpp"

namespace redress::workflows {

// clang-format off
struct goods_to_return {
  static constexpr GuardSpec spec{"goods_to_return", "退货退款，商品尚未寄回", "the claim is for return and refund, and the goods are not on their way back"};
  static constexpr GuardSpec otherwise{"nothing_to_return", "无需退货，或商品已寄回", "no return is asked for, it was dropped by agreement, or the goods were shipped back"};
  static bool holds(Facts const& facts) {
    return facts.text("claim.wants") == "return_refund" && !facts.flag("agreement.refund_without_return") && !facts.known("returns.shipped_at");
  }
};
using nothing_to_return = Unless<goods_to_return>;

// The three ways on for a claim: pay, ask for the goods where they go is known, or ask the seller where they go.
struct returns_to_known_address {
  static constexpr GuardSpec spec{"returns_to_known_address", "需退货且已有退货地址", "goods are to be returned and the return address is known"};
  static bool holds(Facts const& facts) { return goods_to_return::holds(facts) && address_known::holds(facts); }
};
struct returns_without_address {
  static constexpr GuardSpec spec{"returns_without_address", "需退货但尚无退货地址", "goods are to be returned and no return address is known"};
  static bool holds(Facts const& facts) { return goods_to_return::holds(facts) && !address_known::holds(facts); }
};

struct refund_only {
  static constexpr GuardSpec spec{"refund_only", "申请仅退款", "the claim is for a refund without return"};
  static bool holds(Facts const& facts) { return facts.text("claim.wants") != "return_refund"; }
};
struct parcel_on_its_way {
  static constexpr GuardSpec spec{"parcel_on_its_way", "包裹在途未签收", "the parcel was dispatched and nobody signed for it"};
  static bool holds(Facts const& facts) {
    return facts.flag("order.dispatched") && !facts.flag("claim.goods_received") && !facts.known("shipment.signed_at") && !facts.known("order.signed_at");
  }
};

struct offered_partial {
  static constexpr GuardSpec spec{"offered_partial", "协商方案为部分退款", "the offer is a partial refund"};
  static constexpr GuardSpec otherwise{"offered_return", "协商方案为退货退款", "the offer is return and refund"};
  static bool holds(Facts const& facts) { return facts.text("offer.kind") == "partial_refund"; }
};
struct offered_return_to_known_address {
  static constexpr GuardSpec spec{"offered_return_to_known_address", "协商方案为退货退款且已有退货地址", "the offer is return and refund, and the address is known"};
  static bool holds(Facts const& facts) { return !offered_partial::holds(facts) && address_known::holds(facts); }
};
struct offered_return_without_address {
  static constexpr GuardSpec spec{"offered_return_without_address", "协商方案为退货退款但尚无退货地址", "the offer is return and refund, and no address is known"};
  static bool holds(Facts const& facts) { return !offered_partial::holds(facts) && !address_known::holds(facts); }
};

struct decided_return_of_goods {
  static constexpr GuardSpec spec{"decided_return_of_goods", "裁决退货退款，商品尚未寄回", "decided: return and refund, and the goods are with the buyer"};
  static bool holds(Facts const& facts) { return decided_return_refund::holds(facts) && !facts.known("returns.shipped_at"); }
};
struct decided_return_already_shipped {
  static constexpr GuardSpec spec{"decided_return_already_shipped", "裁决退货退款，商品已寄回", "decided: return and refund, and the goods were shipped back"};
  static bool holds(Facts const& facts) { return decided_return_refund::holds(facts) && facts.known("returns.shipped_at"); }
};
// clang-format on

}  // namespace redress::workflows

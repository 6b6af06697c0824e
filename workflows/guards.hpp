// Structural conditions of rows that more than one workflow needs, and how a condition is negated.
//
// A guard reads facts about what is there, never policy, hours or limits. It names itself and its opposite, so that
// `Unless<guard>` can say what it wants. For workflow sources only.
#pragma once

#include "engine/machine/workflow.hpp"

#include <algorithm>

namespace redress::workflows {

/// The opposite of a guard that has `otherwise`.
template <class Guard>
struct Unless {
  static constexpr GuardSpec spec = Guard::otherwise;
  static bool holds(Facts const& facts) { return !Guard::holds(facts); }
};

struct dispatched {
  static constexpr GuardSpec spec{"dispatched", "已发货", "the goods were dispatched"};
  static constexpr GuardSpec otherwise{"not_dispatched", "未发货", "the goods were not dispatched"};
  static bool holds(Facts const& facts) { return facts.flag("order.dispatched"); }
};

struct address_known {
  static constexpr GuardSpec spec{"address_known", "已有退货地址", "a return address is known"};
  static constexpr GuardSpec otherwise{"address_unknown", "尚无退货地址", "no return address is known"};
  static bool holds(Facts const& facts) { return !facts.text("returns.address_id").empty(); }
};

struct amount_named {
  static constexpr GuardSpec spec{"amount_named", "约定了付款金额", "an amount to pay was named"};
  static constexpr GuardSpec otherwise{"no_amount_named", "未约定付款金额", "no amount to pay was named"};
  static bool holds(Facts const& facts) { return facts.integer("event.amount_minor") > 0; }
};

// What a decision, a jury or a court said. The three exclude each other and cover the four outcomes.
struct decided_refund {
  static constexpr GuardSpec spec{"decided_refund", "裁决退款", "decided: refund"};
  static bool holds(Facts const& facts) { return facts.text("dispute.outcome") == "refund"; }
};
struct decided_return_refund {
  static constexpr GuardSpec spec{"decided_return_refund", "裁决退货退款", "decided: return and refund"};
  static bool holds(Facts const& facts) { return facts.text("dispute.outcome") == "return_refund"; }
};
struct decided_for_seller {
  static constexpr GuardSpec spec{"decided_for_seller", "裁决支持卖家（打款给卖家或驳回申请）",
                                  "decided for the seller: pay the seller, or reject the claim"};
  static bool holds(Facts const& facts) {
    auto const outcome = facts.text("dispute.outcome");
    return outcome == "pay_seller" || outcome == "reject";
  }
};

}  // namespace redress::workflows

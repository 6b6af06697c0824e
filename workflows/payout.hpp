// Paying the buyer back: the states and events between an order to pay and the money.
//
// The engine orders a payout and waits for payments' word. A payout that failed stands in a state of its own, so that
// an order is never given twice; from there it is ordered again or the case is closed. For workflow sources only.
#pragma once

#include "workflows/opening_and_closing.hpp"

namespace redress::workflows {

namespace params {
inline constexpr std::array platform_refund{ParamSpec{.name = "basis",
                                                      .type = ParamType::choice,
                                                      .required = true,
                                                      .fact = "dispute.platform_refund_basis",
                                                      .choices = platform_refund_bases,
                                                      .zh = "平台退款依据",
                                                      .en = "Why the platform refunds by itself"},
                                            amount};
}  // namespace params

// The platform goes on showing the status before the agreement until the money is there, so there is no value of its
// own for REFUND_PAYING; a raw SUCCESS means that the money arrived.
struct RefundPaying : State {
  static constexpr StateSpec spec{
      .name = "REFUND_PAYING", .owed_by = Party::payments, .zh = "退款支付中", .en = "Refund being paid"};
};
struct PayoutFailed : State {
  static constexpr StateSpec spec{.name = "PAYOUT_FAILED",
                                  .owed_by = Party::seller,
                                  .zh = "退款支付失败，等待卖家重试",
                                  .en = "Payout failed, the seller must retry"};
};
struct Success : State {
  static constexpr StateSpec spec{
      .name = "SUCCESS", .raw_status = "SUCCESS", .final = true, .zh = "已完成", .en = "Completed"};
};

struct payout_confirmed : Event {
  static constexpr EventSpec spec{.name = "payout_confirmed",
                                  .party = Party::payments,
                                  .zh = "退款到账",
                                  .en = "The refund was paid",
                                  .params = params::only_amount};
};
struct payout_failed : Event {
  static constexpr EventSpec spec{.name = "payout_failed",
                                  .party = Party::payments,
                                  .zh = "退款支付失败",
                                  .en = "The refund could not be paid",
                                  .params = params::only_message};
};
struct retry_payout : Event {
  static constexpr EventSpec spec{.name = "retry_payout",
                                  .irreversible = true,
                                  .zh = "重新支付退款",
                                  .en = "Pay the refund again",
                                  .params = params::only_amount};
};
struct platform_refund : Event {
  static constexpr EventSpec spec{.name = "platform_refund",
                                  .party = Party::platform,
                                  .irreversible = true,
                                  .zh = "平台主动退款",
                                  .en = "The platform refunds by itself",
                                  .params = params::platform_refund};
};

// clang-format off
using PayoutRows = Rows<
  //   from          on                to            do
  Row< RefundPaying, payout_confirmed, Success,      Emit<EffectKind::settle_payout> >,
  Row< RefundPaying, payout_failed,    PayoutFailed, Emit<EffectKind::cancel_payout> >,
  Row< PayoutFailed, retry_payout,     RefundPaying, Emit<EffectKind::repeat_payout> >,
  Row< PayoutFailed, withdraw,         Closed,       Emit<>                          >,
  Row< PayoutFailed, platform_close,   Closed,       Emit<>                          >>;
// clang-format on

}  // namespace redress::workflows

#include "engine/machine/effect.hpp"

#include <array>
#include <cstddef>

namespace redress {
namespace {

using enum EffectKind;

constexpr std::array specs{
    EffectSpec{restart_clock, "restart_clock", false, "本状态重新计时", "the state's deadline starts anew"},
    EffectSpec{reserve_goods, "reserve_goods", false, "锁定退货件数", "set the claimed pieces aside"},
    EffectSpec{adopt_offer, "adopt_offer", false, "按协商方案改写申请", "the counter-offer becomes the claim"},
    EffectSpec{settle_payout, "settle_payout", false, "退款入账", "the pending refund counts as paid"},
    EffectSpec{cancel_payout, "cancel_payout", false, "撤销待付退款", "the pending refund is free again"},
    EffectSpec{settle_compensation, "settle_compensation", false, "赔付入账", "the compensation counts as paid"},
    EffectSpec{cancel_compensation, "cancel_compensation", false, "撤销待付赔付",
               "the pending compensation is free again"},
    EffectSpec{order_payout, "order_payout", true, "下达退款指令", "order the refund to be paid"},
    EffectSpec{repeat_payout, "repeat_payout", true, "重新下达退款指令", "order the failed refund again"},
    EffectSpec{order_compensation, "order_compensation", true, "下达赔付指令", "order the compensation to be paid"},
    EffectSpec{collect_price_difference, "collect_price_difference", true, "向买家收取差价",
               "collect the price difference"},
    EffectSpec{refund_price_difference, "refund_price_difference", true, "退还换货差价",
               "pay the price difference back"},
    EffectSpec{send_return_address, "send_return_address", true, "发送退货地址", "send the return address"},
    EffectSpec{request_interception, "request_interception", true, "通知承运商拦截包裹",
               "ask the carrier to intercept the parcel"},
    EffectSpec{cancel_dispatch, "cancel_dispatch", true, "通知仓库停止发货", "tell the warehouse to stop dispatch"},
    EffectSpec{open_refund_case, "open_refund_case", true, "转为退款案件", "open the linked refund case"},
    EffectSpec{claim_on_carrier, "claim_on_carrier", true, "向承运商索赔", "claim on the carrier"},
    EffectSpec{notify_buyer, "notify_buyer", true, "通知买家", "tell the buyer"},
    EffectSpec{notify_seller, "notify_seller", true, "通知卖家", "tell the seller"},
    EffectSpec{publish_reply, "publish_reply", true, "发布评价解释", "publish the explanation below the review"},
    EffectSpec{submit_report, "submit_report", true, "向平台提交举报", "submit the report to the platform"},
    EffectSpec{submit_evidence, "submit_evidence", true, "向平台提交证据", "submit the evidence to the platform"},
};

constexpr bool specs_are_in_enum_order() {
  for (std::size_t i = 0; i < specs.size(); ++i)
    if (static_cast<std::size_t>(specs[i].kind) != i) return false;
  return specs.size() == static_cast<std::size_t>(submit_evidence) + 1;
}
static_assert(specs_are_in_enum_order());

}  // namespace

EffectSpec const& spec_of(EffectKind kind) { return specs[static_cast<std::size_t>(kind)]; }

}  // namespace redress

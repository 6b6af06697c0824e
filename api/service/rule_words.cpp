#include "api/service/rule_words.hpp"

#include "workflows/catalogue.hpp"

#include <array>
#include <span>
#include <string_view>

namespace redress::api {
namespace {

using boost::json::object;

struct Word {
  std::string_view id, zh, en;
};

constexpr std::array effects{
    Word{"block", "禁止", "refuses"},
    Word{"require_evidence", "须有凭证", "wants evidence"},
    Word{"route", "须主管处理", "for a manager"},
    Word{"warn", "提醒", "warns"},
    Word{"advance", "自动放行", "lets automation act"},
    Word{"calculate", "计算赔付", "computes what is owed"},
};
constexpr std::array verdicts{
    Word{"holds", "成立", "holds"},
    Word{"fails", "不成立", "fails"},
    Word{"unproven", "未证明", "unproven"},
    Word{"out_of_scope", "不适用", "out of scope"},
};
constexpr std::array instructions{
    Word{"adopt_offer", "采用协商方案", "adopt the offer"},
    Word{"cancel_compensation", "取消赔付", "cancel the compensation"},
    Word{"cancel_dispatch", "停止发货", "cancel the dispatch"},
    Word{"cancel_payout", "取消退款支付", "cancel the payout"},
    Word{"claim_on_carrier", "向承运商索赔", "claim on the carrier"},
    Word{"collect_price_difference", "收取差价", "collect the price difference"},
    Word{"notify_buyer", "通知买家", "notify the buyer"},
    Word{"notify_seller", "通知卖家", "notify the seller"},
    Word{"open_refund_case", "立退款案", "open a refund case"},
    Word{"order_compensation", "支付赔付", "pay the compensation"},
    Word{"order_payout", "支付退款", "pay the refund"},
    Word{"publish_reply", "发布回复", "publish the reply"},
    Word{"refund_price_difference", "退还差价", "refund the price difference"},
    Word{"repeat_payout", "重新支付退款", "pay the refund again"},
    Word{"request_interception", "请求拦截包裹", "ask the carrier to intercept"},
    Word{"reserve_goods", "登记待退商品", "reserve the goods"},
    Word{"restart_clock", "重新计时", "restart the clock"},
    Word{"send_return_address", "发送退货地址", "send the return address"},
    Word{"settle_compensation", "结清赔付", "settle the compensation"},
    Word{"settle_payout", "结清退款", "settle the payout"},
    Word{"submit_evidence", "提交凭证", "submit the evidence"},
    Word{"submit_report", "提交举报", "submit the report"},
};
constexpr std::array office_acts{
    Word{"automation_switched", "开关自动化", "automation switched"},
    Word{"backup_made", "制作备份", "backup made"},
    Word{"epoch_began", "由备份恢复", "restored from a backup"},
    Word{"key_rotated", "更换总账密钥", "ledger key rotated"},
    Word{"quality_scored", "质检评分", "quality scored"},
    Word{"recovery_code_used", "用恢复码登录", "recovery code used"},
    Word{"rulebooks_activated", "启用规则手册", "rulebooks activated"},
    Word{"rulebooks_started", "随启动生效的手册", "rulebooks in force at the start"},
    Word{"second_factor_begun", "开始设置两步验证", "second factor begun"},
    Word{"second_factor_removed", "关闭两步验证", "second factor taken off"},
    Word{"second_factor_set", "开启两步验证", "second factor set up"},
    Word{"subject_erased", "删除个人信息", "person erased"},
    Word{"subject_held", "保全个人信息", "person held"},
    Word{"subject_released", "解除保全", "hold released"},
    Word{"subject_restricted", "限制处理个人信息", "person restricted"},
    Word{"subject_shredded", "销毁个人信息", "person shredded"},
    Word{"template_set", "修改话术模板", "reply template changed"},
    Word{"token_created", "新建令牌", "token created"},
    Word{"token_revoked", "吊销令牌", "token revoked"},
    Word{"user_changed", "修改用户", "user changed"},
    Word{"user_created", "新建用户", "user created"},
    Word{"user_password_set", "修改口令", "password set"},
    Word{"view_set", "修改视图", "view changed"},
    Word{"webhook_replayed", "重新投递", "webhook delivery replayed"},
    Word{"webhook_rotated", "更换网络回调密钥", "webhook secret changed"},
    Word{"webhook_set", "设置网络回调", "webhook set"},
    Word{"webhook_tested", "测试网络回调", "webhook tested"},
};

constexpr std::array outcomes{
    Word{"accepted", "已受理", "accepted"},
    Word{"refused", "已拒绝", "refused"},
};
// Why an attempt was refused; structural conditions of the workflows' tables are added to these.
constexpr std::array codes{
    Word{"amount_differs", "金额与应付不符", "the amount differs from what is due"},
    Word{"amount_missing", "未给金额", "no amount was given"},
    Word{"automation_off", "自动化已关闭", "automation is switched off"},
    Word{"case_final", "案件已结束", "the case has ended"},
    Word{"evidence_missing", "缺少凭证", "evidence is missing"},
    Word{"evidence_rejected", "凭证不被接受", "the evidence is not accepted"},
    Word{"fact_missing", "缺少事实", "a fact is missing"},
    Word{"inadmissible", "凭证不予采信", "the evidence is inadmissible"},
    Word{"needs_manager", "须主管处理", "a manager must decide"},
    Word{"needs_second_person", "须第二人复核", "a second person must confirm"},
    Word{"not_automatic", "没有规则允许自动执行", "no rule lets automation do it"},
    Word{"not_due_yet", "尚未到期", "the deadline has not passed"},
    Word{"other_partys_move", "应由另一方进行", "it is another party's move"},
    Word{"over_limit", "超过平台的限制", "beyond the platform's limits"},
    Word{"over_quantity", "超过所购数量", "more pieces than were bought"},
    Word{"over_refund", "超过实付金额", "more than was paid"},
    Word{"override_declined", "提议已被否决", "the proposal was declined"},
    Word{"override_done", "提议已确认过", "the proposal was confirmed already"},
    Word{"override_expired", "提议已过期", "the proposal has expired"},
    Word{"override_own", "不能复核自己的提议", "one cannot confirm one's own proposal"},
    Word{"override_stale", "提议之后案件已变化", "the case has changed since the proposal"},
    Word{"role_may_not", "该角色不能操作", "this role makes no moves"},
    Word{"rule_fails", "规则不允许", "a rule does not allow it"},
    Word{"unknown_event", "流程没有该动作", "the workflow has no such event"},
    Word{"wrong_state", "当前状态下不能进行", "not in this state"},
};

constexpr std::array override_statuses{
    Word{"applied", "已直接破例", "applied at once"},
    Word{"waiting", "待复核", "waits for a second person"},
    Word{"confirmed", "已复核通过", "confirmed"},
    Word{"declined", "已否决", "declined"},
    Word{"expired", "已过期", "expired"},
};

// By what a second factor was taken off.
constexpr std::array proofs{
    Word{"admin", "管理员的权限", "an admin's say"},
    Word{"code", "验证码", "a code of the app"},
    Word{"password", "口令", "the password"},
    Word{"recovery_code", "恢复码", "a recovery code"},
};

object table(std::span<Word const> words) {
  object named;
  for (auto const& word : words) named.emplace(word.id, object{{"zh", word.zh}, {"en", word.en}});
  return named;
}

object all_codes() {
  auto named = table(codes);
  for (auto const* workflow : workflows::all_workflows())
    for (auto const& row : workflow->rows())
      if (!row.guard.name.empty()) named[row.guard.name] = object{{"zh", row.guard.zh}, {"en", row.guard.en}};
  return named;
}

}  // namespace

object rule_words() {
  return {{"effects", table(effects)},
          {"verdicts", table(verdicts)},
          {"instructions", table(instructions)},
          {"office_acts", table(office_acts)},
          {"outcomes", table(outcomes)},
          {"override_statuses", table(override_statuses)},
          {"proofs", table(proofs)},
          {"codes", all_codes()}};
}

}  // namespace redress::api

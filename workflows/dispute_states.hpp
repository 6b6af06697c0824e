// States and events of platform intervention (platform rules, 2.8), the same in every workflow that can be disputed.
//
// The platform shows a dispute in cs_status beside the status, so these states have no raw status of their own.
// For workflow sources only.
#pragma once

#include "workflows/opening_and_closing.hpp"

namespace redress::workflows {

struct DisputeRequested : State {
  static constexpr StateSpec spec{.name = "DISPUTE_REQUESTED",
                                  .owed_by = Party::platform,
                                  .zh = "已申请平台介入",
                                  .en = "Platform intervention requested"};
};
struct DisputeEvidence : State {
  static constexpr StateSpec spec{.name = "DISPUTE_EVIDENCE",
                                  .owed_by = Party::seller,
                                  .deadline = "dispute.evidence",
                                  .zh = "举证中",
                                  .en = "Evidence being gathered"};
};
struct DisputeReview : State {
  static constexpr StateSpec spec{.name = "DISPUTE_REVIEW",
                                  .owed_by = Party::platform,
                                  .deadline = "dispute.review",
                                  .zh = "平台审核中",
                                  .en = "Under the platform's review"};
};
struct DisputeJury : State {
  static constexpr StateSpec spec{.name = "DISPUTE_JURY",
                                  .owed_by = Party::platform,
                                  .deadline = "dispute.jury",
                                  .zh = "大众评审中",
                                  .en = "Before the public jury"};
};
struct DisputeSuspended : State {
  static constexpr StateSpec spec{.name = "DISPUTE_SUSPENDED",
                                  .owed_by = Party::platform,
                                  .deadline = "dispute.suspension",
                                  .zh = "争议处理中止",
                                  .en = "Dispute suspended"};
};
// The reference found no length for the time to appeal at Taobao: where the rulebook has no number, no timer runs and
// the platform's word (decision_executed) ends the wait.
struct DisputeDecided : State {
  static constexpr StateSpec spec{.name = "DISPUTE_DECIDED",
                                  .owed_by = Party::seller,
                                  .deadline = "dispute.decision",
                                  .zh = "平台已裁决",
                                  .en = "Decided by the platform"};
};
struct Appeal : State {
  static constexpr StateSpec spec{.name = "APPEAL", .owed_by = Party::platform, .zh = "申诉中", .en = "Appeal pending"};
};
struct Court : State {
  static constexpr StateSpec spec{.name = "COURT", .owed_by = Party::platform, .zh = "诉讼中", .en = "Before a court"};
};

namespace params {
inline constexpr std::array ask_evidence{ParamSpec{.name = "evidence_owed_by",
                                                   .type = ParamType::choice,
                                                   .fact = "dispute.evidence_owed_by",
                                                   .choices = bearers,
                                                   .zh = "举证方",
                                                   .en = "Party that must produce evidence"},
                                         at};
inline constexpr std::array submit_evidence{ParamSpec{.name = "proof_complete",
                                                      .type = ParamType::boolean,
                                                      .fact = "dispute.proof_complete",
                                                      .zh = "举证已完整",
                                                      .en = "The evidence is complete"},
                                            message};
inline constexpr std::array settle{ParamSpec{.name = "amount",
                                             .type = ParamType::money,
                                             .fact = "event.amount_minor",
                                             .zh = "和解付款金额（无需付款则不填）",
                                             .en = "Amount agreed on (none if nothing is to be paid)"},
                                   message};
inline constexpr std::array suspend{ParamSpec{.name = "suspended_for",
                                              .type = ParamType::choice,
                                              .required = true,
                                              .fact = "dispute.suspended_for",
                                              .choices = suspension_grounds,
                                              .zh = "中止原因",
                                              .en = "Why the dispute is suspended"},
                                    at};
inline constexpr std::array decision{outcome, decided_amount, at};
inline constexpr std::array request_platform{message,
                                             ParamSpec{.name = "damages_demanded",
                                                       .type = ParamType::boolean,
                                                       .fact = "claim.damages_demanded",
                                                       .zh = "要求惩罚性或额外赔偿",
                                                       .en = "Punitive or extra damages are demanded"},
                                             at};
inline constexpr std::array appeal{message, at};
}  // namespace params

// clang-format off
struct request_platform : Event {
  static constexpr EventSpec spec{.name = "request_platform", .party = Party::buyer, .zh = "买家申请平台介入", .en = "Ask the platform to step in",
                                  .params = params::request_platform, .stamps = "dispute.requested_at"};
};
struct platform_step_in : Event {
  static constexpr EventSpec spec{.name = "platform_step_in", .party = Party::platform, .zh = "平台介入", .en = "The platform steps in"};
};
struct ask_evidence : Event {
  static constexpr EventSpec spec{.name = "ask_evidence", .party = Party::platform, .zh = "平台要求举证", .en = "The platform asks for evidence",
                                  .params = params::ask_evidence, .stamps = "dispute.evidence_asked_at"};
};
struct submit_evidence : Event {
  static constexpr EventSpec spec{.name = "submit_evidence", .irreversible = true, .zh = "提交证据", .en = "Submit evidence", .params = params::submit_evidence};
};
struct submit_buyer_evidence : Event {
  static constexpr EventSpec spec{.name = "submit_buyer_evidence", .party = Party::buyer, .zh = "买家提交证据", .en = "The buyer submits evidence"};
};
struct settle : Event {
  static constexpr EventSpec spec{.name = "settle", .irreversible = true, .zh = "双方和解", .en = "Settle with the buyer", .params = params::settle};
};
struct suspend : Event {
  static constexpr EventSpec spec{.name = "suspend", .party = Party::platform, .zh = "中止争议处理", .en = "The platform suspends the dispute",
                                  .params = params::suspend, .stamps = "dispute.suspended_at"};
};
struct resume : Event {
  static constexpr EventSpec spec{.name = "resume", .party = Party::platform, .zh = "恢复争议处理", .en = "The platform resumes the dispute"};
};
struct send_to_jury : Event {
  static constexpr EventSpec spec{.name = "send_to_jury", .party = Party::platform, .zh = "提交大众评审", .en = "Put before the public jury"};
};
struct jury_result : Event {
  static constexpr EventSpec spec{.name = "jury_result", .party = Party::platform, .zh = "大众评审结果", .en = "The jury decides",
                                  .params = params::decision, .stamps = "dispute.decided_at"};
};
struct platform_decide : Event {
  static constexpr EventSpec spec{.name = "platform_decide", .party = Party::platform, .zh = "平台裁决", .en = "The platform decides",
                                  .params = params::decision, .stamps = "dispute.decided_at"};
};
struct decision_executed : Event {
  static constexpr EventSpec spec{.name = "decision_executed", .party = Party::platform, .irreversible = true, .zh = "平台执行裁决", .en = "The platform carries out the decision"};
};
struct accept_decision : Event {
  static constexpr EventSpec spec{.name = "accept_decision", .irreversible = true, .zh = "接受裁决", .en = "Accept the decision"};
};
struct appeal : Event {
  static constexpr EventSpec spec{.name = "appeal", .zh = "卖家申诉", .en = "Appeal", .params = params::appeal, .stamps = "dispute.appealed_at"};
};
struct buyer_appeal : Event {
  static constexpr EventSpec spec{.name = "buyer_appeal", .party = Party::buyer, .zh = "买家申诉", .en = "The buyer appeals",
                                  .params = params::appeal, .stamps = "dispute.appealed_at"};
};
struct appeal_upheld : Event {
  static constexpr EventSpec spec{.name = "appeal_upheld", .party = Party::platform, .zh = "申诉成立", .en = "The appeal is upheld"};
};
struct appeal_rejected : Event {
  static constexpr EventSpec spec{.name = "appeal_rejected", .party = Party::platform, .zh = "申诉被驳回", .en = "The appeal is rejected"};
};
struct file_suit : Event {
  static constexpr EventSpec spec{.name = "file_suit", .zh = "卖家起诉", .en = "Go to court"};
};
struct buyer_files_suit : Event {
  static constexpr EventSpec spec{.name = "buyer_files_suit", .party = Party::buyer, .zh = "买家起诉", .en = "The buyer goes to court"};
};
struct court_ruling : Event {
  static constexpr EventSpec spec{.name = "court_ruling", .party = Party::platform, .irreversible = true, .zh = "法院判决", .en = "The court rules",
                                  .params = params::decision, .stamps = "dispute.decided_at"};
};
struct withdraw_dispute : Event {
  static constexpr EventSpec spec{.name = "withdraw_dispute", .party = Party::buyer, .zh = "买家撤销介入申请", .en = "Withdraw the request to the platform"};
};
// clang-format on

}  // namespace redress::workflows

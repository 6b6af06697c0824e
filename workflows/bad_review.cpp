// A bad review: explain it, make good, or report it (platform rules, 2.7).
//
// No remedy depends on the review being changed or removed: the table has no guards at all, and what the buyer writes
// while the seller makes good leaves the case where it is. Platforms handle reviews by report and appeal, not by
// intervention, so the rows of the dispute are not joined here.
#include "workflows/catalogue.hpp"
#include "workflows/opening_and_closing.hpp"

namespace redress::workflows {
namespace {

using enum EffectKind;

// clang-format off
struct None : State {
  static constexpr StateSpec spec{.name = "NONE", .owed_by = Party::buyer, .zh = "尚无评价案件", .en = "No case yet"};
};
struct Posted : State {
  static constexpr StateSpec spec{.name = "POSTED", .owed_by = Party::seller, .deadline = "review.classify", .zh = "差评已发布，待分类", .en = "Posted, to be classified"};
};
struct Triage : State {
  static constexpr StateSpec spec{.name = "TRIAGE", .owed_by = Party::seller, .deadline = "review.answer", .zh = "已分类，待处理", .en = "Classified, to be answered"};
};
struct Explained : State {
  static constexpr StateSpec spec{.name = "EXPLAINED", .owed_by = Party::seller, .zh = "已公开解释", .en = "Explained in public"};
};
struct ServiceRecovery : State {
  static constexpr StateSpec spec{.name = "SERVICE_RECOVERY", .owed_by = Party::seller, .zh = "售后补救中", .en = "Making good"};
};
struct Reported : State {
  static constexpr StateSpec spec{.name = "REPORTED", .owed_by = Party::platform, .deadline = "review.report_handling", .zh = "已举报，等待平台处理", .en = "Reported, waiting for the platform"};
};
struct ReportRejected : State {
  static constexpr StateSpec spec{.name = "REPORT_REJECTED", .owed_by = Party::seller, .deadline = "review.report_appeal", .zh = "举报被驳回", .en = "Report rejected"};
};
struct ReportAppealed : State {
  static constexpr StateSpec spec{.name = "REPORT_APPEALED", .owed_by = Party::platform, .deadline = "review.report_appeal_handling", .zh = "举报申诉中", .en = "Report appealed"};
};
struct BuyerEdited : State {
  static constexpr StateSpec spec{.name = "BUYER_EDITED", .owed_by = Party::seller, .zh = "买家已修改评价", .en = "Edited by the buyer"};
};
struct Removed : State {
  static constexpr StateSpec spec{.name = "REMOVED", .owed_by = Party::seller, .zh = "平台已处理评价", .en = "Removed, hidden or not scored"};
};
struct Kept : State {
  static constexpr StateSpec spec{.name = "KEPT", .owed_by = Party::seller, .zh = "评价保留", .en = "The review stays"};
};
struct Closed : State {
  static constexpr StateSpec spec{.name = "CLOSED", .final = true, .zh = "已结案", .en = "Closed"};
};
// clang-format on

namespace params {
using namespace workflows::params;
inline constexpr std::array<std::string_view, 6> classes{"goods",     "logistics", "service",
                                                         "malicious", "mistake",   "other"};
inline constexpr std::array<std::string_view, 7> grounds{"extortion", "professional", "competitor", "third_party_fraud",
                                                         "privacy",   "abuse",        "advert"};
inline constexpr std::array<std::string_view, 3> report_outcomes{"removed", "hidden", "not_scored"};
inline constexpr std::array classification{ParamSpec{.name = "basis",
                                                     .type = ParamType::choice,
                                                     .required = true,
                                                     .fact = "event.basis",
                                                     .choices = classes,
                                                     .zh = "差评类别",
                                                     .en = "What the review is about"},
                                           message};
inline constexpr std::array public_reply{required(message)};
inline constexpr std::array report{ParamSpec{.name = "ground",
                                             .type = ParamType::choice,
                                             .required = true,
                                             .fact = "report.ground",
                                             .choices = grounds,
                                             .zh = "举报理由",
                                             .en = "Ground of the report"},
                                   message};
inline constexpr std::array edit{
    at,
    ParamSpec{.name = "score", .type = ParamType::integer, .fact = "review.score", .zh = "新评分", .en = "New score"}};
inline constexpr std::array upheld{ParamSpec{.name = "outcome",
                                             .type = ParamType::choice,
                                             .required = true,
                                             .fact = "report.outcome",
                                             .choices = report_outcomes,
                                             .zh = "平台处理结果",
                                             .en = "What the platform did"}};
}  // namespace params

constexpr std::array has_additional{FactSetting{"review.additional", true}};
constexpr std::array was_rejected{FactSetting{"report.rejected_once", true}};

// clang-format off
struct classify : Event {
  static constexpr EventSpec spec{.name = "classify", .zh = "差评分类", .en = "Classify the review", .params = params::classification};
};
struct reply : Event {
  static constexpr EventSpec spec{.name = "reply", .irreversible = true, .zh = "公开解释", .en = "Explain in public", .params = params::public_reply};
};
struct offer_service : Event {
  static constexpr EventSpec spec{.name = "offer_service", .zh = "提供售后补救", .en = "Offer to make good", .params = params::public_reply};
};
struct complete_service : Event {
  static constexpr EventSpec spec{.name = "complete_service", .zh = "补救已完成", .en = "The service is done", .params = params::only_message};
};
struct accept_service : Event {
  static constexpr EventSpec spec{.name = "accept_service", .party = Party::buyer, .zh = "买家接受补救", .en = "Accept the service", .params = params::only_message};
};
struct decline_service : Event {
  static constexpr EventSpec spec{.name = "decline_service", .party = Party::buyer, .zh = "买家不接受补救", .en = "Decline the service", .params = params::only_message};
};
struct report_review : Event {
  static constexpr EventSpec spec{.name = "report_review", .irreversible = true, .zh = "举报恶意评价", .en = "Report the review as malicious", .params = params::report};
};
struct withdraw_report : Event {
  static constexpr EventSpec spec{.name = "withdraw_report", .zh = "撤回举报", .en = "Withdraw the report", .params = params::only_message};
};
struct appeal_report : Event {
  static constexpr EventSpec spec{.name = "appeal_report", .irreversible = true, .zh = "举报申诉", .en = "Appeal against the rejected report", .params = params::only_message};
};
struct platform_upheld : Event {
  static constexpr EventSpec spec{.name = "platform_upheld", .party = Party::platform, .zh = "举报成立", .en = "The report was upheld", .params = params::upheld};
};
struct platform_rejected : Event {
  static constexpr EventSpec spec{.name = "platform_rejected", .party = Party::platform, .zh = "举报不成立", .en = "The report was rejected", .params = params::only_message,
                                  .sets = was_rejected};
};
struct buyer_edited : Event {
  static constexpr EventSpec spec{.name = "buyer_edited", .party = Party::buyer, .zh = "买家修改或删除评价", .en = "The buyer edited or deleted the review", .params = params::edit,
                                  .stamps = "review.edited_at"};
};
struct buyer_added_review : Event {
  static constexpr EventSpec spec{.name = "buyer_added_review", .party = Party::buyer, .zh = "买家追评", .en = "The buyer added a review", .params = params::only_at,
                                  .sets = has_additional};
};
struct close_case : Event {
  static constexpr EventSpec spec{.name = "close_case", .zh = "结案", .en = "Close the case", .params = params::only_message};
};

// The seller may explain, make good and report, in any order and more than once: one does not exclude the others.
using Answerable = AnyOf<Triage, Explained, Kept, BuyerEdited>;
// What the buyer writes meanwhile ends neither making good nor a report.
using Undisturbed = AnyOf<ServiceRecovery, Reported, ReportAppealed>;
using EditEnds = AnyOf<Posted, Triage, Explained, ReportRejected, Kept>;
using AnyOpen = AnyOf<Posted, Triage, Explained, ServiceRecovery, Reported, ReportRejected, ReportAppealed, BuyerEdited, Removed, Kept>;
using MayClose = AnyOf<Triage, Explained, ServiceRecovery, ReportRejected, BuyerEdited, Removed, Kept>;
// The platform may act on a review that nobody reported, and may act late on a report.
using NotReported = AnyOf<Posted, Triage, Explained, ServiceRecovery, ReportRejected, BuyerEdited, Kept>;

using Own = Rows<
  //   from             on                  to               do
  Row< None,            open,               Posted                                >,

  Row< Posted,          classify,           Triage                                >,
  Row< Posted,          deadline_passed,    Triage,          Emit<notify_seller>  >,
  Row< Answerable,      classify,           Triage                                >,
  // The time to explain is over: the review stays as it is, the other remedies stay open.
  Row< Triage,          deadline_passed,    Kept,            Emit<notify_seller>  >,
  Row< Answerable,      reply,              Explained,       Emit<publish_reply>  >,
  Row< Answerable,      offer_service,      ServiceRecovery, Emit<notify_buyer>   >,
  Row< Answerable,      report_review,      Reported,        Emit<submit_report>  >,

  Row< ServiceRecovery, accept_service,     ServiceRecovery                       >,
  Row< ServiceRecovery, decline_service,    Triage,          Emit<notify_seller>  >,
  Row< ServiceRecovery, complete_service,   Kept,            Emit<notify_buyer>   >,
  Row< ServiceRecovery, reply,              ServiceRecovery, Emit<publish_reply>  >,

  Row< Reported,        platform_upheld,    Removed,         Emit<notify_seller>  >,
  Row< Reported,        platform_rejected,  ReportRejected,  Emit<notify_seller>  >,
  Row< Reported,        withdraw_report,    Triage                                >,
  // A platform silent beyond its own time is taken as a no against which the seller may appeal; its late word counts.
  Row< Reported,        deadline_passed,    ReportRejected,  Emit<notify_seller>  >,
  Row< ReportRejected,  platform_rejected,  ReportRejected                        >,
  Row< ReportRejected,  appeal_report,      ReportAppealed,  Emit<submit_report>  >,
  Row< ReportRejected,  reply,              Explained,       Emit<publish_reply>  >,
  Row< ReportRejected,  offer_service,      ServiceRecovery, Emit<notify_buyer>   >,
  Row< ReportRejected,  deadline_passed,    Kept                                  >,
  Row< ReportAppealed,  platform_upheld,    Removed,         Emit<notify_seller>  >,
  Row< ReportAppealed,  platform_rejected,  Kept,            Emit<notify_seller>  >,
  Row< ReportAppealed,  deadline_passed,    Kept,            Emit<notify_seller>  >,

  Row< EditEnds,        buyer_edited,       BuyerEdited                           >,
  Row< Undisturbed,     buyer_edited,       Undisturbed                           >,
  Row< AnyOpen,         buyer_added_review, AnyOpen,         Emit<notify_seller>  >,
  Row< NotReported,     platform_upheld,    Removed,         Emit<notify_seller>  >,
  Row< MayClose,        close_case,         Closed                                >>;
// clang-format on

struct BadReviewTable {
  using rows = Own;
};

}  // namespace

Workflow const& bad_review() {
  static machine::TableWorkflow<BadReviewTable> const workflow{"bad_review", 1};
  return workflow;
}

}  // namespace redress::workflows

#include "engine/cases/derive.hpp"

#include "engine/cases/claimed.hpp"
#include "engine/rules/risk.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

namespace redress {
namespace {

constexpr std::int64_t platform_due_tolerance_ms = minute_ms;  // design, section 8

struct ReasonName {
  std::string_view written;
  std::string_view code;
};

// Reason labels as the Taobao refund page and callers write them; platforms serve the full list per case.
constexpr std::array reasons{
    ReasonName{"七天无理由", "no_reason"},
    ReasonName{"7天无理由", "no_reason"},
    ReasonName{"七天无理由退货", "no_reason"},
    ReasonName{"7天无理由退换货", "no_reason"},
    ReasonName{"seven_day_no_reason", "no_reason"},
    ReasonName{"7_day_no_reason", "no_reason"},
    ReasonName{"不喜欢", "dislike"},
    ReasonName{"不喜欢/不想要", "dislike"},
    ReasonName{"不想要", "do_not_want"},
    ReasonName{"不想要了", "do_not_want"},
    ReasonName{"多拍/错拍/不想要", "do_not_want"},
    ReasonName{"拍错/多拍/不想要", "do_not_want"},
    ReasonName{"unwanted", "do_not_want"},
    ReasonName{"changed_mind", "do_not_want"},
    ReasonName{"协商一致退款", "agreed"},
    ReasonName{"协商一致", "agreed"},
    ReasonName{"质量问题", "quality"},
    ReasonName{"quality_problem", "quality"},
    ReasonName{"quality_issue", "quality"},
    ReasonName{"defective", "quality"},
    ReasonName{"隐性质量问题", "hidden_fault"},
    ReasonName{"假冒品牌", "counterfeit"},
    ReasonName{"fake", "counterfeit"},
    ReasonName{"商品与描述不符", "not_as_described"},
    ReasonName{"描述不符", "not_as_described"},
    ReasonName{"收到商品破损", "damaged"},
    ReasonName{"商品破损", "damaged"},
    ReasonName{"broken", "damaged"},
    ReasonName{"少件/漏发", "missing_part"},
    ReasonName{"少件", "missing_part"},
    ReasonName{"missing", "missing_part"},
    ReasonName{"卖家发错货", "wrong_item"},
    ReasonName{"发错货", "wrong_item"},
    ReasonName{"未收到货", "not_received"},
    ReasonName{"快递一直未送达", "not_received"},
    ReasonName{"未按约定时间发货", "late_dispatch"},
    ReasonName{"未按时发货", "late_dispatch"},
    ReasonName{"late", "late_dispatch"},
    ReasonName{"缺货", "out_of_stock"},
    ReasonName{"物流停滞", "stalled"},
    ReasonName{"物流轨迹异常", "trace_abnormal"},
    ReasonName{"包裹丢失", "lost"},
    ReasonName{"快递丢失", "lost"},
    ReasonName{"拒收", "refused_delivery"},
    ReasonName{"价格保护", "price_protection"},
};
constexpr std::array codes{"no_reason",      "dislike",      "do_not_want",      "agreed",           "quality",
                           "hidden_fault",   "counterfeit",  "not_as_described", "damaged",          "missing_part",
                           "wrong_item",     "not_received", "late_dispatch",    "out_of_stock",     "stalled",
                           "trace_abnormal", "lost",         "refused_delivery", "price_protection", "other"};
// What the Taobao Open Platform says of a refund, dispute or exchange (`taobao.refund.get`,
// `tmall.dispute.receive.get`, `taobao.refunds.receive.get`), with its own misspelling and the other names of one
// status. Whatever else it says is new to us, and nothing is done automatically then.
constexpr std::array top_statuses{"NO_REFUND",
                                  "WAIT_SELLER_AGREE",
                                  "WAIT_BUYER_RETURN_GOODS",
                                  "WAIT_SELLER_CONFIRM_GOODS",
                                  "CLOSED",
                                  "SUCCESS",
                                  "SELLER_REFUSE_BUYER",
                                  "WAIT_BUYER_CONFIRM_REDO_SEND_GOODS",
                                  "WAIT_SELLER_CONFIRM_RETURN_ADDRESS",
                                  "WAIT_SELLER_CONSIGN_GOOGDS",
                                  "WAIT_SELLER_CONSIGN_GOODS",
                                  "EXCHANGE_WAIT_BUYER_CONFIRM_GOODS",
                                  "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS",
                                  "EXCHANGE_TRANSFORM_TO_REFUND",
                                  "POST_FEE_DISPUTE_WAIT_ACTIVATE"};
constexpr std::array subjective_codes{"no_reason", "dislike", "do_not_want", "agreed"};

template <class List>
bool in(List const& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

class AllowAll final : public RowAsker {
 public:
  bool allows(RowSpec const&) override { return true; }
};

void derive_order(Facts& facts, World const& world) {
  facts.set("order.dispatched", facts.known("order.dispatched_at") || facts.known("shipment.picked_up_at"));
  auto const paid_at = facts.instant("order.paid_at");
  auto const promised_at = facts.instant("order.promised_dispatch_at");
  if (paid_at && promised_at) facts.set("order.promised_dispatch_hours", (*promised_at - *paid_at) / hour_ms);
  bool const arrived = facts.known("shipment.signed_at") || facts.known("order.signed_at") ||
                       facts.known("shipment.lost_at") || facts.known("shipment.returned_at");
  facts.set("shipment.in_transit", facts.flag("order.dispatched") && !arrived);
  facts.set("account.paid_minor", world.account.order.paid_minor);
  facts.set("account.refunded_minor", world.account.refunded_minor);
  facts.set("account.pending_minor", world.account.pending_minor);
  facts.set("account.refundable_minor", refundable_on(world.account, world.case_.claim_lines));
}

// Sub-orders are claimed whole, however many of their pieces are named.
void derive_claimed_lines(Facts& facts, World const& world) {
  auto const& claimed = world.case_.claim_lines;
  if (claimed.empty()) return;
  std::int64_t paid_minor = 0;
  for (auto const& line : world.account.order.lines)
    if (std::ranges::find(claimed, line.id, &ClaimLine::id) != claimed.end()) paid_minor += line.paid_minor;
  facts.set("claim.lines_paid_minor", paid_minor);
}

void derive_replacement(Facts& facts, World const& world) {
  if (!facts.known("replacement.price_minor")) return;
  auto const paid = paid_for_pieces(world.account.order, world.case_.claim_lines);
  auto const goods_minor = std::accumulate(paid.begin(), paid.end(), std::int64_t{0});
  facts.set("replacement.price_difference_minor", facts.integer("replacement.price_minor") - goods_minor);
}

// Until somebody names the breach, the reason of the claim does.
void derive_breach(Facts& facts) {
  constexpr std::array breaches{std::pair{std::string_view{"late_dispatch"}, "late"},
                                std::pair{std::string_view{"out_of_stock"}, "shortage"},
                                std::pair{std::string_view{"stalled"}, "trace_timeout"},
                                std::pair{std::string_view{"trace_abnormal"}, "trace_abnormal"}};
  if (facts.known("compensation.breach")) return;
  for (auto const& [reason, breach] : breaches)
    if (facts.text("claim.reason") == reason) facts.set("compensation.breach", std::string(breach));
}

// Last, because signals read what is derived; none of them reads the score itself.
void derive_risk(Facts& facts, World const& world) {
  if (world.book.risks.empty()) return;
  auto const risk = rules::risk_of(world.book, {facts, world.evidence}, rules_at(world));
  std::vector<std::string> ids;
  for (auto const& seen : risk.signals) ids.push_back(seen.signal->id);
  facts.set("risk.score", risk.score);
  facts.set("risk.signals", std::move(ids));
}

std::optional<CaseDue> book_due(World const& world, StateSpec const& state, Facts const& facts) {
  if (state.deadline.empty()) return std::nullopt;
  auto const found = rules::find_due(world.book, state.deadline, {facts, world.evidence}, rules_at(world));
  if (!found) return std::nullopt;
  auto says = found->deadline->says;
  if (found->provisional) {
    says.zh += "（该年节假日安排尚未收录，暂按周一至周五计。）";
    says.en += " (The public holidays of that year are not in the calendar yet; counted Monday to Friday.)";
  }
  return CaseDue{.at = found->at,
                 .owed_by = state.owed_by,
                 .id = found->deadline->id,
                 .on_expiry = {},
                 .source = found->deadline->cites.text,
                 .says = std::move(says)};
}

}  // namespace

bool platform_due_differs(World const& world, Facts const& facts) {
  auto const platform = facts.instant("platform.due_at");
  if (!platform) return false;
  auto const* state = world.workflow.find_state(world.case_.state);
  auto const book = state ? book_due(world, *state, facts) : std::nullopt;
  return book && std::abs(*platform - book->at) > platform_due_tolerance_ms;
}

bool platform_status_unknown(Case const& case_) {
  bool const speaks_top = case_.platform == "taobao" || case_.platform == "tmall";
  return speaks_top && case_.facts.known("platform.status") && !in(top_statuses, case_.facts.text("platform.status"));
}

std::string_view reason_code(std::string_view reason) {
  for (auto const* code : codes)
    if (code == reason) return code;
  auto const at = std::ranges::find(reasons, reason, &ReasonName::written);
  return at == reasons.end() ? "other" : at->code;
}

void derive(Facts& facts, World const& world, BookFacts wanted) {
  auto const& case_ = world.case_;
  facts.set("now", world.now);
  facts.set("case.kind", case_.kind);
  facts.set("case.platform", case_.platform);
  facts.set("case.state", case_.state);
  facts.set("case.opened_at", case_.opened_at);
  facts.set("case.state_entered_at", case_.state_entered_at);
  if (case_.due) facts.set("case.due_at", case_.due->at);
  facts.set("claim.subjective", in(subjective_codes, facts.text("claim.reason")));
  derive_order(facts, world);
  derive_claimed_lines(facts, world);
  derive_replacement(facts, world);
  derive_breach(facts);
  facts.set("platform.status_unknown", platform_status_unknown(case_));
  auto const& moved = case_.account;
  facts.set("case.refund_minor", moved.refunded_minor + moved.pending_minor);
  facts.set("case.compensation_minor", moved.compensation_paid_minor + moved.compensation_pending_minor);
  derive_from_book(facts, world, wanted);
}

void derive_from_book(Facts& facts, World const& world, BookFacts wanted) {
  rules::Situation const situation{facts, world.evidence};
  if (wanted < BookFacts::no_reason_window) return;
  if (auto const window = rules::find_due(world.book, "window.no_reason", situation, rules_at(world)))
    facts.set("order.no_reason_ends_at", window->at);
  if (wanted < BookFacts::shop_target) return;
  auto const* state = world.workflow.find_state(world.case_.state);
  if (state && !world.book.shop_deadlines.empty())
    if (auto const target = rules::find_shop_due(world.book, state->deadline, situation, rules_at(world)))
      facts.set("case.shop_due_at", target->at);
  if (wanted < BookFacts::compensation) return;
  if (auto const owed = rules::compensation_owed(world.book, situation, rules_at(world)))
    facts.set("compensation.due_minor", owed->amount.minor);
  if (wanted >= BookFacts::risk) derive_risk(facts, world);
}

std::optional<CaseDue> due_of(World const& world, Facts const& facts) {
  auto const* state = world.workflow.find_state(world.case_.state);
  if (!state || state->final) return std::nullopt;
  auto due = book_due(world, *state, facts);
  if (auto const platform = facts.instant("platform.due_at"))
    due = CaseDue{.at = *platform,
                  .owed_by = state->owed_by,
                  .id = due ? due->id : "platform",
                  .on_expiry = {},
                  .source = "platform",
                  .says = due ? due->says : Says{"平台显示的截止时间", "the deadline the platform shows"}};
  if (!due) return std::nullopt;
  if (auto const asked = party_from(facts.text("dispute.evidence_owed_by")); asked && state->name == "DISPUTE_EVIDENCE")
    due->owed_by = *asked;
  AllowAll allow_all;
  if (world.workflow.find_event("deadline_passed"))
    if (auto const step = world.workflow.step(state->name, "deadline_passed", facts, allow_all); step.row)
      due->on_expiry = step.row->to->name;
  return due;
}

}  // namespace redress

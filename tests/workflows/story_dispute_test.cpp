// The platform's intervention in a refund, move by move (platform rules 2.8); the other kinds share these rows.
#include "tests/workflows/story.hpp"

namespace redress::workflows {
namespace {

Told const received{{"claim.wants", text("refund_only")}, {"order.dispatched", true}, {"claim.goods_received", true}};

Told outcome(char const* what) { return {{"dispute.outcome", text(what)}}; }

std::vector<Move> after_refusal(std::vector<Move> moves) {
  moves.insert(moves.begin(), {{"open", "WAIT_SELLER_AGREE"}, {"refuse", "SELLER_REFUSE_BUYER", "notify_buyer"}});
  return moves;
}

std::vector<Move> in_review(std::vector<Move> moves) {
  moves.insert(moves.begin(), {{"request_platform", "DISPUTE_REQUESTED"}, {"platform_step_in", "DISPUTE_REVIEW"}});
  return after_refusal(std::move(moves));
}

// clang-format off
std::vector<Story> disputes() {
  return {
      {"evidence_rounds", "refund", received,
       after_refusal({{"request_platform", "DISPUTE_REQUESTED"},
                      {"ask_evidence", "DISPUTE_EVIDENCE", "notify_seller"},
                      {"submit_evidence", "DISPUTE_EVIDENCE", "submit_evidence"},
                      {"submit_buyer_evidence", "DISPUTE_EVIDENCE"},
                      {"ask_evidence", "DISPUTE_EVIDENCE", "notify_seller"},
                      {"deadline_passed", "DISPUTE_REVIEW"},
                      {"ask_evidence", "DISPUTE_EVIDENCE", "notify_seller"},
                      {"deadline_passed", "DISPUTE_REVIEW"},
                      {"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("refund")},
                      {"accept_decision", "REFUND_PAYING", "order_payout"}})},
      {"decided_return", "refund", received,
       in_review({{"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("return_refund")},
                  {"decision_executed", "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", "reserve_goods"},
                  {"give_address", "WAIT_BUYER_RETURN_GOODS", "send_return_address"}})},
      {"decided_for_seller", "refund", received,
       in_review({{"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("pay_seller")},
                  {"decision_executed", "CLOSED"}})},
      {"decided_reject", "refund", received,
       in_review({{"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("reject")},
                  {"deadline_passed", "CLOSED"}})},
      {"decision_stands_by_time", "refund", received,
       in_review({{"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("refund")},
                  {"deadline_passed", "REFUND_PAYING", "order_payout"}})},
      {"settled_for_money", "refund", received,
       in_review({{"settle", "REFUND_PAYING", "order_payout", {{"event.amount_minor", std::int64_t{500}}}}})},
      {"settled_without_money", "refund", received, in_review({{"settle", "CLOSED"}})},
      {"suspended_and_resumed", "refund", received,
       in_review({{"suspend", "DISPUTE_SUSPENDED"},
                  {"resume", "DISPUTE_REVIEW"},
                  {"suspend", "DISPUTE_SUSPENDED"},
                  {"deadline_passed", "DISPUTE_REVIEW"}})},
      {"jury_decides", "refund", received,
       in_review({{"send_to_jury", "DISPUTE_JURY"},
                  {"jury_result", "DISPUTE_DECIDED", "notify_seller", outcome("refund")},
                  {"accept_decision", "REFUND_PAYING", "order_payout"}})},
      {"jury_without_votes", "refund", received,
       in_review({{"send_to_jury", "DISPUTE_JURY"}, {"deadline_passed", "DISPUTE_REVIEW"}})},
      {"appeal_upheld", "refund", received,
       in_review({{"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("refund")},
                  {"appeal", "APPEAL", "submit_evidence"},
                  {"submit_evidence", "APPEAL", "submit_evidence"},
                  {"appeal_upheld", "DISPUTE_REVIEW"},
                  {"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("pay_seller")},
                  {"decision_executed", "CLOSED"}})},
      {"appeal_rejected_then_court", "refund", received,
       in_review({{"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("pay_seller")},
                  {"buyer_appeal", "APPEAL"},
                  {"appeal_rejected", "DISPUTE_DECIDED"},
                  {"buyer_files_suit", "COURT"},
                  {"court_ruling", "REFUND_PAYING", "order_payout", outcome("refund")}})},
      {"request_taken_back", "refund", received,
       in_review({{"withdraw_dispute", "SELLER_REFUSE_BUYER"}, {"deadline_passed", "CLOSED"}})},
      {"platform_overdue", "refund", received,
       in_review({{"deadline_passed", "DISPUTE_REQUESTED", "notify_seller"},
                  {"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("reject")}})},
      {"platform_steps_in_unasked",
       "refund",
       received,
       {{"open", "WAIT_SELLER_AGREE"},
        {"platform_step_in", "DISPUTE_REVIEW", "notify_seller"},
        {"platform_refund", "REFUND_PAYING", "order_payout"}}},
      {"withdrawn_from_court", "refund", received,
       in_review({{"platform_decide", "DISPUTE_DECIDED", "notify_seller", outcome("refund")},
                  {"file_suit", "COURT"},
                  {"withdraw", "CLOSED"}})},
  };
}
// clang-format on

INSTANTIATE_TEST_SUITE_P(Dispute, Stories, testing::ValuesIn(disputes()), name_of_story);

}  // namespace
}  // namespace redress::workflows

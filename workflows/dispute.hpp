// The rows of platform intervention (platform rules, 2.8), to be joined to a workflow's own.
//
// What differs from one workflow to the next is its `Terms`: rows for what is paid and where the case stands afterwards.
// For workflow sources only.
#pragma once

#include "workflows/dispute_states.hpp"
#include "workflows/guards.hpp"
#include "workflows/payout.hpp"

namespace redress::workflows {

namespace detail {
using EffectKind::notify_seller;
using HandIn = Emit<EffectKind::submit_evidence>;

// clang-format off
using DisputeProcedure = Rows<
  //   from              on                     to                do
  Row< DisputeRequested, ask_evidence,          DisputeEvidence,  Emit<notify_seller> >,
  Row< DisputeRequested, platform_step_in,      DisputeReview,    Emit<>              >,
  Row< DisputeRequested, submit_evidence,       DisputeRequested, HandIn              >,
  Row< DisputeRequested, submit_buyer_evidence, DisputeRequested, Emit<>              >,
  // The platform may go on at any time without asking; an adapter that polls can miss the steps between.
  Row< DisputeRequested, send_to_jury,          DisputeJury,      Emit<>              >,
  Row< DisputeRequested, suspend,               DisputeSuspended, Emit<>              >,
  Row< DisputeRequested, platform_decide,       DisputeDecided,   Emit<notify_seller> >,

  // Asking again is the next round: its clock starts anew. Every upload is final, so none ends the period.
  Row< DisputeEvidence,  ask_evidence,          DisputeEvidence,  Emit<notify_seller> >,
  Row< DisputeEvidence,  submit_evidence,       DisputeEvidence,  HandIn              >,
  Row< DisputeEvidence,  submit_buyer_evidence, DisputeEvidence,  Emit<>              >,
  Row< DisputeEvidence,  deadline_passed,       DisputeReview,    Emit<>              >,
  Row< DisputeEvidence,  platform_step_in,      DisputeReview,    Emit<>              >,
  Row< DisputeEvidence,  platform_decide,       DisputeDecided,   Emit<notify_seller> >,
  Row< DisputeEvidence,  suspend,               DisputeSuspended, Emit<>              >,

  Row< DisputeReview,    ask_evidence,          DisputeEvidence,  Emit<notify_seller> >,
  Row< DisputeReview,    submit_evidence,       DisputeReview,    HandIn              >,
  Row< DisputeReview,    submit_buyer_evidence, DisputeReview,    Emit<>              >,
  // The platform's own time ran out. Nothing is decided by that: the request stands again, and the seller may press.
  Row< DisputeReview,    deadline_passed,       DisputeRequested, Emit<notify_seller> >,
  Row< DisputeReview,    send_to_jury,          DisputeJury,      Emit<>              >,
  Row< DisputeReview,    platform_decide,       DisputeDecided,   Emit<notify_seller> >,
  Row< DisputeReview,    suspend,               DisputeSuspended, Emit<>              >,

  Row< DisputeJury,      jury_result,           DisputeDecided,   Emit<notify_seller> >,
  Row< DisputeJury,      platform_decide,       DisputeDecided,   Emit<notify_seller> >,
  // A round without enough votes is invalid, and staff decide.
  Row< DisputeJury,      deadline_passed,       DisputeReview,    Emit<>              >,

  Row< DisputeSuspended, resume,                DisputeReview,    Emit<>              >,
  Row< DisputeSuspended, deadline_passed,       DisputeReview,    Emit<>              >,

  Row< DisputeDecided,   appeal,                Appeal,           HandIn              >,
  Row< DisputeDecided,   buyer_appeal,          Appeal,           Emit<>              >,
  Row< DisputeDecided,   file_suit,             Court,            Emit<>              >,
  Row< DisputeDecided,   buyer_files_suit,      Court,            Emit<>              >,

  // An appeal that is upheld takes the decision away; the platform then decides anew.
  Row< Appeal,           submit_evidence,       Appeal,           HandIn              >,
  Row< Appeal,           submit_buyer_evidence, Appeal,           Emit<>              >,
  Row< Appeal,           appeal_upheld,         DisputeReview,    Emit<>              >,
  Row< Appeal,           appeal_rejected,       DisputeDecided,   Emit<>              >,
  Row< Appeal,           file_suit,             Court,            Emit<>              >,
  Row< Appeal,           buyer_files_suit,      Court,            Emit<>              >>;
// clang-format on
}  // namespace detail

/// For every state of the dispute: an event that ends it in the same way from each.
template <class On, class To, class Do>
using FromEachDisputeState = FromEach<On, To, Do, DisputeRequested, DisputeEvidence, DisputeReview, DisputeJury,
                                      DisputeSuspended, DisputeDecided, Appeal, Court>;

/// What `Terms` has: Settled<From>, the rows of `settle`; Withdrawn<From>, those of `withdraw_dispute`; Executed<From, On>,
/// the rows that carry out dispute.outcome; and Refunded, the rows of `platform_refund` out of the dispute's states.
template <class Terms>
using DisputeRows = machine::Join<
    detail::DisputeProcedure,
    // A decision is not settled but accepted: DISPUTE_DECIDED is not among these.
    typename Terms::template Settled<DisputeRequested>, typename Terms::template Settled<DisputeEvidence>,
    typename Terms::template Settled<DisputeReview>, typename Terms::template Settled<DisputeJury>,
    typename Terms::template Settled<DisputeSuspended>, typename Terms::template Settled<Appeal>,
    typename Terms::template Settled<Court>,
    // Once it is decided there is no request left to take back.
    typename Terms::template Withdrawn<DisputeRequested>, typename Terms::template Withdrawn<DisputeEvidence>,
    typename Terms::template Withdrawn<DisputeReview>, typename Terms::template Withdrawn<DisputeJury>,
    typename Terms::template Withdrawn<DisputeSuspended>,
    typename Terms::template Executed<DisputeDecided, accept_decision>,
    typename Terms::template Executed<DisputeDecided, decision_executed>,
    typename Terms::template Executed<DisputeDecided, deadline_passed>,
    typename Terms::template Executed<Court, court_ruling>, typename Terms::Refunded,
    FromEachDisputeState<withdraw, Closed, Emit<>>, FromEachDisputeState<platform_close, Closed, Emit<>>>;

/// Settling in the workflows that pay refunds.
// clang-format off
template <class From>
using SettledByPayout = Rows<
  //   from  on      to            do                              when
  Row< From, settle, RefundPaying, Emit<EffectKind::order_payout>, amount_named         >,
  Row< From, settle, Closed,       Emit<>,                         Unless<amount_named> >>;
// clang-format on

}  // namespace redress::workflows

// The rows of platform intervention (platform rules, 2.8), to be joined to a workflow's own.
//
// What differs from one workflow to the next is its `Terms`: rows for what is paid and where the case stands
// afterwards. For workflow sources only.
#pragma once

#include "workflows/dispute_states.hpp"
#include "workflows/guards.hpp"
#include "workflows/payout.hpp"

namespace redress::workflows {

namespace detail {
using EffectKind::notify_seller;
using HandIn = Emit<EffectKind::submit_evidence>;

using InDispute = AnyOf<DisputeRequested, DisputeEvidence, DisputeReview, DisputeJury, DisputeSuspended>;
using TakesEvidence = AnyOf<DisputeRequested, DisputeEvidence, DisputeReview, Appeal>;
using MayBeDecided = AnyOf<DisputeRequested, DisputeEvidence, DisputeReview, DisputeJury>;
using MayBeSuspended = AnyOf<DisputeRequested, DisputeEvidence, DisputeReview>;
using MayBeSued = AnyOf<DisputeDecided, Appeal>;

// clang-format off
using DisputeProcedure = Rows<
  //   from              on                     to                do
  Row< DisputeRequested, ask_evidence,          DisputeEvidence,  Emit<notify_seller> >,
  Row< DisputeRequested, platform_step_in,      DisputeReview                         >,
  Row< DisputeRequested, send_to_jury,          DisputeJury                           >,

  // Asking again is the next round: its clock starts anew. Every upload is final, so none ends the period.
  Row< DisputeEvidence,  ask_evidence,          DisputeEvidence,  Emit<notify_seller> >,
  Row< DisputeEvidence,  platform_step_in,      DisputeReview                         >,
  Row< DisputeEvidence,  deadline_passed,       DisputeReview                         >,

  Row< DisputeReview,    ask_evidence,          DisputeEvidence,  Emit<notify_seller> >,
  Row< DisputeReview,    send_to_jury,          DisputeJury                           >,
  // The platform's own time ran out. Nothing is decided by that: the request stands again, and the seller may press.
  Row< DisputeReview,    deadline_passed,       DisputeRequested, Emit<notify_seller> >,

  Row< DisputeJury,      jury_result,           DisputeDecided,   Emit<notify_seller> >,
  // A round without enough votes is invalid, and staff decide.
  Row< DisputeJury,      deadline_passed,       DisputeReview                         >,

  Row< DisputeSuspended, resume,                DisputeReview                         >,
  Row< DisputeSuspended, deadline_passed,       DisputeReview                         >,

  Row< DisputeDecided,   appeal,                Appeal,           HandIn              >,
  Row< DisputeDecided,   buyer_appeal,          Appeal                                >,
  // An appeal that is upheld takes the decision away; the platform then decides anew.
  Row< Appeal,           appeal_upheld,         DisputeReview                         >,
  Row< Appeal,           appeal_rejected,       DisputeDecided                        >,

  // The platform may decide on the file at any time; an adapter that polls can miss the steps between.
  Row< MayBeDecided,     platform_decide,       DisputeDecided,   Emit<notify_seller> >,
  Row< MayBeSuspended,   suspend,               DisputeSuspended                      >,
  Row< TakesEvidence,    submit_evidence,       TakesEvidence,    HandIn              >,
  Row< TakesEvidence,    submit_buyer_evidence, TakesEvidence                         >,
  Row< MayBeSued,        file_suit,             Court                                 >,
  Row< MayBeSued,        buyer_files_suit,      Court                                 >>;
// clang-format on
}  // namespace detail

/// Every state of the dispute.
using AnyDisputeState = AnyOf<DisputeRequested, DisputeEvidence, DisputeReview, DisputeJury, DisputeSuspended,
                              DisputeDecided, Appeal, Court>;
/// Those in which the parties may still settle. A decision is not settled but accepted.
using MayBeSettled =
    AnyOf<DisputeRequested, DisputeEvidence, DisputeReview, DisputeJury, DisputeSuspended, Appeal, Court>;

/// What `Terms` has: End, the state of a case that is closed; Settled<From>, the rows of `settle`; Withdrawn<From>,
/// those of `withdraw_dispute`; and Executed<From, On>, the rows that carry out dispute.outcome.
template <class Terms>
using DisputeRows = machine::Join<detail::DisputeProcedure, typename Terms::template Settled<MayBeSettled>,
                                  typename Terms::template Withdrawn<detail::InDispute>,
                                  typename Terms::template Executed<DisputeDecided, accept_decision>,
                                  typename Terms::template Executed<DisputeDecided, decision_executed>,
                                  typename Terms::template Executed<DisputeDecided, deadline_passed>,
                                  typename Terms::template Executed<Court, court_ruling>,
                                  Rows<Row<AnyDisputeState, withdraw, typename Terms::End>,
                                       Row<AnyDisputeState, platform_close, typename Terms::End>>>;

/// Settling in the workflows that pay refunds.
// clang-format off
template <class From>
using SettledByPayout = Rows<
  //   from  on      to            do                              when
  Row< From, settle, RefundPaying, Emit<EffectKind::order_payout>, amount_named         >,
  Row< From, settle, Closed,       Emit<>,                         Unless<amount_named> >>;
// clang-format on

}  // namespace redress::workflows

// The rows of platform intervention (platform rules, 2.8), to be joined to a workflow's own.
//
// What a workflow gives: `Paying`, where an amount agreed on is paid; `Closed`; `Back`, where the case stands once the
// buyer takes the request back; and `Execute<From, On>`, the rows that carry out what was decided. For workflow sources only.
#pragma once

#include "workflows/dispute_states.hpp"
#include "workflows/guards.hpp"
#include "workflows/payout.hpp"

namespace redress::workflows {

namespace detail {
using EffectKind::notify_seller;
using EffectKind::order_payout;
using HandIn = Emit<EffectKind::submit_evidence>;

// clang-format off
template <class Back>
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
  Row< DisputeRequested, withdraw_dispute,      Back,             Emit<>              >,

  // Asking again is the next round: its clock starts anew. Every upload is final, so none ends the period.
  Row< DisputeEvidence,  ask_evidence,          DisputeEvidence,  Emit<notify_seller> >,
  Row< DisputeEvidence,  submit_evidence,       DisputeEvidence,  HandIn              >,
  Row< DisputeEvidence,  submit_buyer_evidence, DisputeEvidence,  Emit<>              >,
  Row< DisputeEvidence,  deadline_passed,       DisputeReview,    Emit<>              >,
  Row< DisputeEvidence,  platform_step_in,      DisputeReview,    Emit<>              >,
  Row< DisputeEvidence,  platform_decide,       DisputeDecided,   Emit<notify_seller> >,
  Row< DisputeEvidence,  suspend,               DisputeSuspended, Emit<>              >,
  Row< DisputeEvidence,  withdraw_dispute,      Back,             Emit<>              >,

  Row< DisputeReview,    ask_evidence,          DisputeEvidence,  Emit<notify_seller> >,
  Row< DisputeReview,    submit_evidence,       DisputeReview,    HandIn              >,
  Row< DisputeReview,    submit_buyer_evidence, DisputeReview,    Emit<>              >,
  // The platform's own time ran out. Nothing is decided by that: the request stands again, and the seller may press.
  Row< DisputeReview,    deadline_passed,       DisputeRequested, Emit<notify_seller> >,
  Row< DisputeReview,    send_to_jury,          DisputeJury,      Emit<>              >,
  Row< DisputeReview,    platform_decide,       DisputeDecided,   Emit<notify_seller> >,
  Row< DisputeReview,    suspend,               DisputeSuspended, Emit<>              >,
  Row< DisputeReview,    withdraw_dispute,      Back,             Emit<>              >,

  Row< DisputeJury,      jury_result,           DisputeDecided,   Emit<notify_seller> >,
  Row< DisputeJury,      platform_decide,       DisputeDecided,   Emit<notify_seller> >,
  // A round without enough votes is invalid, and staff decide.
  Row< DisputeJury,      deadline_passed,       DisputeReview,    Emit<>              >,
  Row< DisputeJury,      withdraw_dispute,      Back,             Emit<>              >,

  Row< DisputeSuspended, resume,                DisputeReview,    Emit<>              >,
  Row< DisputeSuspended, deadline_passed,       DisputeReview,    Emit<>              >,
  Row< DisputeSuspended, withdraw_dispute,      Back,             Emit<>              >,

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

template <class Paying, class Closed, class From>
using SettleRows = Rows<
  //   from  on      to      do                  when
  Row< From, settle, Paying, Emit<order_payout>, amount_named         >,
  Row< From, settle, Closed, Emit<>,             Unless<amount_named> >>;
// clang-format on
}  // namespace detail

/// For every state of the dispute: an event that ends it in the same way from each.
template <class On, class To, class Do>
using FromEachDisputeState = FromEach<On, To, Do, DisputeRequested, DisputeEvidence, DisputeReview, DisputeJury,
                                      DisputeSuspended, DisputeDecided, Appeal, Court>;

template <class Paying, class Closed, class Back, template <class From, class On> class Execute>
using DisputeRows = machine::Join<
    detail::DisputeProcedure<Back>, detail::SettleRows<Paying, Closed, DisputeRequested>,
    detail::SettleRows<Paying, Closed, DisputeEvidence>, detail::SettleRows<Paying, Closed, DisputeReview>,
    detail::SettleRows<Paying, Closed, DisputeJury>, detail::SettleRows<Paying, Closed, DisputeSuspended>,
    detail::SettleRows<Paying, Closed, Appeal>, detail::SettleRows<Paying, Closed, Court>,
    Execute<DisputeDecided, accept_decision>, Execute<DisputeDecided, decision_executed>,
    Execute<DisputeDecided, deadline_passed>, Execute<Court, court_ruling>,
    FromEachDisputeState<withdraw, Closed, Emit<>>, FromEachDisputeState<platform_close, Closed, Emit<>>,
    FromEachDisputeState<platform_refund, Paying, Emit<EffectKind::order_payout>>>;

}  // namespace redress::workflows

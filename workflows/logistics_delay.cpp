// Late dispatch, out of stock, stalled and lost parcels, and the compensation they cost (platform
// rules, 2.5, 2.6, 2.8).
//
// Compensation does not wait for the goods nor the goods for it. While it is dealt with, the carrier's word is kept as
// facts, and the case then goes back to where the order stands by then.
#include "workflows/catalogue.hpp"
#include "workflows/delay_events.hpp"
#include "workflows/delay_guards.hpp"
#include "workflows/delay_states.hpp"
#include "workflows/dispute.hpp"

namespace redress::workflows {
namespace {

using namespace delay;
using delay::Closed;
using delay::Success;
using EffectKind::adopt_offer;
using EffectKind::cancel_compensation;
using EffectKind::claim_on_carrier;
using EffectKind::notify_seller;
using EffectKind::open_refund_case;
using EffectKind::order_compensation;
using EffectKind::settle_compensation;
using TellBuyer = Emit<EffectKind::notify_buyer>;
using HandIn = Emit<EffectKind::submit_evidence>;

using Undispatched = AnyOf<WaitDispatch, Late, OutOfStock, Notified, SubstituteAgreed, WaitAgreed>;
using NotYetOut = AnyOf<WaitDispatch, Late, Notified, SubstituteAgreed, WaitAgreed>;
using UnderWay = AnyOf<PickedUp, Moving, Stalled, Lost>;
using OnTrace = AnyOf<PickedUp, Moving>;
using HasAgreedTime = AnyOf<SubstituteAgreed, WaitAgreed>;
using MayResend = AnyOf<Stalled, Returned>;
using MayRefund = AnyOf<WaitDispatch, Late, OutOfStock, Notified, SubstituteAgreed, WaitAgreed, PickedUp, Moving,
                        Stalled, Returned, Signed>;
using Compensating = AnyOf<CompensationDue, CompensationPaying>;
// Every state in which something has gone wrong already.
using AnyWrong = AnyOf<Late, OutOfStock, Notified, SubstituteAgreed, WaitAgreed, PickedUp, Moving, Stalled, Lost,
                       Returned, Signed, RefundOpened>;
using AnyOpen = AnyOf<WaitDispatch, Late, OutOfStock, Notified, SubstituteAgreed, WaitAgreed, PickedUp, Moving, Stalled,
                      Lost, Returned, Signed, RefundOpened, CompensationDue>;

// clang-format off
using OnTheWay = Rows<
  //   from           on                      to                do                                        when
  Row< None,          open,                   WaitDispatch,     Emit<>,                                   stands<Place::in_time>      >,
  Row< None,          open,                   Late,             Emit<>,                                   stands<Place::late>         >,
  Row< None,          open,                   WaitAgreed,       Emit<>,                                   stands<Place::time_agreed>  >,
  Row< None,          open,                   OutOfStock,       Emit<>,                                   stands<Place::out_of_stock> >,
  Row< None,          open,                   Moving,           Emit<>,                                   stands<Place::under_way>    >,
  Row< None,          open,                   Lost,             Emit<>,                                   stands<Place::lost>         >,
  Row< None,          open,                   Returned,         Emit<>,                                   stands<Place::came_back>    >,
  Row< None,          open,                   Signed,           Emit<>,                                   stands<Place::signed_for>   >,
  Row< None,          open,                   RefundOpened,     Emit<>,                                   stands<Place::refunded>     >,

  // A waybill uploaded is not a parcel dispatched: the clock runs on until the carrier has it.
  Row< Undispatched,  mark_shipped,           Undispatched                                                                            >,
  Row< Undispatched,  carrier_picked_up,      PickedUp                                                                                >,
  Row< Undispatched,  propose_new_time,       Notified,         TellBuyer                                                             >,
  Row< Undispatched,  propose_substitute,     Notified,         TellBuyer                                                             >,
  Row< Undispatched,  file_force_majeure,     Undispatched,     HandIn                                                                >,
  Row< Undispatched,  force_majeure_approved, Undispatched                                                                            >,
  Row< NotYetOut,     report_out_of_stock,    OutOfStock                                                                              >,
  Row< WaitDispatch,  deadline_passed,        Late,             Emit<notify_seller>                                                   >,
  // Not with the carrier long after it was due: taken for out of stock (C-04, C-09).
  Row< Late,          deadline_passed,        OutOfStock,       Emit<notify_seller>                                                   >,
  // The buyer is told and asked; if the seller does not do it in time, Redress tells the buyer by itself.
  Row< OutOfStock,    delay::notify_buyer,    Notified,         TellBuyer                                                             >,
  Row< OutOfStock,    deadline_passed,        Notified,         TellBuyer                                                             >,
  Row< Notified,      accept_new_time,        WaitAgreed,       Emit<adopt_offer>,                        offered_new_time            >,
  Row< Notified,      accept_substitute,      SubstituteAgreed, Emit<adopt_offer>,                        offered_substitute          >,
  Row< Notified,      decline_offer,          OutOfStock                                                                              >,
  // Silence is no consent to wait nor to a substitute: the order is called off.
  Row< Notified,      deadline_passed,        RefundOpened,     Emit<open_refund_case>                                                >,
  Row< HasAgreedTime, deadline_passed,        Late,             Emit<notify_seller>                                                   >,

  Row< UnderWay,      carrier_moved,          Moving                                                                                  >,
  Row< UnderWay,      carrier_signed,         Signed                                                                                  >,
  Row< UnderWay,      carrier_returned,       Returned,         Emit<notify_seller>                                                   >,
  Row< UnderWay,      carrier_lost,           Lost,             Emit<notify_seller>                                                   >,
  Row< UnderWay,      confirm_receipt,        Success                                                                                 >,
  Row< UnderWay,      chase_carrier,          UnderWay                                                                                >,
  Row< OnTrace,       carrier_stalled,        Stalled,          Emit<notify_seller>                                                   >,
  Row< OnTrace,       deadline_passed,        Stalled,          Emit<notify_seller>                                                   >,
  // A loss before signing is the seller's (art. 10): send again or refund, and claim on the carrier.
  Row< Stalled,       deadline_passed,        Lost,             Emit<notify_seller>                                                   >,
  Row< MayResend,     resend_parcel,          PickedUp,         TellBuyer                                                             >,
  Row< Lost,          resend_parcel,          PickedUp,         Emit<EffectKind::notify_buyer, claim_on_carrier>                      >,
  Row< Lost,          refund_order,           RefundOpened,     Emit<open_refund_case, claim_on_carrier>                              >,
  Row< Lost,          demand_refund,          RefundOpened,     Emit<open_refund_case, claim_on_carrier>                              >,
  Row< Lost,          platform_refund,        RefundOpened,     Emit<open_refund_case, claim_on_carrier>                              >,
  Row< Lost,          deadline_passed,        RefundOpened,     Emit<open_refund_case, claim_on_carrier>                              >,

  Row< Signed,        confirm_receipt,        Success                                                                                 >,
  Row< Signed,        close_case,             Success                                                                                 >,
  Row< RefundOpened,  close_case,             Closed                                                                                  >>;

// Where the case stands once a question beside the goods is settled.
template <class From, class On>
using BackToTheOrder = Rows<
  //   from  on  to            do      when
  Row< From, On, RefundOpened, Emit<>, refunded     >,
  Row< From, On, Signed,       Emit<>, signed_for   >,
  Row< From, On, Returned,     Emit<>, came_back    >,
  Row< From, On, Lost,         Emit<>, lost         >,
  Row< From, On, Moving,       Emit<>, under_way    >,
  Row< From, On, WaitAgreed,   Emit<>, time_agreed  >,
  Row< From, On, Late,         Emit<>, not_sent_out >>;

using Compensation = Rows<
  //   from                on                           to                  do                          when
  Row< AnyWrong,           claim_compensation,          CompensationDue,    Emit<notify_seller>                      >,
  // What a seller promises is owed.
  Row< AnyWrong,           offer_compensation,          CompensationDue,    TellBuyer                                >,
  Row< CompensationDue,    pay_compensation,            CompensationPaying, Emit<order_compensation>                 >,
  Row< CompensationDue,    file_force_majeure,          CompensationDue,    HandIn                                   >,
  // The platform takes it from the deposit of a seller who does not pay; nobody can opt out.
  Row< CompensationDue,    deadline_passed,             CompensationPaying, Emit<order_compensation>                 >,
  Row< CompensationPaying, compensation_failed,         CompensationDue,    Emit<cancel_compensation>                >,
  Row< CompensationPaying, compensation_confirmed,      Success,            Emit<settle_compensation>,  refunded     >,
  Row< CompensationPaying, compensation_confirmed,      Success,            Emit<settle_compensation>,  signed_for   >,
  Row< CompensationPaying, compensation_confirmed,      Returned,           Emit<settle_compensation>,  came_back    >,
  Row< CompensationPaying, compensation_confirmed,      Lost,               Emit<settle_compensation>,  lost         >,
  Row< CompensationPaying, compensation_confirmed,      Moving,             Emit<settle_compensation>,  under_way    >,
  Row< CompensationPaying, compensation_confirmed,      WaitAgreed,         Emit<settle_compensation>,  time_agreed  >,
  Row< CompensationPaying, compensation_confirmed,      Late,               Emit<settle_compensation>,  not_sent_out >,
  // The carrier's word is kept meanwhile. In a dispute it is reported to the case as facts.
  Row< Compensating,       mark_shipped,                Compensating                                                 >,
  Row< Compensating,       carrier_picked_up,           Compensating                                                 >,
  Row< Compensating,       carrier_moved,               Compensating                                                 >,
  Row< Compensating,       carrier_signed,              Compensating                                                 >,
  Row< Compensating,       carrier_returned,            Compensating                                                 >,
  Row< Compensating,       carrier_lost,                Compensating                                                 >>;

using Anywhere = Rows<
  //   from             on                           to                  do
  Row< MayRefund,       refund_order,                RefundOpened,       Emit<open_refund_case>   >,
  Row< MayRefund,       demand_refund,               RefundOpened,       Emit<open_refund_case>   >,
  Row< MayRefund,       platform_refund,             RefundOpened,       Emit<open_refund_case>   >,
  Row< AnyOpen,         platform_order_compensation, CompensationPaying, Emit<order_compensation> >,
  Row< AnyOpen,         withdraw,                    Closed                                       >,
  Row< AnyOpen,         request_platform,            DisputeRequested                             >,
  Row< AnyOpen,         platform_step_in,            DisputeReview,      Emit<notify_seller>      >,
  Row< AnyOpen,         platform_close,              Closed                                       >,
  Row< AnyDisputeState, platform_order_compensation, CompensationPaying, Emit<order_compensation> >,
  Row< AnyDisputeState, platform_refund,             RefundOpened,       Emit<open_refund_case>   >>;

struct Terms {
  using End = Closed;
  // What the parties settle here is compensation; the price comes back in a refund case.
  template <class From>
  using Settled = Rows<
    Row< From, settle, CompensationPaying, Emit<order_compensation>, amount_named         >,
    Row< From, settle, Closed,             Emit<>,                   Unless<amount_named> >>;
  template <class From>
  using Withdrawn = BackToTheOrder<From, withdraw_dispute>;
  template <class From, class On>
  using Executed = Rows<
    Row< From, On, RefundOpened, Emit<open_refund_case>, decided_refund        >,
    Row< From, On, RefundOpened, Emit<open_refund_case>, decided_return_refund >,
    Row< From, On, Closed,       Emit<>,                 decided_for_seller    >>;
};
// clang-format on

struct DelayTable {
  using rows = machine::Join<OnTheWay, Compensation, BackToTheOrder<CompensationDue, refuse_compensation>,
                             BackToTheOrder<CompensationDue, force_majeure_approved>, Anywhere, DisputeRows<Terms>>;
};

}  // namespace

Workflow const& logistics_delay() {
  static machine::TableWorkflow<DelayTable> const workflow{"logistics_delay", 1};
  return workflow;
}

}  // namespace redress::workflows

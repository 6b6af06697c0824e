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

// clang-format off
template <class From>
using BeforeDispatch = Rows<
  //   from  on                      to          do
  // A waybill uploaded is not a parcel dispatched: the clock runs on until the carrier has it.
  Row< From, mark_shipped,           From                  >,
  Row< From, carrier_picked_up,      PickedUp              >,
  Row< From, propose_new_time,       Notified,   TellBuyer >,
  Row< From, propose_substitute,     Notified,   TellBuyer >,
  Row< From, file_force_majeure,     From,       HandIn    >,
  Row< From, force_majeure_approved, From                  >>;

template <class From>
using UnderWay = Rows<
  //   from  on                      to          do
  Row< From, carrier_moved,          Moving                >,
  Row< From, carrier_signed,         Signed                >,
  Row< From, carrier_returned,       Returned,   Emit<notify_seller> >,
  Row< From, carrier_lost,           Lost,       Emit<notify_seller> >,
  Row< From, confirm_receipt,        Success               >,
  Row< From, chase_carrier,          From                  >>;

// Where the case stands once a question beside the goods is settled. A parcel that was lost or came back is on its way
// until its trace says so again.
template <class From, class On>
using BackToTheOrder = Rows<
  //   from  on  to            do      when
  Row< From, On, RefundOpened, Emit<>, refunded     >,
  Row< From, On, Signed,       Emit<>, signed_for   >,
  Row< From, On, Moving,       Emit<>, sent_out     >,
  Row< From, On, WaitAgreed,   Emit<>, time_agreed  >,
  Row< From, On, Late,         Emit<>, not_sent_out >>;

using Own = Rows<
  //   from                on                      to                  do                                        when
  Row< None,               open,                   WaitDispatch,       Emit<>,                                   stands<Place::in_time>      >,
  Row< None,               open,                   Late,               Emit<>,                                   stands<Place::late>         >,
  Row< None,               open,                   WaitAgreed,         Emit<>,                                   stands<Place::time_agreed>  >,
  Row< None,               open,                   OutOfStock,         Emit<>,                                   stands<Place::out_of_stock> >,
  Row< None,               open,                   Moving,             Emit<>,                                   stands<Place::under_way>    >,
  Row< None,               open,                   Lost,               Emit<>,                                   stands<Place::lost>         >,
  Row< None,               open,                   Returned,           Emit<>,                                   stands<Place::came_back>    >,
  Row< None,               open,                   Signed,             Emit<>,                                   stands<Place::signed_for>   >,
  Row< None,               open,                   RefundOpened,       Emit<>,                                   stands<Place::refunded>     >,

  Row< WaitDispatch,       report_out_of_stock,    OutOfStock                                                                                >,
  Row< WaitDispatch,       deadline_passed,        Late,               Emit<notify_seller>                                                   >,
  Row< Late,               report_out_of_stock,    OutOfStock                                                                                >,
  // Not with the carrier long after it was due: taken for out of stock (C-04, C-09).
  Row< Late,               deadline_passed,        OutOfStock,         Emit<notify_seller>                                                   >,

  // The buyer is told and asked; if the seller does not do it in time, Redress tells the buyer by itself.
  Row< OutOfStock,         delay::notify_buyer,    Notified,           TellBuyer                                                             >,
  Row< OutOfStock,         deadline_passed,        Notified,           TellBuyer                                                             >,
  Row< Notified,           accept_new_time,        WaitAgreed,         Emit<adopt_offer>,                        offered_new_time            >,
  Row< Notified,           accept_substitute,      SubstituteAgreed,   Emit<adopt_offer>,                        offered_substitute          >,
  Row< Notified,           decline_offer,          OutOfStock                                                                                >,
  Row< Notified,           report_out_of_stock,    OutOfStock                                                                                >,
  // Silence is no consent to wait nor to a substitute: the order is called off.
  Row< Notified,           deadline_passed,        RefundOpened,       Emit<open_refund_case>                                                >,
  Row< SubstituteAgreed,   report_out_of_stock,    OutOfStock                                                                                >,
  Row< SubstituteAgreed,   deadline_passed,        Late,               Emit<notify_seller>                                                   >,
  Row< WaitAgreed,         report_out_of_stock,    OutOfStock                                                                                >,
  Row< WaitAgreed,         deadline_passed,        Late,               Emit<notify_seller>                                                   >,

  Row< PickedUp,           carrier_stalled,        Stalled,            Emit<notify_seller>                                                   >,
  Row< PickedUp,           deadline_passed,        Stalled,            Emit<notify_seller>                                                   >,
  Row< Moving,             carrier_stalled,        Stalled,            Emit<notify_seller>                                                   >,
  Row< Moving,             deadline_passed,        Stalled,            Emit<notify_seller>                                                   >,
  // A loss before signing is the seller's (art. 10): send again or refund, and claim on the carrier.
  Row< Stalled,            deadline_passed,        Lost,               Emit<notify_seller>                                                   >,
  Row< Stalled,            resend_parcel,          PickedUp,           TellBuyer                                                             >,
  Row< Lost,               resend_parcel,          PickedUp,           Emit<EffectKind::notify_buyer, claim_on_carrier>                      >,
  Row< Lost,               refund_order,           RefundOpened,       Emit<open_refund_case, claim_on_carrier>                              >,
  Row< Lost,               demand_refund,          RefundOpened,       Emit<open_refund_case, claim_on_carrier>                              >,
  Row< Lost,               deadline_passed,        RefundOpened,       Emit<open_refund_case, claim_on_carrier>                              >,
  Row< Returned,           resend_parcel,          PickedUp,           TellBuyer                                                             >,

  Row< Signed,             confirm_receipt,        Success                                                                                   >,
  Row< Signed,             close_case,             Success                                                                                   >,
  Row< RefundOpened,       close_case,             Closed                                                                                    >,

  Row< CompensationDue,    pay_compensation,       CompensationPaying, Emit<order_compensation>                                              >,
  Row< CompensationDue,    file_force_majeure,     CompensationDue,    HandIn                                                                >,
  // The platform takes it from the deposit of a seller who does not pay; nobody can opt out.
  Row< CompensationDue,    deadline_passed,        CompensationPaying, Emit<order_compensation>                                              >,
  Row< CompensationPaying, compensation_failed,    CompensationDue,    Emit<cancel_compensation>                                             >,
  Row< CompensationPaying, compensation_confirmed, Success,            Emit<settle_compensation>,                refunded                    >,
  Row< CompensationPaying, compensation_confirmed, Success,            Emit<settle_compensation>,                signed_for                  >,
  Row< CompensationPaying, compensation_confirmed, Moving,             Emit<settle_compensation>,                sent_out                    >,
  Row< CompensationPaying, compensation_confirmed, WaitAgreed,         Emit<settle_compensation>,                time_agreed                 >,
  Row< CompensationPaying, compensation_confirmed, Late,               Emit<settle_compensation>,                not_sent_out                >>;

// Facts that arrive while compensation is dealt with. In a dispute they are reported to the case as facts.
template <class From>
using Meanwhile = Rows<
  Row< From, mark_shipped,      From >,
  Row< From, carrier_picked_up, From >,
  Row< From, carrier_moved,     From >,
  Row< From, carrier_signed,    From >,
  Row< From, carrier_returned,  From >,
  Row< From, carrier_lost,      From >>;

struct DelayTerms {
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
  using Refunded = FromEachDisputeState<platform_refund, RefundOpened, Emit<open_refund_case>>;
};
// clang-format on

// Every state in which something has gone wrong already; LOST has rows of its own for refunds.
template <class On, class To, class Do>
using FromEachWrong = FromEach<On, To, Do, Late, OutOfStock, Notified, SubstituteAgreed, WaitAgreed, PickedUp, Moving,
                               Stalled, Lost, Returned, Signed, RefundOpened>;
template <class On>
using RefundFromEach = FromEach<On, RefundOpened, Emit<open_refund_case>, WaitDispatch, Late, OutOfStock, Notified,
                                SubstituteAgreed, WaitAgreed, PickedUp, Moving, Stalled, Returned, Signed>;
template <class On, class To, class Do>
using FromEachOpen = machine::Join<FromEachWrong<On, To, Do>, FromEach<On, To, Do, WaitDispatch, CompensationDue>>;

struct DelayTable {
  using rows = machine::Join<
      Own, BeforeDispatch<WaitDispatch>, BeforeDispatch<Late>, BeforeDispatch<OutOfStock>, BeforeDispatch<Notified>,
      BeforeDispatch<SubstituteAgreed>, BeforeDispatch<WaitAgreed>, UnderWay<PickedUp>, UnderWay<Moving>,
      UnderWay<Stalled>, UnderWay<Lost>, RefundFromEach<refund_order>, RefundFromEach<demand_refund>,
      RefundFromEach<platform_refund>,
      FromEach<platform_refund, RefundOpened, Emit<open_refund_case, claim_on_carrier>, Lost>,
      FromEachWrong<claim_compensation, CompensationDue, Emit<notify_seller>>,
      FromEachWrong<offer_compensation, CompensationDue, TellBuyer>,
      FromEachOpen<platform_order_compensation, CompensationPaying, Emit<order_compensation>>,
      FromEachDisputeState<platform_order_compensation, CompensationPaying, Emit<order_compensation>>,
      BackToTheOrder<CompensationDue, refuse_compensation>, BackToTheOrder<CompensationDue, force_majeure_approved>,
      Meanwhile<CompensationDue>, Meanwhile<CompensationPaying>, FromEachOpen<withdraw, Closed, Emit<>>,
      FromEachOpen<platform_close, Closed, Emit<>>, FromEachOpen<request_platform, DisputeRequested, Emit<>>,
      FromEachOpen<platform_step_in, DisputeReview, Emit<notify_seller>>, DisputeRows<DelayTerms>>;
};

}  // namespace

Workflow const& logistics_delay() {
  static machine::TableWorkflow<DelayTable> const workflow{"logistics_delay", 1};
  return workflow;
}

}  // namespace redress::workflows

// Exchange, repair and re-send, the price difference, and how one of them goes on as a refund (platform
// rules, 2.4, 2.8).
//
// The three share their first answer and their end; between them stand the goods that go back (not for a re-send), the
// repair, and the goods that are sent out.
#include "workflows/catalogue.hpp"
#include "workflows/dispute.hpp"
#include "workflows/exchange_states.hpp"
#include "workflows/payout.hpp"

namespace redress::workflows {
namespace {

using namespace swap;
using enum EffectKind;

namespace params {
using namespace workflows::params;
inline constexpr std::array<std::string_view, 3> wants{"exchange", "repair", "resend"};
inline constexpr std::array new_request{among(claim_wants, wants), claim_reason, goods_received};
inline constexpr std::array outbound{as_fact(carrier, "replacement.carrier"), waybill, at, refund_version};
}  // namespace params

// clang-format off
struct modify_request : Event {
  static constexpr EventSpec spec{.name = "modify_request", .party = Party::buyer, .zh = "买家修改申请", .en = "Change the claim", .params = params::new_request};
};
struct agree_exchange : Event {
  static constexpr EventSpec spec{.name = "agree_exchange", .irreversible = true, .zh = "同意换货、维修或补寄", .en = "Agree to exchange, repair or re-send", .params = params::return_address};
};
// The same without an address, for which a re-send has no use.
struct agree_resend : Event {
  static constexpr EventSpec spec{.name = "agree_resend", .irreversible = true, .zh = "同意补寄", .en = "Agree to send again", .params = params::only_message};
};
struct auto_agree : Event {
  static constexpr EventSpec spec{.name = "auto_agree", .party = Party::timer, .irreversible = true, .zh = "系统自动同意", .en = "Agreed automatically"};
};
struct refuse : Event {
  static constexpr EventSpec spec{.name = "refuse", .zh = "拒绝申请", .en = "Refuse the claim", .params = params::refusal};
};
struct ship_return : Event {
  static constexpr EventSpec spec{.name = "ship_return", .party = Party::buyer, .zh = "买家寄回商品", .en = "Ship the goods back", .params = params::return_shipment,
                                  .stamps = "returns.shipped_at"};
};
struct return_signed : Event {
  static constexpr EventSpec spec{.name = "return_signed", .party = Party::carrier, .zh = "退货已签收", .en = "The return was signed for", .params = params::only_at,
                                  .stamps = "returns.signed_at"};
};
struct confirm_return : Event {
  static constexpr EventSpec spec{.name = "confirm_return", .irreversible = true, .zh = "确认收到退回商品", .en = "Confirm the returned goods", .params = params::only_message};
};
struct refuse_return : Event {
  static constexpr EventSpec spec{.name = "refuse_return", .zh = "拒绝退货收货", .en = "Refuse the returned goods", .params = params::return_refusal};
};
struct difference_paid : Event {
  static constexpr EventSpec spec{.name = "difference_paid", .party = Party::payments, .zh = "买家已补差价", .en = "The price difference was paid", .params = params::only_amount};
};
struct waive_difference : Event {
  static constexpr EventSpec spec{.name = "waive_difference", .irreversible = true, .zh = "免除差价", .en = "Waive the price difference", .params = params::only_message};
};
struct send_replacement : Event {
  static constexpr EventSpec spec{.name = "send_replacement", .irreversible = true, .zh = "发出换货或补寄商品", .en = "Send the replacement", .params = params::outbound,
                                  .stamps = "replacement.shipped_at"};
};
struct send_repaired : Event {
  static constexpr EventSpec spec{.name = "send_repaired", .irreversible = true, .zh = "寄回维修好的商品", .en = "Send the repaired goods back", .params = params::outbound,
                                  .stamps = "replacement.shipped_at"};
};
struct report_no_stock : Event {
  static constexpr EventSpec spec{.name = "report_no_stock", .irreversible = true, .zh = "无货可换，转退款", .en = "No stock: go on as a refund", .params = params::only_message};
};
struct offer_refund : Event {
  static constexpr EventSpec spec{.name = "offer_refund", .zh = "建议改为退款", .en = "Offer a refund instead", .params = params::only_message};
};
struct accept_refund_instead : Event {
  static constexpr EventSpec spec{.name = "accept_refund_instead", .party = Party::buyer, .irreversible = true, .zh = "买家改为退款", .en = "Take a refund instead", .params = params::only_message};
};
struct replacement_signed : Event {
  static constexpr EventSpec spec{.name = "replacement_signed", .party = Party::carrier, .zh = "换货商品已签收", .en = "The replacement was signed for", .params = params::only_at,
                                  .stamps = "replacement.signed_at"};
};
struct confirm_receipt : Event {
  static constexpr EventSpec spec{.name = "confirm_receipt", .party = Party::buyer, .irreversible = true, .zh = "买家确认收货", .en = "Confirm receipt"};
};
struct report_not_received : Event {
  static constexpr EventSpec spec{.name = "report_not_received", .party = Party::buyer, .zh = "买家反馈未收到商品", .en = "The goods did not arrive", .params = params::only_message};
};

// A silent seller has agreed, and so has one for whom a rule of the book answers (D-13).
template <class On>
using AgreedBy = Rows<
  //   from       on  to               do                                        when
  Row< Requested, On, WaitBuyerReturn, Emit<reserve_goods, send_return_address>, Unless<wants_resend> >,
  Row< Requested, On, WaitSellerSend,  Emit<>,                                   wants_resend         >>;

using MayAgree = AnyOf<Requested, WaitBuyerModify>;
using MayTurnToRefund = AnyOf<Requested, WaitBuyerModify, WaitPriceDifference, WaitSellerSend, SendLate, RepairInProgress>;
using MustSend = AnyOf<WaitSellerSend, SendLate>;
// Once the replacement is on its way there is nothing left to withdraw: the buyer confirms, or says it did not arrive.
using MayWithdraw = AnyOf<Requested, WaitBuyerModify, WaitBuyerReturn, ReturnShipped, WaitPriceDifference, WaitSellerSend, SendLate, RepairInProgress>;
using AnyOpen = AnyOf<Requested, WaitBuyerModify, WaitBuyerReturn, ReturnShipped, WaitPriceDifference, WaitSellerSend, SendLate, RepairInProgress, WaitBuyerReceive>;

using Own = Rows<
  //   from                 on                     to                   do                                         when
  Row< None,                open,                  Requested                                                                              >,

  Row< MayAgree,            agree_exchange,        WaitBuyerReturn,     Emit<reserve_goods, send_return_address>,  Unless<wants_resend>   >,
  Row< MayAgree,            agree_exchange,        WaitSellerSend,      Emit<>,                                    wants_resend           >,
  Row< MayAgree,            agree_resend,          WaitSellerSend,      Emit<>,                                    wants_resend           >,
  Row< Requested,           refuse,                WaitBuyerModify,     Emit<notify_buyer>                                                >,
  Row< MayAgree,            modify_request,        Requested,           Emit<restart_clock>,                       Unless<goods_are_back> >,
  Row< MayAgree,            modify_request,        ReturnShipped,       Emit<>,                                    goods_are_back         >,
  Row< WaitBuyerModify,     deadline_passed,       Closed                                                                                 >,

  Row< WaitBuyerReturn,     ship_return,           ReturnShipped                                                                          >,
  Row< WaitBuyerReturn,     deadline_passed,       Closed                                                                                 >,
  Row< ReturnShipped,       return_signed,         ReturnShipped                                                                          >,
  Row< ReturnShipped,       confirm_return,        RepairInProgress,    Emit<>,                                    wants_repair           >,
  Row< ReturnShipped,       confirm_return,        WaitPriceDifference, Emit<collect_price_difference>,            replacement_dearer     >,
  Row< ReturnShipped,       confirm_return,        WaitSellerSend,      Emit<>,                                    replacement_not_dearer >,
  Row< ReturnShipped,       refuse_return,         WaitBuyerModify,     Emit<notify_buyer>                                                >,
  // A seller who neither confirms nor sends pays: the platform refunds the buyer (D-14a).
  Row< ReturnShipped,       deadline_passed,       RefundPaying,        Emit<order_payout>                                                >,

  Row< WaitPriceDifference, difference_paid,       WaitSellerSend                                                                         >,
  Row< WaitPriceDifference, waive_difference,      WaitSellerSend                                                                         >,
  // The reference is silent on a difference that nobody pays: the goods are back, so the money goes back.
  Row< WaitPriceDifference, deadline_passed,       TransformToRefund,   Emit<open_refund_case>                                            >,

  Row< MustSend,            send_replacement,      WaitBuyerReceive,    Emit<notify_buyer>                                                >,
  Row< MustSend,            report_no_stock,       TransformToRefund,   Emit<open_refund_case>                                            >,
  // The carrier's word against the buyer's that nothing arrived.
  Row< MustSend,            replacement_signed,    WaitBuyerReceive                                                                       >,
  // Late sending is late handling (D-14b): from here on the buyer may turn to a refund, as before, and no timer runs.
  Row< WaitSellerSend,      deadline_passed,       SendLate,            Emit<notify_seller, notify_buyer>                                 >,
  Row< RepairInProgress,    send_repaired,         WaitBuyerReceive,    Emit<notify_buyer>                                                >,
  Row< RepairInProgress,    send_replacement,      WaitBuyerReceive,    Emit<notify_buyer>                                                >,
  Row< RepairInProgress,    deadline_passed,       RefundPaying,        Emit<order_payout>                                                >,

  // What a cheaper replacement saves is paid when the exchange is done.
  Row< WaitBuyerReceive,    replacement_signed,    WaitBuyerReceive                                                                       >,
  Row< WaitBuyerReceive,    report_not_received,   WaitSellerSend,      Emit<notify_seller>                                               >,
  Row< WaitBuyerReceive,    confirm_receipt,       RefundPaying,        Emit<refund_price_difference>,             replacement_cheaper         >,
  Row< WaitBuyerReceive,    confirm_receipt,       Success,             Emit<>,                                    Unless<replacement_cheaper> >,
  Row< WaitBuyerReceive,    deadline_passed,       RefundPaying,        Emit<refund_price_difference>,             replacement_cheaper         >,
  Row< WaitBuyerReceive,    deadline_passed,       Success,             Emit<>,                                    Unless<replacement_cheaper> >,

  Row< MayTurnToRefund,     offer_refund,          MayTurnToRefund,     Emit<notify_buyer>                                                >,
  Row< MayTurnToRefund,     accept_refund_instead, TransformToRefund,   Emit<open_refund_case>                                            >,
  Row< MayWithdraw,         withdraw,              Closed                                                                                 >,
  Row< AnyOpen,             request_platform,      DisputeRequested                                                                       >,
  Row< AnyOpen,             platform_step_in,      DisputeReview,       Emit<notify_seller>                                               >,
  Row< AnyOpen,             platform_refund,       RefundPaying,        Emit<order_payout>                                                >,
  Row< AnyOpen,             platform_close,        Closed                                                                                 >,
  Row< AnyDisputeState,     platform_refund,       RefundPaying,        Emit<order_payout>                                                >>;

struct Terms {
  using End = Closed;
  template <class From>
  using Settled = SettledByPayout<From>;
  template <class From>
  using Withdrawn = Rows<Row<From, withdraw_dispute, WaitBuyerModify>>;
  template <class From, class On>
  using Executed = Rows<
    Row< From, On, RefundPaying,      Emit<order_payout>,     decided_refund        >,
    Row< From, On, TransformToRefund, Emit<open_refund_case>, decided_return_refund >,
    Row< From, On, Closed,            Emit<>,                 decided_for_seller    >>;
};
// clang-format on

struct ExchangeTable {
  using rows = machine::Join<Own, AgreedBy<auto_agree>, AgreedBy<deadline_passed>, PayoutRows, DisputeRows<Terms>>;
};

}  // namespace

Workflow const& exchange() {
  static machine::TableWorkflow<ExchangeTable> const workflow{"exchange", 1};
  return workflow;
}

}  // namespace redress::workflows

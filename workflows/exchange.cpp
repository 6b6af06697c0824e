// Exchange, repair and re-send, the price difference of an exchange, and how one goes on as a refund (platform
// rules, 2.4).
//
// The three share their first answer and their end; between them stand the goods that go back (not for a re-send), the
// repair, and the goods that are sent out.
#include "workflows/catalogue.hpp"
#include "workflows/dispute.hpp"
#include "workflows/guards.hpp"
#include "workflows/payout.hpp"

namespace redress::workflows {
namespace {

using enum EffectKind;

// clang-format off
struct None : State {
  static constexpr StateSpec spec{.name = "NONE", .owed_by = Party::buyer, .zh = "未申请", .en = "Not yet applied for"};
};
struct Requested : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_REQUESTED", .owed_by = Party::seller, .deadline = "exchange.seller_answer", .raw_status = "WAIT_SELLER_AGREE",
                                  .zh = "等待卖家处理换货", .en = "Waiting for the seller's answer"};
};
struct WaitBuyerModify : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_BUYER_MODIFY", .owed_by = Party::buyer, .deadline = "exchange.buyer_modifies", .raw_status = "SELLER_REFUSE_BUYER",
                                  .zh = "卖家已拒绝，等待买家修改", .en = "Refused, waiting for the buyer to change the claim"};
};
struct WaitBuyerReturn : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_BUYER_RETURN", .owed_by = Party::buyer, .deadline = "exchange.buyer_ships_back", .raw_status = "WAIT_BUYER_RETURN_GOODS",
                                  .zh = "等待买家寄回商品", .en = "Waiting for the buyer to ship back"};
};
struct ReturnShipped : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_RETURN_SHIPPED", .owed_by = Party::seller, .deadline = "exchange.seller_confirms_goods", .raw_status = "WAIT_SELLER_CONFIRM_GOODS",
                                  .zh = "买家已寄回，等待卖家确认", .en = "Shipped back, waiting for the seller"};
};
struct WaitPriceDifference : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_PRICE_DIFFERENCE", .owed_by = Party::buyer, .deadline = "exchange.price_difference",
                                  .zh = "等待买家补差价", .en = "Waiting for the price difference"};
};
struct WaitSellerSend : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_SELLER_SEND", .owed_by = Party::seller, .deadline = "exchange.seller_sends", .raw_status = "WAIT_SELLER_CONSIGN_GOOGDS",
                                  .zh = "等待卖家发出商品", .en = "Waiting for the seller to send"};
};
struct RepairInProgress : State {
  static constexpr StateSpec spec{.name = "REPAIR_IN_PROGRESS", .owed_by = Party::seller, .deadline = "exchange.seller_repairs", .zh = "维修中", .en = "Being repaired"};
};
struct WaitBuyerReceive : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_WAIT_BUYER_RECEIVE", .owed_by = Party::buyer, .deadline = "exchange.buyer_receives",
                                  .raw_status = "EXCHANGE_WAIT_BUYER_CONFIRM_GOODS", .zh = "等待买家确认收货", .en = "Waiting for the buyer to confirm"};
};
struct TransformToRefund : State {
  static constexpr StateSpec spec{.name = "EXCHANGE_TRANSFORM_TO_REFUND", .raw_status = "EXCHANGE_TRANSFORM_TO_REFUND", .final = true,
                                  .zh = "已转为退货退款", .en = "Goes on as a refund"};
};

// What was asked for; exactly one holds (an exchange unless it says repair or re-send).
struct wants_repair {
  static constexpr GuardSpec spec{"wants_repair", "申请维修", "a repair is asked for"};
  static constexpr GuardSpec otherwise{"wants_no_repair", "申请的不是维修", "no repair is asked for"};
  static bool holds(Facts const& facts) { return facts.text("claim.wants") == "repair"; }
};
struct wants_resend {
  static constexpr GuardSpec spec{"wants_resend", "申请补寄", "a re-send is asked for"};
  static constexpr GuardSpec otherwise{"goods_go_back", "需要先寄回商品", "the goods go back first"};
  static bool holds(Facts const& facts) { return facts.text("claim.wants") == "resend"; }
};
template <int Sign>
struct exchange_with_difference {
  static bool holds(Facts const& facts) {
    auto const difference_minor = facts.integer("replacement.price_difference_minor");
    return !wants_repair::holds(facts) && (Sign > 0 ? difference_minor > 0 : Sign < 0 ? difference_minor < 0 : difference_minor == 0);
  }
};
struct dearer : exchange_with_difference<1> {
  static constexpr GuardSpec spec{"dearer", "换货商品更贵，买家补差价", "the replacement is dearer: the buyer pays the difference"};
};
struct cheaper : exchange_with_difference<-1> {
  static constexpr GuardSpec spec{"cheaper", "换货商品更便宜，退还差价", "the replacement is cheaper: the difference goes back"};
};
struct same_price : exchange_with_difference<0> {
  static constexpr GuardSpec spec{"same_price", "没有差价", "there is no price difference"};
};

// A case does not end while money of its order is on the way: the word of payments comes first.
struct nothing_pending {
  static constexpr GuardSpec spec{"nothing_pending", "没有待付的退款", "no refund is pending"};
  static bool holds(Facts const& facts) { return facts.integer("account.pending_minor") == 0; }
};

namespace params {
using namespace workflows::params;
inline constexpr std::array<std::string_view, 3> wants{"exchange", "repair", "resend"};
inline constexpr std::array new_request{among(claim_wants, wants), claim_reason, goods_received};
inline constexpr std::array agreement{address_id, postage_bearer, address_overseas, address_differs};
inline constexpr std::array outbound{carrier, waybill, at};
}  // namespace params

struct modify_request : Event {
  static constexpr EventSpec spec{.name = "modify_request", .party = Party::buyer, .zh = "买家修改申请", .en = "Change the claim", .params = params::new_request};
};
struct agree_exchange : Event {
  static constexpr EventSpec spec{.name = "agree_exchange", .irreversible = true, .zh = "同意换货、维修或补寄", .en = "Agree to exchange, repair or re-send", .params = params::agreement};
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
  static constexpr EventSpec spec{.name = "difference_paid", .party = Party::payments, .zh = "买家已补差价", .en = "The price difference was paid"};
};
struct waive_difference : Event {
  static constexpr EventSpec spec{.name = "waive_difference", .irreversible = true, .zh = "免除差价", .en = "Waive the price difference", .params = params::only_message};
};
struct send_replacement : Event {
  static constexpr EventSpec spec{.name = "send_replacement", .irreversible = true, .zh = "发出换货商品", .en = "Send the replacement", .params = params::outbound,
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
  static constexpr EventSpec spec{.name = "accept_refund_instead", .party = Party::buyer, .irreversible = true, .zh = "买家同意改为退款", .en = "Accept a refund instead", .params = params::only_message};
};
struct replacement_signed : Event {
  static constexpr EventSpec spec{.name = "replacement_signed", .party = Party::carrier, .zh = "换货商品已签收", .en = "The replacement was signed for", .params = params::only_at};
};
struct confirm_receipt : Event {
  static constexpr EventSpec spec{.name = "confirm_receipt", .party = Party::buyer, .irreversible = true, .zh = "买家确认收货", .en = "Confirm receipt", .params = params::only_message};
};
struct report_not_received : Event {
  static constexpr EventSpec spec{.name = "report_not_received", .party = Party::buyer, .zh = "买家反馈未收到换货商品", .en = "The replacement did not arrive", .params = params::only_message};
};

template <class On>
using Agreements = Rows<
  //   from       on  to               do                                        when
  Row< Requested, On, WaitBuyerReturn, Emit<reserve_goods, send_return_address>, Unless<wants_resend> >,
  Row< Requested, On, WaitSellerSend,  Emit<>,                                   wants_resend         >>;

using Own = Rows<
  //   from                 on                     to                   do                                when
  Row< None,                open,                  Requested,           Emit<notify_seller>                                     >>;

using After = Rows<
  Row< Requested,           refuse,                WaitBuyerModify,     Emit<notify_buyer>                                      >,
  Row< Requested,           modify_request,        Requested,           Emit<>                                                  >,
  Row< Requested,           offer_refund,          Requested,           Emit<notify_buyer>                                      >,
  Row< Requested,           accept_refund_instead, TransformToRefund,   Emit<open_refund_case>                                  >,

  Row< WaitBuyerModify,     modify_request,        Requested,           Emit<notify_seller>                                     >,
  Row< WaitBuyerModify,     accept_refund_instead, TransformToRefund,   Emit<open_refund_case>                                  >,
  Row< WaitBuyerModify,     deadline_passed,       Closed,              Emit<>                                                  >,

  Row< WaitBuyerReturn,     ship_return,           ReturnShipped,       Emit<notify_seller>                                     >,
  Row< WaitBuyerReturn,     deadline_passed,       Closed,              Emit<>                                                  >,

  Row< ReturnShipped,       return_signed,         ReturnShipped,       Emit<>                                                  >,
  Row< ReturnShipped,       confirm_return,        WaitSellerSend,      Emit<>,                           same_price            >,
  Row< ReturnShipped,       confirm_return,        WaitSellerSend,      Emit<refund_price_difference>,    cheaper               >,
  Row< ReturnShipped,       confirm_return,        WaitPriceDifference, Emit<collect_price_difference>,   dearer                >,
  Row< ReturnShipped,       confirm_return,        RepairInProgress,    Emit<>,                           wants_repair          >,
  Row< ReturnShipped,       refuse_return,         WaitBuyerModify,     Emit<notify_buyer>                                      >,
  // A seller who neither confirms nor sends pays: the platform refunds the buyer.
  Row< ReturnShipped,       deadline_passed,       RefundPaying,        Emit<order_payout>                                      >,

  Row< WaitPriceDifference, difference_paid,       WaitSellerSend,      Emit<>                                                  >,
  Row< WaitPriceDifference, waive_difference,      WaitSellerSend,      Emit<>                                                  >,
  Row< WaitPriceDifference, accept_refund_instead, TransformToRefund,   Emit<open_refund_case>                                  >,
  // The reference has no figure here; where a shop's book gives one, the exchange goes on as a refund.
  Row< WaitPriceDifference, deadline_passed,       TransformToRefund,   Emit<open_refund_case>                                  >,

  Row< WaitSellerSend,      send_replacement,      WaitBuyerReceive,    Emit<notify_buyer>                                      >,
  Row< WaitSellerSend,      report_no_stock,       TransformToRefund,   Emit<open_refund_case>                                  >,
  Row< WaitSellerSend,      offer_refund,          WaitSellerSend,      Emit<notify_buyer>                                      >,
  Row< WaitSellerSend,      accept_refund_instead, TransformToRefund,   Emit<open_refund_case>                                  >,
  // The price difference that goes back is paid beside the exchange, which does not wait for it.
  Row< WaitSellerSend,      payout_confirmed,      WaitSellerSend,      Emit<settle_payout>                                     >,
  Row< WaitSellerSend,      payout_failed,         WaitSellerSend,      Emit<notify_seller>                                     >,
  // Late sending is late handling (D-14b): the seller is told, and the buyer may turn to a refund.
  Row< WaitSellerSend,      deadline_passed,       WaitSellerSend,      Emit<notify_seller, notify_buyer>                       >,

  Row< RepairInProgress,    send_repaired,         WaitBuyerReceive,    Emit<notify_buyer>                                      >,
  Row< RepairInProgress,    accept_refund_instead, TransformToRefund,   Emit<open_refund_case>                                  >,
  Row< RepairInProgress,    deadline_passed,       RefundPaying,        Emit<order_payout>                                      >,

  Row< WaitBuyerReceive,    replacement_signed,    WaitBuyerReceive,    Emit<>                                                  >,
  Row< WaitBuyerReceive,    payout_confirmed,      WaitBuyerReceive,    Emit<settle_payout>                                     >,
  Row< WaitBuyerReceive,    payout_failed,         WaitBuyerReceive,    Emit<notify_seller>                                     >,
  Row< WaitBuyerReceive,    report_not_received,   WaitSellerSend,      Emit<notify_seller>                                     >,
  Row< WaitBuyerReceive,    confirm_receipt,       Success,             Emit<>,                           nothing_pending       >,
  Row< WaitBuyerReceive,    deadline_passed,       Success,             Emit<>,                           nothing_pending       >>;

struct Terms {
  template <class From>
  using Settled = SettledByPayout<From>;
  template <class From>
  using Withdrawn = Rows<Row<From, withdraw_dispute, WaitBuyerModify>>;
  template <class From, class On>
  using Executed = Rows<
    Row< From, On, RefundPaying,      Emit<order_payout>,     decided_refund        >,
    Row< From, On, TransformToRefund, Emit<open_refund_case>, decided_return_refund >,
    Row< From, On, Closed,            Emit<>,                 decided_for_seller    >>;
  using Refunded = FromEachDisputeState<platform_refund, RefundPaying, Emit<order_payout>>;
};
// clang-format on

// Once goods or money are on their way out, only what happens to them moves the case.
template <class On, class To, class Do>
using FromEachOpen =
    FromEach<On, To, Do, Requested, WaitBuyerModify, WaitBuyerReturn, ReturnShipped, WaitPriceDifference>;

template <class On, class To, class Do>
using FromEachLate = FromEach<On, To, Do, WaitSellerSend, RepairInProgress, WaitBuyerReceive>;

struct ExchangeTable {
  using rows =
      machine::Join<Own, Agreements<agree_exchange>, Agreements<auto_agree>, Agreements<deadline_passed>, After,
                    FromEachOpen<withdraw, Closed, Emit<>>, FromEachOpen<platform_close, Closed, Emit<>>,
                    FromEachOpen<platform_refund, RefundPaying, Emit<order_payout>>,
                    FromEachLate<platform_refund, RefundPaying, Emit<order_payout>>,
                    FromEachOpen<request_platform, DisputeRequested, Emit<>>,
                    FromEachLate<request_platform, DisputeRequested, Emit<>>,
                    FromEachOpen<platform_step_in, DisputeReview, Emit<notify_seller>>, PayoutRows, DisputeRows<Terms>>;
};

}  // namespace

Workflow const& exchange() {
  static machine::TableWorkflow<ExchangeTable> const workflow{"exchange", 1};
  return workflow;
}

}  // namespace redress::workflows

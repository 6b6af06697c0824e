// Refund only, before and after shipping, and return and refund (platform rules, 2.1 to 2.3 and 2.8).
#include "workflows/catalogue.hpp"
#include "workflows/dispute.hpp"
#include "workflows/payout.hpp"
#include "workflows/refund_guards.hpp"

namespace redress::workflows {
namespace {

using enum EffectKind;

// clang-format off
// While the seller negotiates or intercepts, the platform goes on showing WAIT_SELLER_AGREE: those states are ours alone.
struct None : State {
  static constexpr StateSpec spec{.name = "NONE", .owed_by = Party::buyer, .raw_status = "NO_REFUND", .zh = "未申请", .en = "Not yet applied for"};
};
struct WaitSellerAgree : State {
  static constexpr StateSpec spec{.name = "WAIT_SELLER_AGREE", .owed_by = Party::seller, .deadline = "refund.seller_answer", .raw_status = "WAIT_SELLER_AGREE",
                                  .zh = "等待卖家处理", .en = "Waiting for the seller's answer"};
};
struct SellerRefuseBuyer : State {
  static constexpr StateSpec spec{.name = "SELLER_REFUSE_BUYER", .owed_by = Party::buyer, .deadline = "refund.buyer_after_refusal", .raw_status = "SELLER_REFUSE_BUYER",
                                  .zh = "卖家已拒绝，等待买家处理", .en = "Refused by the seller, waiting for the buyer"};
};
struct WaitBuyerAnswer : State {
  static constexpr StateSpec spec{.name = "WAIT_BUYER_ANSWER", .owed_by = Party::buyer, .deadline = "refund.buyer_answers_offer",
                                  .zh = "等待买家答复协商方案", .en = "Waiting for the buyer's answer to the offer"};
};
struct WaitIntercept : State {
  static constexpr StateSpec spec{.name = "WAIT_INTERCEPT", .owed_by = Party::carrier, .deadline = "refund.intercept",
                                  .zh = "包裹拦截中", .en = "Parcel being intercepted"};
};
struct WaitSellerConfirmReturnAddress : State {
  static constexpr StateSpec spec{.name = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .owed_by = Party::seller, .deadline = "refund.seller_answer",
                                  .raw_status = "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", .zh = "等待卖家确认退货地址", .en = "Waiting for the seller's return address"};
};
struct WaitBuyerReturnGoods : State {
  static constexpr StateSpec spec{.name = "WAIT_BUYER_RETURN_GOODS", .owed_by = Party::buyer, .deadline = "refund.buyer_ships_back", .raw_status = "WAIT_BUYER_RETURN_GOODS",
                                  .zh = "等待买家退货", .en = "Waiting for the buyer to ship back"};
};
struct WaitSellerConfirmGoods : State {
  static constexpr StateSpec spec{.name = "WAIT_SELLER_CONFIRM_GOODS", .owed_by = Party::seller, .deadline = "refund.seller_confirms_goods", .raw_status = "WAIT_SELLER_CONFIRM_GOODS",
                                  .zh = "等待卖家确认收货", .en = "Waiting for the seller to confirm the returned goods"};
};
// clang-format on

namespace params {
using namespace workflows::params;
inline constexpr std::array<std::string_view, 2> wants{"refund_only", "return_refund"};
inline constexpr std::array new_request{claim_amount, among(claim_wants, wants), claim_reason, goods_received};
inline constexpr std::array offer_return{address_id, message, at, refund_version};
inline constexpr std::array offer_partial{ParamSpec{.name = "amount",
                                                    .type = ParamType::money,
                                                    .required = true,
                                                    .fact = "offer.amount_minor",
                                                    .zh = "协商退款金额",
                                                    .en = "Amount offered"},
                                          message, at, refund_version};
inline constexpr std::array intercept{ParamSpec{.name = "carrier", .chars_max = 64, .zh = "承运商", .en = "Carrier"},
                                      refund_version};
}  // namespace params

// The kind of an offer is a fact of its own, so that the answer can come days later.
constexpr std::array offers_return{FactSetting{"offer.kind", "return_refund"}};
constexpr std::array offers_partial{FactSetting{"offer.kind", "partial_refund"}};
constexpr std::array has_advanced{FactSetting{"platform.advanced", true}};

// clang-format off
struct modify_request : Event {
  static constexpr EventSpec spec{.name = "modify_request", .party = Party::buyer, .zh = "买家修改申请", .en = "Change the claim", .params = params::new_request};
};
struct accept_offer : Event {
  static constexpr EventSpec spec{.name = "accept_offer", .party = Party::buyer, .irreversible = true, .zh = "买家接受协商方案", .en = "Accept the offer"};
};
struct decline_offer : Event {
  static constexpr EventSpec spec{.name = "decline_offer", .party = Party::buyer, .zh = "买家不接受协商方案", .en = "Decline the offer", .params = params::only_message};
};
struct ship_return : Event {
  static constexpr EventSpec spec{.name = "ship_return", .party = Party::buyer, .zh = "买家寄回商品", .en = "Ship the goods back", .params = params::return_shipment,
                                  .stamps = "returns.shipped_at"};
};
struct agree_refund : Event {
  static constexpr EventSpec spec{.name = "agree_refund", .irreversible = true, .zh = "同意退款", .en = "Agree to the refund", .params = params::pay_back};
};
struct agree_return : Event {
  static constexpr EventSpec spec{.name = "agree_return", .irreversible = true, .zh = "同意退货", .en = "Agree to the return", .params = params::return_address};
};
struct give_address : Event {
  static constexpr EventSpec spec{.name = "give_address", .zh = "提供退货地址", .en = "Give the return address", .params = params::return_address};
};
struct refuse : Event {
  static constexpr EventSpec spec{.name = "refuse", .zh = "拒绝申请", .en = "Refuse the claim", .params = params::refusal};
};
struct ship_goods : Event {
  static constexpr EventSpec spec{.name = "ship_goods", .irreversible = true, .zh = "继续发货", .en = "Ship the goods", .params = params::dispatch,
                                  .stamps = "shipment.waybill_uploaded_at"};
};
struct intercept : Event {
  static constexpr EventSpec spec{.name = "intercept", .zh = "拦截包裹", .en = "Intercept the parcel", .params = params::intercept};
};
struct offer_return : Event {
  static constexpr EventSpec spec{.name = "offer_return", .zh = "协商退货退款", .en = "Offer return and refund instead", .params = params::offer_return,
                                  .stamps = "offer.made_at", .sets = offers_return};
};
struct offer_partial : Event {
  static constexpr EventSpec spec{.name = "offer_partial", .zh = "协商部分退款", .en = "Offer a partial refund", .params = params::offer_partial,
                                  .stamps = "offer.made_at", .sets = offers_partial};
};
struct confirm_return : Event {
  static constexpr EventSpec spec{.name = "confirm_return", .irreversible = true, .zh = "确认收到退货并退款", .en = "Confirm the returned goods and refund",
                                  .params = params::pay_back};
};
struct refuse_return : Event {
  static constexpr EventSpec spec{.name = "refuse_return", .zh = "拒绝退货收货", .en = "Refuse the returned goods", .params = params::return_refusal};
};
struct instant_refund : Event {
  static constexpr EventSpec spec{.name = "instant_refund", .party = Party::timer, .irreversible = true, .zh = "未发货秒退", .en = "Instant refund before shipping"};
};
struct auto_agree : Event {
  static constexpr EventSpec spec{.name = "auto_agree", .party = Party::timer, .irreversible = true, .zh = "系统自动同意退货", .en = "The return is agreed automatically"};
};
struct delivered : Event {
  static constexpr EventSpec spec{.name = "delivered", .party = Party::carrier, .zh = "包裹已签收", .en = "The parcel was delivered", .params = params::only_at,
                                  .stamps = "shipment.signed_at"};
};
struct intercept_returned : Event {
  static constexpr EventSpec spec{.name = "intercept_returned", .party = Party::carrier, .zh = "拦截成功，包裹退回", .en = "The intercepted parcel came back",
                                  .params = params::only_at, .stamps = "shipment.returned_at"};
};
struct intercept_failed : Event {
  static constexpr EventSpec spec{.name = "intercept_failed", .party = Party::carrier, .zh = "拦截失败", .en = "The parcel could not be intercepted"};
};
struct return_signed : Event {
  static constexpr EventSpec spec{.name = "return_signed", .party = Party::carrier, .zh = "退货已签收", .en = "The return was signed for", .params = params::only_at,
                                  .stamps = "returns.signed_at"};
};
struct advance_refund : Event {
  static constexpr EventSpec spec{.name = "advance_refund", .party = Party::platform, .zh = "平台极速退款垫付", .en = "The platform pays the buyer in advance",
                                  .sets = has_advanced};
};

// After a decision for return and refund the seller says where the goods go, even if an address was known before: it
// may be the one in dispute. Goods that are back already go through the ordinary confirmation, whose expiry pays.
template <class From, class On>
using CarriedOut = Rows<
  Row< From, On, RefundPaying,                   Emit<order_payout>,  decided_refund                 >,
  Row< From, On, WaitSellerConfirmReturnAddress, Emit<reserve_goods>, decided_return_of_goods        >,
  Row< From, On, WaitSellerConfirmGoods,         Emit<>,              decided_return_already_shipped >,
  Row< From, On, Closed,                         Emit<>,              decided_for_seller             >>;

using Own = Rows<
  //   from                            on                  to                              do                                           when
  Row< None,                           open,               WaitSellerAgree,                Emit<cancel_dispatch>,                       Unless<dispatched>              >,
  Row< None,                           open,               WaitSellerAgree,                Emit<>,                                      dispatched                      >,

  // Automation, where a rule of the book allows it: no seller's step at all.
  Row< WaitSellerAgree,                instant_refund,     RefundPaying,                   Emit<order_payout>,                          Unless<dispatched>              >,
  Row< WaitSellerAgree,                auto_agree,         WaitBuyerReturnGoods,           Emit<reserve_goods, send_return_address>,    returns_to_known_address        >,
  Row< WaitSellerAgree,                auto_agree,         WaitSellerConfirmReturnAddress, Emit<reserve_goods>,                         returns_without_address         >,

  Row< WaitSellerAgree,                refuse,             SellerRefuseBuyer,              Emit<notify_buyer>                                                           >,
  Row< WaitSellerAgree,                ship_goods,         Closed,                         Emit<notify_buyer>,                          Unless<dispatched>              >,
  Row< WaitSellerAgree,                intercept,          WaitIntercept,                  Emit<request_interception>,                  parcel_on_its_way               >,
  Row< WaitSellerAgree,                delivered,          WaitSellerAgree,                Emit<>                                                                       >,
  // A silent seller has agreed: the money goes out, or the return is on with the default address.
  Row< WaitSellerAgree,                deadline_passed,    RefundPaying,                   Emit<order_payout>,                          nothing_to_return               >,
  Row< WaitSellerAgree,                deadline_passed,    WaitBuyerReturnGoods,           Emit<reserve_goods, send_return_address>,    returns_to_known_address        >,
  Row< WaitSellerAgree,                deadline_passed,    WaitSellerConfirmReturnAddress, Emit<reserve_goods>,                         returns_without_address         >,

  Row< SellerRefuseBuyer,              deadline_passed,    Closed,                         Emit<>                                                                       >,

  Row< WaitBuyerAnswer,                accept_offer,       RefundPaying,                   Emit<adopt_offer, order_payout>,             offered_partial                 >,
  Row< WaitBuyerAnswer,                accept_offer,       WaitBuyerReturnGoods,           Emit<adopt_offer, reserve_goods, send_return_address>, offered_return_to_known_address >,
  Row< WaitBuyerAnswer,                accept_offer,       WaitSellerConfirmReturnAddress, Emit<adopt_offer, reserve_goods>,            offered_return_without_address  >,
  // A declined offer leaves the claim as it was: the seller owes an answer again.
  Row< WaitBuyerAnswer,                decline_offer,      WaitSellerAgree,                Emit<>                                                                       >,
  // The reference closes the case for a buyer silent on "return instead". It says nothing of a partial offer; silence on
  // less money gives up no claim, so that offer lapses like a declined one.
  Row< WaitBuyerAnswer,                deadline_passed,    Closed,                         Emit<>,                                      Unless<offered_partial>         >,
  Row< WaitBuyerAnswer,                deadline_passed,    WaitSellerAgree,                Emit<>,                                      offered_partial                 >,

  Row< WaitIntercept,                  intercept_returned, RefundPaying,                   Emit<order_payout>                                                           >,
  Row< WaitIntercept,                  intercept_failed,   WaitSellerAgree,                Emit<notify_seller>                                                          >,
  Row< WaitIntercept,                  delivered,          WaitSellerAgree,                Emit<notify_seller>                                                          >,
  Row< WaitIntercept,                  agree_refund,       RefundPaying,                   Emit<order_payout>                                                           >,
  Row< WaitIntercept,                  deadline_passed,    RefundPaying,                   Emit<order_payout>                                                           >,

  Row< WaitSellerConfirmReturnAddress, give_address,       WaitBuyerReturnGoods,           Emit<send_return_address>                                                    >,
  // The platform then issues the shop's default address.
  Row< WaitSellerConfirmReturnAddress, deadline_passed,    WaitBuyerReturnGoods,           Emit<send_return_address>                                                    >,

  Row< WaitBuyerReturnGoods,           ship_return,        WaitSellerConfirmGoods,         Emit<>                                                                       >,
  Row< WaitBuyerReturnGoods,           give_address,       WaitBuyerReturnGoods,           Emit<send_return_address>                                                    >,
  Row< WaitBuyerReturnGoods,           deadline_passed,    Closed,                         Emit<>                                                                       >,

  Row< WaitSellerConfirmGoods,         return_signed,      WaitSellerConfirmGoods,         Emit<>                                                                       >,
  // The buyer has the platform's money; the seller's look at the goods stands, and decides who bears it.
  Row< WaitSellerConfirmGoods,         advance_refund,     WaitSellerConfirmGoods,         Emit<>                                                                       >,
  Row< WaitSellerConfirmGoods,         confirm_return,     RefundPaying,                   Emit<order_payout>                                                           >,
  Row< WaitSellerConfirmGoods,         refuse_return,      SellerRefuseBuyer,              Emit<notify_buyer>                                                           >,
  Row< WaitSellerConfirmGoods,         deadline_passed,    RefundPaying,                   Emit<order_payout>                                                           >>;
// clang-format on

struct Terms {
  using End = Closed;
  template <class From>
  using Settled = SettledByPayout<From>;
  template <class From>
  using Withdrawn = Rows<Row<From, withdraw_dispute, SellerRefuseBuyer>>;
  template <class From, class On>
  using Executed = CarriedOut<From, On>;
};

// The seller may still give in or make an offer while the buyer considers a refusal, and give in to the end.
using Negotiable = AnyOf<WaitSellerAgree, SellerRefuseBuyer>;
using Modifiable = AnyOf<WaitSellerAgree, SellerRefuseBuyer, WaitBuyerAnswer>;
using Unpaid =
    AnyOf<WaitSellerAgree, SellerRefuseBuyer, WaitBuyerAnswer, WaitSellerConfirmReturnAddress, WaitBuyerReturnGoods>;
// Once the money is ordered only payments' word moves the case, so REFUND_PAYING is not among the open states here.
using AnyOpen = AnyOf<WaitSellerAgree, SellerRefuseBuyer, WaitBuyerAnswer, WaitIntercept,
                      WaitSellerConfirmReturnAddress, WaitBuyerReturnGoods, WaitSellerConfirmGoods>;

// clang-format off
using InSeveral = Rows<
  //   from             on                to                    do                                         when
  Row< Negotiable,      agree_return,     WaitBuyerReturnGoods, Emit<reserve_goods, send_return_address>,  goods_to_return   >,
  Row< Negotiable,      offer_return,     WaitBuyerAnswer,      Emit<notify_buyer>,                        refund_only       >,
  Row< Negotiable,      offer_partial,    WaitBuyerAnswer,      Emit<notify_buyer>                                           >,
  // What the seller owed an answer to is no more: the answer to the new claim has the whole time again.
  Row< Modifiable,      modify_request,   WaitSellerAgree,      Emit<restart_clock>                                          >,
  Row< Unpaid,          agree_refund,     RefundPaying,         Emit<order_payout>,                        nothing_to_return >,
  Row< AnyOpen,         withdraw,         Closed                                                                             >,
  Row< AnyOpen,         request_platform, DisputeRequested                                                                   >,
  Row< AnyOpen,         platform_step_in, DisputeReview,        Emit<notify_seller>                                          >,
  Row< AnyOpen,         platform_refund,  RefundPaying,         Emit<order_payout>                                           >,
  Row< AnyOpen,         platform_close,   Closed                                                                             >,
  Row< AnyDisputeState, platform_refund,  RefundPaying,         Emit<order_payout>                                           >>;
// clang-format on

struct RefundTable {
  using rows = machine::Join<Own, InSeveral, PayoutRows, DisputeRows<Terms>>;
};

}  // namespace

Workflow const& refund() {
  static machine::TableWorkflow<RefundTable> const workflow{"refund", 1};
  return workflow;
}

}  // namespace redress::workflows

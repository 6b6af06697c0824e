#include "engine/facts/schema.hpp"

#include <array>
#include <cstdint>

namespace redress {
namespace {

using enum FactType;
using enum FactOrigin;

// Sorted by path: the order is checked at compile time, because what is listed by position is shown in this order.
constexpr std::array schema{
    FactSpec{"account.paid_minor", integer, derived, "订单实付（分）", "paid for the order"},
    FactSpec{"account.pending_minor", integer, derived, "本订单退款中（分）",
             "refunds ordered and not yet confirmed, all cases of the order"},
    FactSpec{"account.refundable_minor", integer, derived, "本订单还可退（分）",
             "what may still be refunded on the order"},
    FactSpec{"account.refunded_minor", integer, derived, "本订单已退（分）",
             "already refunded, all cases of the order"},
    FactSpec{"actor.party", text, event, "动作方", "whose move the attempt is"},
    FactSpec{"actor.role", text, event, "操作者角色", "role of whoever attempts it"},
    FactSpec{"agreement.new_dispatch_at", instant, reported, "双方约定的新发货时间",
             "dispatch time both sides agreed on"},
    FactSpec{"agreement.overseas_return_address", boolean, reported, "买家同意境外退货地址",
             "the buyer agreed to a return address abroad"},
    FactSpec{"agreement.refund_without_return", boolean, reported, "双方约定退款不退货",
             "both sides agreed on a refund without return"},
    FactSpec{"agreement.return_address", boolean, reported, "买家同意不同于发货地的退货地址",
             "the buyer agreed to another return address"},
    FactSpec{"agreement.return_again", boolean, reported, "双方同意再次退货",
             "both sides agreed that the lapsed return may be asked for again"},
    FactSpec{"agreement.return_freight_collect", boolean, reported, "卖家同意到付退货",
             "the seller agreed to freight-collect return"},
    FactSpec{"agreement.ship_anyway", boolean, reported, "买家同意继续发货",
             "the buyer agreed in chat that the goods be shipped"},
    FactSpec{"agreement.substitute", boolean, reported, "买家同意换发其他商品",
             "the buyer agreed in writing to a substitute"},
    FactSpec{"buyer.abuses_rights", boolean, opened, "平台认定滥用会员权利",
             "the platform found abuse of member rights"},
    FactSpec{"buyer.false_addresses_90d", integer, opened, "近90天虚假或无法投递的地址数",
             "false or undeliverable addresses in 90 days"},
    FactSpec{"buyer.good_record", boolean, opened, "买家信誉良好", "buyer with a good record"},
    FactSpec{"buyer.label_claims_90d", integer, opened, "近90天以标签或广告用语索赔的不同商品数",
             "different items claimed on label or advert wording in 90 days"},
    FactSpec{"buyer.linked_accounts", boolean, opened, "与其他轮流索赔的账号有关联",
             "shares addressee, phone or device with accounts that claim in turns"},
    FactSpec{"buyer.message_terms", texts, reported, "买家在本案中的话命中的词表",
             "vocabularies that the buyer's words in this case matched"},
    FactSpec{"buyer.orders_90d", integer, opened, "近90天本店子订单数", "sub-orders in this shop in 90 days"},
    FactSpec{"buyer.refund_only_90d", integer, opened, "近90天仅退款数", "refund-only cases after receipt in 90 days"},
    FactSpec{"buyer.refunds_90d", integer, opened, "近90天退款数", "refunds in this shop in 90 days"},
    FactSpec{"buyer.same_item_claims_90d", integer, opened, "近90天对同一商品索赔的次数",
             "claims on the same item in 90 days"},
    FactSpec{"buyer.same_item_orders_90d", integer, opened, "近90天同一商品下单数",
             "orders of the same item in 90 days"},
    FactSpec{"buyer.vip88", boolean, opened, "88VIP会员", "88VIP member"},
    FactSpec{"case.compensation_minor", integer, derived, "本案已赔与赔付中（分）",
             "compensation paid and ordered in this case"},
    FactSpec{"case.due_at", instant, derived, "当前时限", "when the present deadline falls due"},
    FactSpec{"case.kind", text, derived, "案件类型", "kind of case"},
    FactSpec{"case.opened_at", instant, derived, "立案时间", "when the case was opened"},
    FactSpec{"case.platform", text, derived, "平台", "platform of the shop"},
    FactSpec{"case.refund_minor", integer, derived, "本案已退与退款中（分）", "refunded and pending in this case"},
    FactSpec{"case.shop_due_at", instant, derived, "店铺自定的处理时限", "the shop's own target for the present state"},
    FactSpec{"case.state", text, derived, "案件状态", "state of the case"},
    FactSpec{"case.state_entered_at", instant, derived, "进入当前状态的时间", "when the present state was entered"},
    FactSpec{"claim.amount_minor", integer, opened, "申请金额（分）", "amount asked for"},
    FactSpec{"claim.damages_demanded", boolean, reported, "要求惩罚性或额外赔偿",
             "punitive or extra damages are demanded"},
    FactSpec{"claim.goods_received", boolean, opened, "买家是否收到货", "the buyer has the goods"},
    FactSpec{"claim.images_reused", boolean, reported, "凭证图片在别处用过或疑似合成",
             "a proof picture was used before or looks made up"},
    FactSpec{"claim.lines_paid_minor", integer, derived, "申请所涉子订单实付（分）",
             "paid for the sub-orders the claim names, postage excluded; unknown where it names none"},
    FactSpec{"claim.photos", integer, reported, "买家上传照片数", "photos the buyer sent with the claim"},
    FactSpec{"claim.quantity", integer, opened, "申请件数", "pieces asked about"},
    FactSpec{"claim.reason", text, opened, "申请原因", "reason of the claim, as a code"},
    FactSpec{"claim.refund_opened", boolean, reported, "已转为退款案件",
             "the case goes on as a refund in a linked case"},
    FactSpec{"claim.return_impossible", boolean, reported, "客观上无法退货", "returning the goods is not possible"},
    FactSpec{"claim.subjective", boolean, derived, "主观原因（不喜欢、不想要、协商一致）",
             "a subjective reason: dislike, do not want, agreed"},
    FactSpec{"claim.text_reused", boolean, reported, "申请文字与其他账号相同",
             "the claim has the same text as those of other accounts"},
    FactSpec{"claim.wants", text, opened, "诉求",
             "refund_only, return_refund, exchange, compensation, repair or resend"},
    FactSpec{"compensation.breach", text, reported, "违约类型",
             "late, shortage, shortage_by_price, fake_unscanned, fake_goods, trace_timeout or trace_abnormal"},
    FactSpec{"compensation.due_minor", integer, derived, "应赔金额（分）", "compensation the rulebook computes"},
    FactSpec{"compensation.paid_minor", integer, reported, "已赔金额（分）", "compensation already paid in this case"},
    FactSpec{"dispute.appealed_at", instant, reported, "申诉时间", "when an appeal was filed"},
    FactSpec{"dispute.decided_at", instant, reported, "平台裁决时间", "when the platform decided"},
    FactSpec{"dispute.evidence_asked_at", instant, reported, "平台要求举证时间",
             "when the platform asked for evidence"},
    FactSpec{"dispute.evidence_owed_by", text, reported, "举证方", "party that must produce evidence"},
    FactSpec{"dispute.outcome", text, reported, "平台裁决结果", "refund, return_refund, pay_seller or reject"},
    FactSpec{"dispute.platform_refund_basis", text, reported, "平台主动退款依据",
             "why the platform refunded by itself: data_model, forced_refund_only, staff"},
    FactSpec{"dispute.proof_complete", boolean, reported, "举证已标记完整", "the evidence was marked complete"},
    FactSpec{"dispute.requested_at", instant, reported, "申请平台介入时间", "when the platform was asked to step in"},
    FactSpec{"dispute.suspended_at", instant, reported, "中止时间", "when the dispute was suspended"},
    FactSpec{"dispute.suspended_for", text, reported, "中止原因", "negotiation, court or police"},
    FactSpec{"event.address_differs", boolean, event, "退货地址与发货地不同",
             "return address differs from the shipping origin"},
    FactSpec{"event.address_overseas", boolean, event, "退货地址在境外", "return address outside mainland China"},
    FactSpec{"event.alleges_opened_only", boolean, event, "仅以已拆封为由",
             "the only ground given is that it was opened"},
    FactSpec{"event.amount_minor", integer, event, "本次金额（分）", "amount of this attempt"},
    FactSpec{"event.basis", text, event, "理由类别", "ground named in this attempt"},
    FactSpec{"event.batch_count", integer, event, "批量笔数", "refunds in the batch this attempt is part of"},
    FactSpec{"event.batch_total_minor", integer, event, "批量总额（分）", "sum of the batch this attempt is part of"},
    FactSpec{"event.compensation_minor", integer, event, "本次赔付（分）",
             "compensation that this attempt would order or offer"},
    FactSpec{"event.evidence_derived", boolean, event, "证据是另一项的副本", "the evidence is a copy of another item"},
    FactSpec{"event.evidence_has_capture_time", boolean, event, "证据有取证时间",
             "the evidence says when it was captured"},
    FactSpec{"event.evidence_kind", text, event, "证据类型", "kind of the evidence handed in"},
    FactSpec{"event.evidence_recycled", boolean, event, "同一图片或文件已在其他订单的案件中用过",
             "the same picture or file is used in a case of another order"},
    FactSpec{"event.evidence_source", text, event, "证据来源", "where the evidence was taken from"},
    FactSpec{"event.message_bytes", integer, event, "留言字节数", "bytes of the message in UTF-8"},
    FactSpec{"event.message_chars", integer, event, "留言字数", "characters of the message"},
    FactSpec{"event.message_has_personal", boolean, event, "留言含买家个人信息",
             "the message contains the buyer's personal data"},
    FactSpec{"event.message_terms", texts, event, "留言命中的词表",
             "vocabularies of the rulebook that the message matches"},
    FactSpec{"event.name", text, event, "动作", "event attempted"},
    FactSpec{"event.only_risk_score", boolean, event, "仅以风险分为由", "the only ground is a risk score"},
    FactSpec{"event.outcome", text, event, "结果", "outcome reported with this attempt"},
    FactSpec{"event.pictures", integer, event, "本次提交的图片数", "pictures handed to the platform together"},
    FactSpec{"event.postage_bearer", text, event, "运费承担方", "who pays the return postage: seller or buyer"},
    FactSpec{"event.price_raised", boolean, event, "要求加价", "the message asks the buyer for more money"},
    FactSpec{"event.proof_bytes", integer, event, "凭证文件字节数", "size of the largest proof file attached"},
    FactSpec{"event.proof_mime", text, event, "凭证文件类型", "type of the proof file attached"},
    FactSpec{"event.refund_minor", integer, event, "本次退款（分）", "refund that this attempt would order or offer"},
    FactSpec{"event.text_item", boolean, event, "证据是文字", "the evidence is a text"},
    FactSpec{"event.via", text, event, "提交途径",
             "how evidence goes to the platform: message, page, refuse or refuse_return"},
    FactSpec{"event.waybill_reused", boolean, event, "运单号已被使用", "the waybill was used before in this shop"},
    FactSpec{"force_majeure.approved", boolean, reported, "不可抗力报备已通过",
             "the force-majeure filing was approved"},
    FactSpec{"item.quality_claims_7d", integer, reported, "同一商品近7天互不相关的质量投诉数",
             "independent quality claims on the same item in 7 days"},
    FactSpec{"logistics.fake_dispatch", text, reported, "虚假发货类型",
             "unscanned, unrelated_goods, empty_parcel or reused_waybill"},
    FactSpec{"logistics.trace_breach_at", instant, reported, "轨迹超时或异常发生时间",
             "when the trace timed out or turned abnormal"},
    FactSpec{"now", instant, derived, "当前时间", "the moment of the decision"},
    FactSpec{"offer.amount_minor", integer, reported, "协商金额（分）", "amount of the standing counter-offer"},
    FactSpec{"offer.kind", text, reported, "协商方案",
             "return_refund, partial_refund, new_dispatch_time, substitute, compensation, or none"},
    FactSpec{"offer.made_at", instant, reported, "提出协商的时间", "when the counter-offer was made"},
    FactSpec{"offer.new_dispatch_at", instant, reported, "提议的新发货时间", "dispatch time the seller proposed"},
    FactSpec{"order.area_burst", boolean, reported, "同一地区集中下单后退款或拒收",
             "one of a burst of orders to one area with refunds or refusals"},
    FactSpec{"order.category", text, opened, "类目", "category of the goods in dispute"},
    FactSpec{"order.custom_made", boolean, opened, "定制商品", "custom-made goods"},
    FactSpec{"order.dispatched", boolean, derived, "已发货", "the goods were dispatched"},
    FactSpec{"order.dispatched_at", instant, opened, "发货时间", "when the goods were dispatched"},
    FactSpec{"order.free_shipping", boolean, opened, "包邮", "the item ships free"},
    FactSpec{"order.fresh", boolean, opened, "生鲜", "fresh goods"},
    FactSpec{"order.gift_included", boolean, opened, "含赠品", "a gift came with the order"},
    FactSpec{"order.gift_returned", boolean, reported, "赠品已退回", "the gift came back"},
    FactSpec{"order.line_count", integer, opened, "子订单数", "lines of the order"},
    FactSpec{"order.no_reason_eligible", boolean, opened, "支持七天无理由", "the goods carry the seven-day right"},
    FactSpec{"order.no_reason_ends_at", instant, derived, "七天无理由截止", "when the seven-day right ends"},
    FactSpec{"order.no_reason_exclusion_confirmed", boolean, opened, "购买时已确认不支持无理由",
             "the buyer confirmed the exclusion at purchase"},
    FactSpec{"order.online_game", boolean, opened, "网游订单", "online-game order"},
    FactSpec{"order.paid_at", instant, opened, "付款时间", "when the order was paid"},
    FactSpec{"order.paid_minor", integer, opened, "实付金额（分）", "paid amount, postage excluded"},
    FactSpec{"order.placed_at", instant, opened, "下单时间", "when the order was placed"},
    FactSpec{"order.postage_minor", integer, opened, "运费（分）", "postage paid"},
    FactSpec{"order.presale", boolean, opened, "预售", "pre-sale order"},
    FactSpec{"order.promised_dispatch_at", instant, opened, "承诺发货时间", "promised dispatch time"},
    FactSpec{"order.promised_dispatch_hours", integer, derived, "承诺发货小时数",
             "hours from payment to promised dispatch"},
    FactSpec{"order.quantity", integer, opened, "件数", "pieces of the order"},
    FactSpec{"order.signed_at", instant, opened, "签收时间", "when the carrier recorded the signing"},
    FactSpec{"order.succeeded_at", instant, opened, "交易成功时间", "when the trade succeeded"},
    FactSpec{"order.virtual_goods", boolean, opened, "虚拟商品或服务", "virtual goods or a service"},
    FactSpec{"payout.failed_minor", integer, reported, "支付失败的退款金额（分）",
             "amount of the refund that could not be paid"},
    FactSpec{"platform.advanced", boolean, reported, "平台已先行垫付", "the platform paid the buyer in advance"},
    FactSpec{"platform.allowed_operations", texts, reported, "平台允许的操作",
             "operations the platform says are allowed"},
    FactSpec{"platform.cannot_refuse", boolean, reported, "平台标记不可拒绝",
             "the platform marks the refund as not refusable"},
    FactSpec{"platform.cs_status", integer, reported, "平台介入状态码", "raw cs_status"},
    FactSpec{"platform.due_at", instant, reported, "平台给出的截止时间", "the deadline the platform itself shows"},
    FactSpec{"platform.refund_onweb", boolean, reported, "只能在网页处理",
             "the platform wants this done on its own page"},
    FactSpec{"platform.refund_version", integer, reported, "平台退款版本号",
             "refund_version last read from the platform"},
    FactSpec{"platform.refund_version_seen", integer, event, "操作依据的退款版本号",
             "refund_version the caller acted on"},
    FactSpec{"platform.status", text, reported, "平台原始状态", "raw status value of the platform"},
    FactSpec{"platform.status_unknown", boolean, derived, "平台状态无法识别", "the raw status is not one we know"},
    FactSpec{"proof.approved", boolean, event, "报备已通过", "the filing was approved"},
    FactSpec{"proof.authorised", boolean, event, "卖家已授权平台查看原聊天",
             "the seller let the platform open the original chat"},
    FactSpec{"proof.chain_complete", boolean, event, "授权链完整至商标权人",
             "the chain of authorisation reaches the holder of the right"},
    FactSpec{"proof.clear", boolean, event, "清晰完整", "clear and whole"},
    FactSpec{"proof.context_whole", boolean, event, "上下文完整", "the whole context is there"},
    FactSpec{"proof.continuous", boolean, event, "一镜到底", "filmed without a cut"},
    FactSpec{"proof.conversation_at", instant, event, "聊天发生的时间", "when the words were exchanged"},
    FactSpec{"proof.demand_in_context", boolean, event, "要求、筹码与金额在同一段对话中可见",
             "demand, lever and amount stand in one conversation"},
    FactSpec{"proof.explicit", boolean, event, "约定明确，有金额或日期",
             "the agreement is explicit, with an amount or a date"},
    FactSpec{"proof.fields_complete", boolean, event, "红章证明各栏齐全",
             "all fields of the model statement are filled in"},
    FactSpec{"proof.from_platform", boolean, event, "由平台或快递系统导出",
             "taken from the platform's or the carrier's own system"},
    FactSpec{"proof.from_sealed", boolean, event, "从未拆封起拍", "filmed from the sealed parcel on"},
    FactSpec{"proof.item_visible", boolean, event, "画面可见商品", "the item can be seen"},
    FactSpec{"proof.lab_mark", text, event, "检测机构标志", "mark of the laboratory: CMA, CNAS, brand or none"},
    FactSpec{"proof.matches_batch", boolean, event, "与批次一致", "it matches the batch"},
    FactSpec{"proof.matches_order", boolean, event, "与订单一致", "it matches the order"},
    FactSpec{"proof.names_readable", boolean, event, "姓名电话地址可读", "names, phones and addresses can be read"},
    FactSpec{"proof.nodes_timed", boolean, event, "各节点有时间", "every step has its time"},
    FactSpec{"proof.number", text, event, "举证号或工单号", "number of the chat proof or of the inspection"},
    FactSpec{"proof.official", boolean, event, "官方出具", "issued by the authority itself"},
    FactSpec{"proof.original", boolean, event, "为原件", "it is the original"},
    FactSpec{"proof.own_shop", boolean, event, "仅本店数据", "data of this shop alone"},
    FactSpec{"proof.return_scan", boolean, event, "有退回扫描", "there is the scan of its way back"},
    FactSpec{"proof.review_id", text, event, "评价编号", "id of the review"},
    FactSpec{"proof.sample_traceable", boolean, event, "样品可追溯到本单", "the sample can be traced to the order"},
    FactSpec{"proof.seal_of_branch", boolean, event, "派件网点全称与公章齐全",
             "full name and seal of the delivering branch"},
    FactSpec{"proof.seal_of_issuer", boolean, event, "有开票方公章", "seal of whoever issued it"},
    FactSpec{"proof.serials_compared", boolean, event, "已比对序列号", "serial numbers were compared"},
    FactSpec{"proof.signer", text, event, "签收人", "who signed: recipient, authorised or other"},
    FactSpec{"proof.signer_matches_trace", boolean, event, "实际签收人与轨迹一致",
             "the real signer is the one of the trace"},
    FactSpec{"proof.stamped", boolean, event, "盖章且实名", "stamped, with the name"},
    FactSpec{"proof.timestamped", boolean, event, "有时间戳", "it carries its time"},
    FactSpec{"proof.unedited", boolean, event, "未经修改", "taken before any change, and unaltered"},
    FactSpec{"proof.verifiable", boolean, event, "可查验", "it can be checked with its issuer"},
    FactSpec{"proof.waybill_readable", boolean, event, "运单号可读", "the waybill number can be read"},
    FactSpec{"proof.weights_at_nodes", integer, event, "有称重记录的节点数", "steps with a weight of the carrier"},
    FactSpec{"replacement.carrier", text, reported, "换货承运商", "carrier of the replacement"},
    FactSpec{"replacement.price_difference_minor", integer, derived, "换货差价（分，买家补为正）",
             "price difference of the exchange; positive: the buyer pays"},
    FactSpec{"replacement.price_minor", integer, opened, "换货商品价格（分）", "price of the replacement"},
    FactSpec{"replacement.same_sku", boolean, opened, "换同款", "the replacement is the same SKU"},
    FactSpec{"replacement.shipped_at", instant, reported, "换货发出时间", "when the replacement was shipped"},
    FactSpec{"replacement.signed_at", instant, reported, "换货签收时间", "when the replacement was signed for"},
    FactSpec{"replacement.sku", text, opened, "换货商品编码", "SKU of the replacement"},
    FactSpec{"report.ground", text, reported, "举报理由",
             "extortion, professional, competitor, third_party_fraud, privacy, abuse or advert"},
    FactSpec{"report.order_traded", boolean, reported, "订单真实成交", "the order was really traded"},
    FactSpec{"report.outcome", text, reported, "举报处理结果", "removed, hidden or not_scored"},
    FactSpec{"report.rejected_once", boolean, reported, "举报已被驳回一次", "the report was rejected once already"},
    FactSpec{"returns.address_id", text, reported, "退货地址编号", "id of the return address"},
    FactSpec{"returns.carrier", text, reported, "退货承运商", "carrier of the return"},
    FactSpec{"returns.carrier_class_differs", boolean, reported, "退货快递类型与发货不同",
             "another carrier class than outbound"},
    FactSpec{"returns.freight_collect", boolean, reported, "到付退货", "the return was sent freight-collect"},
    FactSpec{"returns.lapsed_before", boolean, reported, "买家曾超时未退货",
             "the buyer let a return of the same reason lapse"},
    FactSpec{"returns.postage_bearer", text, reported, "退货运费承担方", "who pays the return postage"},
    FactSpec{"returns.serial_differs", boolean, reported, "退回商品序列号与发货记录不符",
             "the returned serial number is not the one that was sent"},
    FactSpec{"returns.shipped_at", instant, reported, "买家退货时间", "when the buyer shipped back"},
    FactSpec{"returns.signed_at", instant, reported, "退货签收时间", "when the return was signed for"},
    FactSpec{"returns.waybill_suspect", boolean, reported, "退货运单无轨迹、异地或用过",
             "the return waybill has no trace, another city, or was used before"},
    FactSpec{"returns.weight_grams", integer, reported, "退货重量（克）", "weight of the return, grams"},
    FactSpec{"review.additional", boolean, reported, "已有追评", "there is an additional review"},
    FactSpec{"review.by_competitor", boolean, reported, "评价人与同类目卖家有关联",
             "the reviewer belongs to a seller of the same category"},
    FactSpec{"review.chars", integer, opened, "评价字数", "characters of the review"},
    FactSpec{"review.edited_at", instant, reported, "评价修改时间", "when the buyer edited the review"},
    FactSpec{"review.posted_at", instant, opened, "评价时间", "when the review was posted"},
    FactSpec{"review.score", integer, opened, "评分", "score, 1 to 5"},
    FactSpec{"risk.score", integer, derived, "风险分（0至100）", "risk score, 0 to 100"},
    FactSpec{"risk.signals", texts, derived, "出现的风险信号", "risk signals that are there"},
    FactSpec{"shipment.carrier", text, opened, "承运商", "carrier"},
    FactSpec{"shipment.in_transit", boolean, derived, "在途", "the parcel is on its way"},
    FactSpec{"shipment.last_trace_at", instant, opened, "最近物流更新", "time of the newest trace step"},
    FactSpec{"shipment.lost_at", instant, reported, "承运商确认丢失时间", "when the carrier declared it lost"},
    FactSpec{"shipment.picked_up_at", instant, opened, "揽收时间", "first carrier scan"},
    FactSpec{"shipment.proxy_signed", boolean, reported, "代收未授权", "someone else signed without the buyer's word"},
    FactSpec{"shipment.returned_at", instant, reported, "退回签收时间", "when the parcel came back to the seller"},
    FactSpec{"shipment.signed_at", instant, opened, "签收时间", "when the parcel was signed for"},
    FactSpec{"shipment.signed_by", text, opened, "签收方式", "recipient, authorised, locker or unknown"},
    FactSpec{"shipment.waybill_uploaded_at", instant, opened, "上传运单时间", "when the waybill was uploaded"},
    FactSpec{"shipment.weight_grams", integer, reported, "发货重量（克）", "weight of the parcel sent, grams"},
    FactSpec{"shop.experience_score_x100", integer, reported, "店铺真实体验分（×100）",
             "real-experience score times 100"},
    FactSpec{"stock.available", boolean, reported, "有库存", "the item is in stock"},
    FactSpec{"warehouse.cancelled", boolean, reported, "仓库已拦截发货", "the warehouse order was cancelled"},
};

constexpr bool sorted_by_path() {
  for (std::size_t i = 1; i < schema.size(); ++i)
    if (!(schema[i - 1].path < schema[i].path)) return false;
  return true;
}
static_assert(sorted_by_path(), "the schema is sorted by path, without duplicates");

// Paths are looked up many times in every decision, so they are hashed by their length and their last eight bytes,
// which is where they differ.
constexpr std::uint64_t hash_of(std::string_view path) {
  auto const byte = [](char const* at, int place) {
    return std::uint64_t{static_cast<unsigned char>(*at)} << (8 * place);
  };
  std::uint64_t tail = 0;
  if (path.size() >= sizeof tail) {
    auto const* const at = path.data() + path.size() - sizeof tail;
    tail = byte(at, 0) | byte(at + 1, 1) | byte(at + 2, 2) | byte(at + 3, 3) | byte(at + 4, 4) | byte(at + 5, 5) |
           byte(at + 6, 6) | byte(at + 7, 7);  // one load
  } else {
    for (std::size_t i = 0; i < path.size(); ++i) tail |= byte(path.data() + i, static_cast<int>(i));
  }
  return ((tail ^ path.size() * 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93) >> 32;
}

constexpr std::size_t places = 1024;  // a power of two, several times the schema's size

// Open addressing: a place holds a position in the schema plus one, or zero.
constexpr auto make_places() {
  std::array<std::uint16_t, places> made{};
  for (std::size_t i = 0; i < schema.size(); ++i) {
    auto at = hash_of(schema[i].path) % places;
    while (made[at] != 0) at = (at + 1) % places;
    made[at] = static_cast<std::uint16_t>(i + 1);
  }
  return made;
}
constexpr auto place_of_path = make_places();
static_assert(schema.size() * 2 < places, "half of the places stay free, so that a search is short");

}  // namespace

std::span<FactSpec const> fact_schema() { return schema; }

std::optional<std::size_t> fact_index(std::string_view path) {
  for (auto at = hash_of(path) % places; place_of_path[at] != 0; at = (at + 1) % places)
    if (schema[place_of_path[at] - 1].path == path) return place_of_path[at] - 1;
  return std::nullopt;
}

std::string_view name_of(FactType type) {
  switch (type) {
    case boolean:
      return "boolean";
    case integer:
      return "integer";
    case text:
      return "text";
    case instant:
      return "instant";
    case texts:
      return "texts";
  }
  return {};
}

std::string_view name_of(FactOrigin origin) {
  switch (origin) {
    case opened:
      return "opened";
    case reported:
      return "reported";
    case derived:
      return "derived";
    case event:
      return "event";
  }
  return {};
}

}  // namespace redress

#include "api/service/words.hpp"

#include "api/service/rule_words.hpp"
#include "engine/cases/evidence_kinds.hpp"
#include "engine/cases/party.hpp"
#include "engine/facts/schema.hpp"

#include <array>
#include <span>
#include <string_view>

namespace redress::api {
namespace {

namespace json = boost::json;

struct Word {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kinds{
    Word{"refund", "退款", "refund"},
    Word{"exchange", "换货", "exchange"},
    Word{"logistics_delay", "物流延误", "logistics delay"},
    Word{"bad_review", "差评", "bad review"},
};
constexpr std::array platforms{
    Word{"taobao", "淘宝", "Taobao"},
    Word{"tmall", "天猫", "Tmall"},
    Word{"jd", "京东", "JD"},
    Word{"pdd", "拼多多", "Pinduoduo"},
    Word{"douyin", "抖音", "Douyin"},
    Word{"kuaishou", "快手", "Kuaishou"},
    Word{"xiaohongshu", "小红书", "Xiaohongshu"},
};
constexpr std::array roles{
    Word{"agent", "客服", "agent"},     Word{"manager", "主管", "manager"}, Word{"auditor", "审计", "auditor"},
    Word{"service", "系统", "service"}, Word{"admin", "管理员", "admin"},   Word{"runner", "自动", "automatic"},
};
constexpr std::array wants{
    Word{"refund_only", "仅退款", "refund only"},
    Word{"return_refund", "退货退款", "return and refund"},
    Word{"exchange", "换货", "exchange"},
    Word{"compensation", "补偿", "compensation"},
    Word{"repair", "维修", "repair"},
    Word{"resend", "补寄", "resend"},
};
constexpr std::array reasons{
    Word{"no_reason", "七天无理由", "no reason given"},
    Word{"dislike", "不喜欢", "does not like it"},
    Word{"do_not_want", "不想要了", "no longer wanted"},
    Word{"agreed", "协商一致", "agreed between both"},
    Word{"quality", "质量问题", "quality"},
    Word{"hidden_fault", "隐蔽瑕疵", "hidden fault"},
    Word{"counterfeit", "假冒商品", "counterfeit"},
    Word{"not_as_described", "与描述不符", "not as described"},
    Word{"damaged", "破损", "damaged"},
    Word{"missing_part", "少件漏发", "part missing"},
    Word{"wrong_item", "发错货", "wrong item"},
    Word{"not_received", "未收到货", "not received"},
    Word{"late_dispatch", "延迟发货", "late dispatch"},
    Word{"out_of_stock", "缺货", "out of stock"},
    Word{"stalled", "物流停滞", "parcel stalled"},
    Word{"trace_abnormal", "物流轨迹异常", "trace abnormal"},
    Word{"lost", "包裹丢失", "parcel lost"},
    Word{"refused_delivery", "拒收", "delivery refused"},
    Word{"price_protection", "价格保护", "price protection"},
    Word{"other", "其他", "other"},
};
// Acts on a case that no workflow's table names.
constexpr std::array acts{
    Word{"open", "立案", "opened"},
    Word{"facts_reported", "登记事实", "facts reported"},
    Word{"evidence_added", "添加凭证", "evidence added"},
    Word{"evidence_staged", "暂存待提交的凭证", "evidence staged"},
    Word{"evidence_unstaged", "撤回暂存的凭证", "staged evidence taken back"},
    Word{"assigned", "分派", "assigned"},
    Word{"linked", "关联案件", "linked to another case"},
    Word{"override_proposed", "提请破例", "override proposed"},
    Word{"override_confirmed", "复核破例", "override confirmed"},
    Word{"override_declined", "否决破例", "override declined"},
    Word{"deadline_passed", "时限届满", "deadline passed"},
};
constexpr std::array flags{
    Word{"platform_due_differs", "平台倒计时与规则推算不同", "the platform's countdown differs from the rules"},
    Word{"status_unknown", "平台状态未知", "unknown status of the platform"},
    Word{"evidence_staged", "凭证待提交", "evidence staged"},
    Word{"not_opened", "立案未成", "not opened"},
};
// Where a fact or an item comes from, as callers usually write it; anything else is shown as it was written.
constexpr std::array sources{
    Word{"upload", "客服上传", "uploaded by an agent"},
    Word{"agent", "客服填写", "written by an agent"},
    Word{"buyer", "买家提供", "from the buyer"},
    Word{"carrier", "承运商", "the carrier"},
    Word{"platform", "平台", "the platform"},
    Word{"wangwang", "旺旺", "Wangwang"},
    Word{"erp", "ERP 系统", "the ERP"},
    Word{"import", "导入", "an import"},
};
constexpr std::array relations{
    Word{"continues", "由此案转来", "continues"},
    Word{"continues_as", "已转为", "goes on as"},
};
constexpr std::array confidences{
    Word{"high", "高", "high"},        Word{"medium", "中", "medium"},
    Word{"low", "低", "low"},          Word{"unverified", "未核实", "unverified"},
    Word{"design", "自定", "our own"},
};
// Members of persons, changes and answers, and the values a param's list may hold.
constexpr std::array fields{
    Word{"buyer.id", "买家编号", "buyer's id"},
    Word{"buyer.nick", "买家昵称", "buyer's nick"},
    Word{"buyer.name", "买家姓名", "buyer's name"},
    Word{"buyer.phone", "电话", "phone"},
    Word{"buyer.address", "地址", "address"},
    Word{"buyer.email", "邮箱", "e-mail"},
    Word{"waybill", "运单号", "waybill"},
    Word{"shipments[0].waybill", "发货运单号", "waybill of the parcel"},
    Word{"review.id", "评价编号", "review's id"},
    Word{"state", "状态", "state"},
    Word{"assignee", "处理人", "assignee"},
    Word{"due", "时限", "deadline"},
    Word{"refunded", "已退款", "refunded"},
    Word{"pending", "退款中", "refund under way"},
    Word{"compensated", "已补偿", "compensated"},
    Word{"evidence", "凭证", "evidence"},
    Word{"reason", "理由", "reason"},
    Word{"seller", "卖家", "seller"},
    Word{"buyer", "买家", "buyer"},
    Word{"data_model", "平台数据模型", "the platform's data model"},
    Word{"forced_refund_only", "平台强制仅退款", "forced refund only"},
    Word{"staff", "平台小二", "platform staff"},
    Word{"goods", "商品问题", "goods"},
    Word{"logistics", "物流问题", "logistics"},
    Word{"service", "服务问题", "service"},
    Word{"malicious", "恶意评价", "malicious"},
    Word{"mistake", "误评", "by mistake"},
    Word{"other", "其他", "other"},
    Word{"not_received", "未收到退货", "return not received"},
    Word{"empty", "空包裹", "empty parcel"},
    Word{"swapped", "调包", "swapped"},
    Word{"damaged", "破损", "damaged"},
    Word{"used", "已使用", "used"},
    Word{"short", "数量短少", "short"},
    Word{"gift_missing", "缺赠品", "gift missing"},
    Word{"late", "延迟发货", "late dispatch"},
    Word{"shortage", "缺货", "out of stock"},
    Word{"shortage_by_price", "因涨价不发货", "not sent because the price rose"},
    Word{"fake_unscanned", "虚假发货：无揽收", "fake dispatch: never scanned"},
    Word{"fake_goods", "虚假发货：货不对", "fake dispatch: other goods"},
    Word{"trace_timeout", "物流停更", "trace timed out"},
    Word{"trace_abnormal", "物流异常", "trace abnormal"},
    Word{"unscanned", "无揽收记录", "never scanned"},
    Word{"unrelated_goods", "无关商品", "unrelated goods"},
    Word{"empty_parcel", "空包裹", "empty parcel"},
    Word{"reused_waybill", "重复使用运单", "waybill used twice"},
    Word{"extortion", "敲诈勒索", "extortion"},
    Word{"professional", "职业索赔", "professional claimant"},
    Word{"competitor", "同行竞争", "competitor"},
    Word{"third_party_fraud", "第三方诈骗", "third-party fraud"},
    Word{"privacy", "泄露隐私", "privacy"},
    Word{"abuse", "辱骂", "abuse"},
    Word{"advert", "广告", "advert"},
    Word{"removed", "已删除", "removed"},
    Word{"hidden", "已隐藏", "hidden"},
    Word{"not_scored", "不计分", "not scored"},
    Word{"refund", "退款", "refund"},
    Word{"return_refund", "退货退款", "return and refund"},
    Word{"refund_only", "仅退款", "refund only"},
    Word{"exchange", "换货", "exchange"},
    Word{"repair", "维修", "repair"},
    Word{"resend", "补寄", "resend"},
    Word{"pay_seller", "打款给卖家", "pay the seller"},
    Word{"reject", "驳回", "reject"},
    Word{"recipient", "本人签收", "the recipient"},
    Word{"authorised", "授权代收", "someone authorised"},
    Word{"locker", "快递柜或驿站", "locker or station"},
    Word{"unknown", "不明", "unknown"},
    Word{"negotiation", "协商", "negotiation"},
    Word{"court", "诉讼", "court"},
    Word{"police", "报警", "police"},
};

json::object said(std::string_view zh, std::string_view en) { return {{"zh", zh}, {"en", en}}; }

json::object table(std::span<Word const> words) {
  json::object named;
  for (auto const& word : words) named.emplace(word.id, said(word.zh, word.en));
  return named;
}

json::object facts() {
  json::object named;
  for (auto const& fact : fact_schema()) {
    auto words = said(fact.zh, fact.en);
    words.emplace("type", name_of(fact.type));
    named.emplace(fact.path, std::move(words));
  }
  return named;
}

json::object kinds_of_evidence() {
  json::object named;
  for (auto const& kind : evidence_kinds()) {
    auto words = said(kind.zh, kind.en);
    words.emplace("textual", kind.textual);
    named.emplace(kind.id, std::move(words));
  }
  return named;
}

json::object parties() {
  json::object named;
  for (auto const party :
       {Party::buyer, Party::seller, Party::platform, Party::carrier, Party::payments, Party::timer, Party::nobody}) {
    auto const words = in_words(party);
    named.emplace(name_of(party), said(words.zh, words.en));
  }
  return named;
}

}  // namespace

json::object words_people_use() {
  json::object words{{"kinds", table(kinds)},
                     {"parties", parties()},
                     {"platforms", table(platforms)},
                     {"roles", table(roles)},
                     {"facts", facts()},
                     {"evidence_kinds", kinds_of_evidence()},
                     {"reasons", table(reasons)},
                     {"wants", table(wants)},
                     {"acts", table(acts)},
                     {"flags", table(flags)},
                     {"relations", table(relations)},
                     {"sources", table(sources)},
                     {"confidences", table(confidences)},
                     {"fields", table(fields)}};
  for (auto const& more : rule_words()) words.emplace(more.key(), more.value());
  return words;
}

}  // namespace redress::api

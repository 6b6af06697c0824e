#include "engine/cases/evidence_kinds.hpp"

#include <algorithm>
#include <array>

namespace redress {
namespace {

// Platform rules, section 4.1. Every kind may be given as a file; the textual ones as text as well.
constexpr std::array kinds{
    EvidenceKind{"E-CHAT", "旺旺聊天记录", "in-platform chat record", true},
    EvidenceKind{"E-CHATNO", "旺旺举证号", "chat proof number", true},
    EvidenceKind{"E-ORDER", "订单与交易快照", "order and trade snapshot", true},
    EvidenceKind{"E-ITEM", "商品页与承诺", "listing page, promise badge", true},
    EvidenceKind{"E-WAYBILL", "底单或电子面单", "waybill slip or e-label", false},
    EvidenceKind{"E-TRACE", "物流轨迹", "carrier trace", true},
    EvidenceKind{"E-TRACEINT", "快递内部跟踪", "carrier's internal trace", true},
    EvidenceKind{"E-SIGN", "签收底单或授权签收证明", "signed receipt", false},
    EvidenceKind{"E-SEAL", "红章证明", "carrier statement with company seal", false},
    EvidenceKind{"E-PACKVID", "打包出库视频", "packing or outbound video", false},
    EvidenceKind{"E-WEIGHT", "出库与快递称重", "outbound and in-transit weight", true},
    EvidenceKind{"E-UNBOX", "开箱视频", "unboxing video", false},
    EvidenceKind{"E-PHOTO", "实物图", "photos of the goods", false},
    EvidenceKind{"E-QC", "质检报告", "test report", false},
    EvidenceKind{"E-BRAND", "品牌授权或商标注册证", "brand authorisation chain", false},
    EvidenceKind{"E-PURCHASE", "进货凭证", "purchase proof", false},
    EvidenceKind{"E-INVOICE", "发票", "invoice", false},
    EvidenceKind{"E-CUSTOMS", "报关单", "customs paper", false},
    EvidenceKind{"E-CERT", "合格证或执行标准", "conformity certificate, standard", false},
    EvidenceKind{"E-THREAT", "威胁证据", "threat item", true},
    EvidenceKind{"E-REVIEW", "评价快照", "review snapshot", true},
    EvidenceKind{"E-FORCE", "不可抗力报备", "force-majeure filing", true},
    EvidenceKind{"E-AGREEMENT", "协商约定", "written agreement", true},
    EvidenceKind{"E-INTERCEPT", "拦截记录", "interception record", true},
    EvidenceKind{"E-STOCK", "库存记录", "stock log", true},
    EvidenceKind{"E-RETCHK", "退货验收记录", "inspection of returned goods", false},
    EvidenceKind{"E-MED", "医疗凭证", "medical certificate", false},
    EvidenceKind{"E-GOV", "行政或司法文书", "authority or court paper", false},
    EvidenceKind{"E-PROFILE", "买家行为记录", "buyer behaviour record", true},
    EvidenceKind{"E-IDENT", "鉴定工单", "inspection order", true},
};

constexpr std::array captured{std::string_view{"E-PHOTO"},  std::string_view{"E-UNBOX"}, std::string_view{"E-PACKVID"},
                              std::string_view{"E-RETCHK"}, std::string_view{"E-ITEM"},  std::string_view{"E-REVIEW"}};

constexpr std::array weights{"admissible", "weak", "inadmissible"};

}  // namespace

std::string_view name_of(Weight weight) { return weights[static_cast<std::size_t>(weight)]; }

std::optional<Weight> weight_from(std::string_view name) {
  auto const at = std::ranges::find(weights, name, [](char const* each) { return std::string_view{each}; });
  if (at == weights.end()) return std::nullopt;
  return static_cast<Weight>(at - weights.begin());
}

std::span<EvidenceKind const> evidence_kinds() { return kinds; }

bool wants_capture_time(std::string_view kind) { return std::ranges::find(captured, kind) != captured.end(); }

EvidenceKind const* find_evidence_kind(std::string_view id) {
  auto const at = std::ranges::find(kinds, id, &EvidenceKind::id);
  return at == kinds.end() ? nullptr : &*at;
}

}  // namespace redress

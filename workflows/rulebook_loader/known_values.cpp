#include "workflows/rulebook_loader/condition.hpp"

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

// A misspelt value in a rule would make it silently never apply. Facts whose values come from outside are not here.
constexpr std::array<std::string_view, 20> claim_reasons{
    "no_reason",      "dislike",      "do_not_want",      "agreed",           "quality",
    "hidden_fault",   "counterfeit",  "not_as_described", "damaged",          "missing_part",
    "wrong_item",     "not_received", "late_dispatch",    "out_of_stock",     "stalled",
    "trace_abnormal", "lost",         "refused_delivery", "price_protection", "other"};
constexpr std::array<std::string_view, 6> wants{"refund_only",  "return_refund", "exchange",
                                                "compensation", "repair",        "resend"};
constexpr std::array<std::string_view, 7> breaches{"late",       "shortage",      "shortage_by_price", "fake_unscanned",
                                                   "fake_goods", "trace_timeout", "trace_abnormal"};
constexpr std::array<std::string_view, 4> outcomes{"refund", "return_refund", "pay_seller", "reject"};
constexpr std::array<std::string_view, 3> refund_bases{"data_model", "forced_refund_only", "staff"};
constexpr std::array<std::string_view, 3> suspensions{"negotiation", "court", "police"};
constexpr std::array<std::string_view, 4> fake_dispatches{"unscanned", "unrelated_goods", "empty_parcel",
                                                          "reused_waybill"};
constexpr std::array<std::string_view, 5> offers{"return_refund", "partial_refund", "new_dispatch_time", "substitute",
                                                 "compensation"};
constexpr std::array<std::string_view, 7> report_grounds{"extortion", "professional", "competitor", "third_party_fraud",
                                                         "privacy",   "abuse",        "advert"};
constexpr std::array<std::string_view, 4> signers{"recipient", "authorised", "locker", "unknown"};
constexpr std::array<std::string_view, 2> postage_bearers{"seller", "buyer"};
constexpr std::array<std::string_view, 4> kinds{"refund", "exchange", "logistics_delay", "bad_review"};

struct ClosedList {
  std::string_view path;
  std::span<std::string_view const> values;
};

constexpr std::array lists{ClosedList{"case.kind", kinds},
                           ClosedList{"claim.reason", claim_reasons},
                           ClosedList{"claim.wants", wants},
                           ClosedList{"compensation.breach", breaches},
                           ClosedList{"dispute.outcome", outcomes},
                           ClosedList{"dispute.platform_refund_basis", refund_bases},
                           ClosedList{"dispute.suspended_for", suspensions},
                           ClosedList{"event.postage_bearer", postage_bearers},
                           ClosedList{"logistics.fake_dispatch", fake_dispatches},
                           ClosedList{"offer.kind", offers},
                           ClosedList{"report.ground", report_grounds},
                           ClosedList{"returns.postage_bearer", postage_bearers},
                           ClosedList{"shipment.signed_by", signers}};

}  // namespace

std::span<std::string_view const> values_of_fact(std::string_view path) {
  auto const at = std::ranges::find(lists, path, &ClosedList::path);
  return at == lists.end() ? std::span<std::string_view const>{} : at->values;
}

}  // namespace redress::rules

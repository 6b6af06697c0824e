// A small platform's book and the head of a shop's over it, for tests that lay one on the other.
#pragma once

#include "workflows/rulebook_loader/library.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

inline Names const& layer_names() {
  static Names const names{
      .events = {"refund.open", "refund.refuse", "refund.agree_refund", "refund.instant_refund", "refund.withdraw"},
      .slots = {"refund.seller_answer", "refund.buyer_ships_back"},
      .sellers_events = {"refund.refuse", "refund.agree_refund"},
      .params = {{"refund.refuse", {.texts = {"basis"}, .required = {"message"}}},
                 {"refund.agree_refund", {.texts = {"basis"}, .required = {}}}},
      .sellers_slots = {"refund.seller_answer"}};
  return names;
}

inline constexpr std::string_view base_book = R"(book: base
version: "1"
platform: p
title: {zh: 平台, en: Platform}
version_selector: at_decision_time
vocabularies:
  reward: [红包]
rules:
  - id: P-001
    cites: {text: 第1条, source: S1}
    confidence: high
    effect: block
    on: [refund.refuse]
    when: has(order.fresh) && order.fresh
    require: order.paid_minor <= 20000
    says: {zh: 拒, en: no}
    examples:
      - {verdict: holds, facts: {order.fresh: true, order.paid_minor: 20000}}
      - {verdict: fails, facts: {order.fresh: true, order.paid_minor: 20001}}
  - id: P-002
    cites: {text: 第2条, source: S1}
    confidence: medium
    effect: warn
    on: [refund.refuse, refund.open]
    require: has_evidence('E-SIGN')
    says: {zh: 提示, en: warning}
    examples:
      - {verdict: unproven}
      - {verdict: holds, evidence: [E-SIGN]}
  - id: P-003
    cites: {text: 第3条, source: S1}
    confidence: unverified
    effect: warn
    on: [refund.agree_refund]
    require: order.paid_minor <= 5000
    says: {zh: 提示, en: warning}
    examples:
      - {verdict: fails, facts: {order.paid_minor: 5001}}
      - {verdict: holds, facts: {order.paid_minor: 5000}}
  - id: P-004
    cites: {text: 第4条, source: S1}
    confidence: high
    effect: advance
    on: [refund.open]
    advances: instant_refund
    require: order.paid_minor <= 20000
    says: {zh: 自动, en: automatic}
    examples:
      - {verdict: holds, facts: {order.paid_minor: 20000}}
      - {verdict: fails, facts: {order.paid_minor: 20001}}
  - id: P-005
    cites: {text: 第5条, source: S1}
    confidence: high
    effect: block
    on: [refund.agree_refund]
    when: claim.reason == 'counterfeit'
    says: {zh: 拒, en: no}
    examples:
      - {verdict: fails, facts: {claim.reason: counterfeit}}
      - {verdict: out_of_scope, facts: {claim.reason: quality}}
  - id: CN-006
    cites: {text: 第6条, source: L1}
    confidence: medium
    effect: warn
    on: [refund.refuse]
    require: order.paid_minor <= 30000
    says: {zh: 提示, en: warning}
    examples:
      - {verdict: fails, facts: {order.paid_minor: 30001}}
      - {verdict: holds, facts: {order.paid_minor: 30000}}
  - id: P-007
    cites: {text: 第7条, source: S1}
    confidence: high
    effect: calculate
    on: [refund.open]
    when: has(compensation.breach)
    says: {zh: 应赔, en: owed}
    compensation: late
    examples:
      - {verdict: holds, facts: {compensation.breach: late}}
      - {verdict: out_of_scope}
  - id: P-008
    cites: {text: 第8条, source: S1}
    confidence: high
    effect: route
    on: [refund.agree_refund]
    require: order.paid_minor <= 50000
    says: {zh: 主管, en: manager}
    examples:
      - {verdict: fails, facts: {order.paid_minor: 50001}}
      - {verdict: holds, facts: {order.paid_minor: 50000}}
  - id: P-009
    cites: {text: 第9条, source: S1}
    confidence: medium
    effect: warn
    on: [refund.withdraw]
    require: order.paid_minor <= 100
    says: {zh: 提示, en: warning}
    examples:
      - {verdict: fails, facts: {order.paid_minor: 101}}
      - {verdict: holds, facts: {order.paid_minor: 100}}
  - id: P-010
    cites: {text: 第10条, source: S1}
    confidence: medium
    effect: warn
    on: [refund.agree_refund]
    require: order.paid_minor <= 20000
    says: {zh: 提示, en: warning}
    examples:
      - {verdict: fails, facts: {order.paid_minor: 20001, order.fresh: true}}
      - {verdict: holds, facts: {order.paid_minor: 20000}}
deadlines:
  - id: D-01
    slot: refund.seller_answer
    cites: {text: 第10条, source: S1}
    confidence: high
    hours: 48
    says: {zh: 期限, en: deadline}
    examples:
      - {facts: {case.state_entered_at: "2026-01-05T10:00:00+08:00"}, due: "2026-01-07T02:00:00Z"}
compensations:
  - id: C-01
    breach: late
    cites: {text: 第11条, source: S1}
    confidence: high
    percent: 10
    says: {zh: 赔付, en: compensation}
    examples:
      - {facts: {order.paid_minor: 15000, compensation.breach: late}, amount_minor: 1500}
evidence_needs:
  - id: N-01
    cites: {text: 第12条, source: S1}
    confidence: high
    on: [refund.refuse]
    when: claim.reason == 'not_received'
    borne_by: seller
    any_of: [[E-TRACE], [E-SIGN, E-SEAL]]
    says: {zh: 证据, en: proof}
    examples:
      - {need: met, facts: {claim.reason: not_received}, evidence: [E-TRACE, E-SIGN]}
      - {need: missing, facts: {claim.reason: not_received}, evidence: [E-TRACE]}
)";

inline std::string shop_text(std::string_view rest, std::string_view extends = "base") {
  return fmt::format("book: tea\nversion: \"7\"\nshop: shop_tea\nextends: {}\ntitle: {{zh: 茶铺, en: Tea}}\n{}",
                     extends, rest);
}

inline Loaded load_layered(std::string_view rest) {
  std::vector<BookSource> const sources{{"base", std::string(base_book)}, {"tea", shop_text(rest)}};
  return load_books(sources, layer_names());
}

/// "base.yaml:9:5": where a text first stands in the platform's book.
inline std::string place_below(std::string_view text) {
  auto const at = base_book.find(text);
  auto const before = base_book.substr(0, at);
  auto const line = std::ranges::count(before, '\n') + 1;
  return fmt::format("base.yaml:{}:{}", line, at - (before.rfind('\n') + 1) + 1);
}

}  // namespace redress::rules

// A small book in which everything is right, for tests that make one thing wrong.
#pragma once

#include "workflows/rulebook_loader/library.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace redress::rules {

inline Names const& sample_names() {
  static Names const names{{"refund.open", "refund.refuse", "refund.instant_refund", "exchange.refuse"},
                           {"refund.seller_answer", "dispute.evidence"}};
  return names;
}

// Line numbers in the tests count from the first line of this text.
inline constexpr std::string_view sample_book = R"(book: sample
version: "2026-11-01"
platform: sample
title: {zh: 样例, en: Sample}
version_selector: at_decision_time
vocabularies:
  reward: [红包, coupon]
rules:
  - id: T-001
    cites: {text: 第1条, source: S1}
    confidence: high
    effect: block
    on: [refund.refuse]
    when: has(order.fresh)
    require: order.paid_minor <= 20000
    from: 2023-12-26
    to: 2025-08-14
    says: {zh: "实付 {order.paid_minor}", en: refused}
    examples:
      - {verdict: holds, facts: {order.fresh: true, order.paid_minor: 20000}}
      - {verdict: fails, facts: {order.fresh: true, order.paid_minor: 20001}}
  - id: T-002
    cites: {text: 自定}
    confidence: design
    effect: advance
    on: [refund.open]
    when: >-
      order.paid_minor <= 20000 &&
      !('reward' in event.message_terms)
    says: {zh: 自动, en: automatic}
    advances: instant_refund
    examples:
      - {verdict: holds, facts: {order.paid_minor: 1, event.message_terms: []}}
      - {verdict: out_of_scope, facts: {order.paid_minor: 20001}}
  - id: T-003
    cites: {text: 第3条, source: S1}
    confidence: medium
    effect: calculate
    on: ["*.refuse"]
    when: has(compensation.breach)
    says: {zh: 应赔, en: owed}
    compensation: late
    examples:
      - {verdict: holds, facts: {compensation.breach: late}}
      - {verdict: out_of_scope}
deadlines:
  - id: D-01a
    slot: refund.seller_answer
    cites: {text: 第4条, source: S1}
    confidence: high
    hours: 48
    says: {zh: 期限, en: deadline}
    examples:
      - {facts: {case.state_entered_at: "2026-01-05T10:00:00+08:00"}, due: "2026-01-07T02:00:00Z"}
  - id: D-02
    slot: window.no_reason
    cites: {text: 第5条, source: S1}
    confidence: low
    due: order.signed_at + duration('168h')
    says: {zh: 窗口, en: window}
    examples:
      - {facts: {order.signed_at: "2026-01-01T00:00:00Z"}, due: "2026-01-08T00:00:00Z"}
      - {facts: {}, due: none}
compensations:
  - id: C-01
    breach: late
    cites: {text: 第6条, source: S1}
    confidence: high
    percent: 12.5
    min_minor: 500
    max_minor: 10000
    says: {zh: 赔付, en: compensation}
    examples:
      - {facts: {order.paid_minor: 15000, compensation.breach: late}, amount_minor: 1875}
      - {facts: {order.paid_minor: 15000, compensation.breach: shortage}, amount_minor: none}
evidence_needs:
  - id: N-01
    cites: {text: 第7条, source: S1}
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

/// The text with one occurrence of `from` replaced; it must occur exactly once.
inline std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string made(text);
  auto const at = made.find(from);
  EXPECT_NE(at, std::string::npos) << "not in the text: " << from;
  if (at == std::string::npos) return made;
  EXPECT_EQ(made.find(from, at + 1), std::string::npos) << "more than once in the text: " << from;
  return made.replace(at, from.size(), to);
}

inline Loaded load(std::string_view text) {
  BookSource const source{"sample", std::string(text)};
  return load_books({&source, 1}, sample_names());
}

inline std::string listed(std::vector<Finding> const& findings) {
  std::string text;
  for (auto const& finding : findings) text += to_text(finding) + "\n";
  return text;
}

}  // namespace redress::rules

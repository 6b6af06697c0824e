#include "engine/rules/scope.hpp"

#include "engine/rules/proof.hpp"
#include "tests/engine/rules/rule_maker.hpp"

namespace redress::rules {
namespace {

struct AboutEvidence {
  std::string_view when;
  std::string_view require;
  bool reads;
};

constexpr AboutEvidence about_evidence[] = {
    {"", "", false},
    {"order.fresh", "order.paid_minor > 100", false},
    {"has(order.fresh)", "claim.reason in ['has_evidence', 'evidence_count']", false},
    {"is_workday(case.opened_at)", "order.fresh", false},
    {"has_evidence('E-SIGN')", "", true},
    {"", "has_evidence('E-SIGN')", true},
    {"", "order.fresh || (!order.custom_made && evidence_count('E-PHOTO') >= 2)", true},
    {"order.fresh", "['E-SIGN', 'E-SEAL'].exists(kind, has_evidence(kind))", true},
    {"evidence_count(claim.reason) == 0", "order.fresh", true},
};

TEST(Scope, ARuleReadsEvidenceWhereAConditionNamesSome) {
  for (auto const& [when, require, reads] : about_evidence) {
    auto const rule = make_rule({.when = when, .require = require});
    EXPECT_EQ(reads_evidence(rule), reads) << when << " / " << require;
    EXPECT_EQ(!evidence_named(rule).empty(), reads) << when << " / " << require;
  }
}

TEST(Scope, WhatReadsNoneNeverMissesAny) {
  Facts const nothing;
  auto const fresh = make_facts({{"order.fresh", true}, {"claim.reason", std::string("quality")}});
  for (auto const& [when, require, reads] : about_evidence) {
    auto const rule = make_rule({.when = when, .require = require});
    for (auto const* facts : {&nothing, &fresh})
      for (auto const& missing : judge(rule, {*facts}).missing)
        EXPECT_TRUE(reads || missing.what != Missing::What::evidence) << when << " / " << require;
  }
}

}  // namespace
}  // namespace redress::rules

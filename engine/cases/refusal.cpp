#include "engine/cases/refusal.hpp"

#include "engine/cases/authority.hpp"
#include "engine/cases/fix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress {
namespace {

using rules::Missing;
using rules::RuleEffect;
using rules::RuleVerdict;
using rules::Verdict;

bool settable_path(std::string_view path) {
  auto const index = fact_index(path);
  return index && settable(fact_schema()[*index]);
}

// What is plainly missing, evidence before facts; what else the caller could do takes the world to know (decide.cpp).
std::optional<Fix> fix_of(RuleVerdict const& verdict, FixContext const& context) {
  for (auto const& missing : verdict.missing)
    if (missing.what == Missing::What::evidence) return add_evidence(context, missing.name);
  for (auto const& missing : verdict.missing)
    if (settable_path(missing.name)) return report_fact(context, missing.name);
  return std::nullopt;
}

struct Sort {
  std::string_view code;
  FaultKind kind;
};

Sort sort_of(RuleVerdict const& verdict) {
  auto const& terms = verdict.rule->override_terms;
  if (verdict.verdict == Verdict::fails && terms && terms->second_person)
    return {"needs_second_person", FaultKind::rule_blocked};
  if (verdict.rule->effect == RuleEffect::route) return {"needs_manager", FaultKind::rule_blocked};
  if (verdict.verdict == Verdict::fails) return {"rule_fails", FaultKind::rule_blocked};
  bool const wants_evidence =
      verdict.rule->effect == RuleEffect::require_evidence ||
      std::ranges::any_of(verdict.missing, [](Missing const& each) { return each.what == Missing::What::evidence; });
  if (wants_evidence) return {"evidence_missing", FaultKind::evidence_missing};
  return {"fact_missing", FaultKind::rule_blocked};
}

constexpr std::array rank_of_code{std::string_view{"case_final"},       std::string_view{"over_refund"},
                                  std::string_view{"over_quantity"},    std::string_view{"rule_fails"},
                                  std::string_view{"needs_manager"},    std::string_view{"needs_second_person"},
                                  std::string_view{"evidence_missing"}, std::string_view{"fact_missing"}};

std::size_t rank_of(WhyNot const& reason) {
  return static_cast<std::size_t>(std::ranges::find(rank_of_code, std::string_view{reason.code}) -
                                  rank_of_code.begin());
}

// One call passes all that can be passed, so that the caller is not sent from rule to rule.
struct Overridable {
  std::vector<std::string> ids;
  bool second_person = false;
};

Overridable overridable_rules(std::vector<RuleVerdict> const& verdicts, bool by_manager) {
  Overridable found;
  for (auto const& verdict : verdicts) {
    if (!verdict.refuses(by_manager) || !verdict.rule->override_terms) continue;
    found.ids.push_back(verdict.rule->id);
    found.second_person = found.second_person || verdict.rule->override_terms->second_person.has_value();
  }
  return found;
}

boost::json::object to_json(OverrideOffer const& offer) {
  boost::json::array by{name_of(offer.terms.by)};
  if (offer.terms.by != Role::manager) by.emplace_back(name_of(Role::manager));
  boost::json::object json{{"by", std::move(by)}};
  if (offer.terms.second_person) json.emplace("second_person", name_of(*offer.terms.second_person));
  json.emplace("call", boost::json::object{{"method", offer.call.method}, {"params", offer.call.params}});
  return json;
}

}  // namespace

std::vector<WhyNot> why_not_of(std::vector<RuleVerdict> const& verdicts, bool by_manager, FixContext const& context) {
  std::vector<WhyNot> reasons;
  auto const overridable = overridable_rules(verdicts, by_manager);
  for (auto const& verdict : verdicts) {
    if (!verdict.refuses(by_manager)) continue;
    auto const sort = sort_of(verdict);
    WhyNot reason{.code = std::string(sort.code),
                  .kind = sort.kind,
                  .says = verdict.says,
                  .rule = verdict.rule->id,
                  .cites = fmt::format("{} [{}]", verdict.rule->cites.text, verdict.rule->cites.source)};
    if (!verdict.failed.empty()) {
      reason.expected = verdict.failed.front().expected;
      reason.actual = verdict.failed.front().actual;
    }
    for (auto const& missing : verdict.missing) reason.missing.push_back(missing.name);
    reason.fix = fix_of(verdict, context);
    if (auto const& terms = verdict.rule->override_terms) {
      reason.override_offer = OverrideOffer{*terms, override_call(context, overridable.ids, overridable.second_person)};
      // Asking for less is no fix while asking somebody else is one; more proof is better than both.
      if (!reason.fix && rules::role_may(context.role, terms->by)) reason.fix = reason.override_offer->call;
    }
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

void rank(std::vector<WhyNot>& reasons) { std::ranges::stable_sort(reasons, {}, rank_of); }

boost::json::object to_json(WhyNot const& why_not) {
  boost::json::object json{{"code", why_not.code}};
  if (!why_not.rule.empty()) json.emplace("rule", why_not.rule);
  if (!why_not.cites.empty()) json.emplace("cites", why_not.cites);
  json.emplace("says", to_json(why_not.says));
  if (!why_not.expected.empty()) json.emplace("expected", why_not.expected);
  if (!why_not.actual.empty()) json.emplace("actual", why_not.actual);
  if (!why_not.missing.empty()) json.emplace("missing", boost::json::value_from(why_not.missing));
  if (why_not.fix)
    json.emplace("fix", boost::json::object{{"method", why_not.fix->method}, {"params", why_not.fix->params}});
  if (why_not.override_offer) json.emplace("override", to_json(*why_not.override_offer));
  return json;
}

boost::json::array to_json(std::vector<WhyNot> const& why_not) {
  boost::json::array json;
  for (auto const& each : why_not) json.push_back(to_json(each));
  return json;
}

}  // namespace redress

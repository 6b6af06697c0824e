// Rules, books and verdicts as JSON: for rules.list and rules.get, for entries of the trail, and for receipts, whose
// reader makes the rule again and judges the recorded facts with it.
//
// Dates are Beijing days as the YAML has them, `to` the last day included; conditions are CEL text. Absent members mean
// what they mean in the YAML.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/rules/consult.hpp"
#include "engine/rules/rulebook.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace redress::rules {

boost::json::object to_json(Rule const& rule);
boost::json::object to_json(OverrideTerms const& terms);
boost::json::object to_json(Deadline const& deadline);
boost::json::object to_json(Compensation const& compensation);
boost::json::object to_json(EvidenceNeed const& need);
boost::json::object to_json(RiskSignal const& signal);
boost::json::object to_json(Reminder const& reminder);
boost::json::object to_json(Effort const& effort);
boost::json::object to_json(Missing const& missing);      // {what: fact|evidence|error, name}
boost::json::object to_json(FailedClause const& clause);  // {expression, expected, actual}

/// {id, platform, version, digest, title, version_selector} and how many items of each list it has.
boost::json::object summary_of(Rulebook const& book);

/// The summary's members, with `rules`, `deadlines`, `compensations`, `evidence_needs`, `risks` and `vocabularies` in
/// full.
boost::json::object to_json(Rulebook const& book);

/// "淘宝平台争议处理规则 第27条 [S1]".
std::string citation_text(Citation const& cites);

/// As an entry keeps it: {id, version, verdict, applies, cites, confidence, effect, facts_read: {path: value or null},
/// evidence_read: {kind: count}, says}, and `missing` [{what, name}] and `failed` [{expression, expected, actual}]
/// where there are any.
boost::json::object to_json(RuleVerdict const& verdict);

/// The inverse of to_json(Rule), compiled again. Fault `invalid_params` with the member as position.
Result<Rule> rule_from_json(boost::json::value const& json);

/// The facts and evidence kinds an entry's verdict was reached on; judge() on them reaches it again. Items of evidence
/// have their kind alone.
struct ReadBack {
  Facts facts;
  std::vector<Evidence> evidence;
};
Result<ReadBack> read_back(boost::json::value const& verdict);

}  // namespace redress::rules

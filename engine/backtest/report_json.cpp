// How a report is told to programs.
#include "engine/backtest/report.hpp"

namespace redress::backtest {
namespace {

namespace json = boost::json;

json::value verdict_json(std::optional<rules::Verdict> verdict) {
  return verdict ? json::value(json::string(name_of(*verdict))) : json::value(nullptr);
}

json::value instant_json(std::optional<Instant> at) {
  return at ? json::value(json::string(format_rfc3339(*at))) : json::value(nullptr);
}

json::array money_json(MinorByCurrency const& sums) {
  json::array made;
  for (auto const& [currency, minor] : sums) made.push_back(json::object{{"minor", minor}, {"currency", currency}});
  return made;
}

json::array texts_json(std::set<std::string> const& texts) { return json::array(texts.begin(), texts.end()); }

json::object decision_json(DecisionChange const& change, std::string const& currency) {
  json::object made{{"entry_id", change.entry_id}, {"at", format_rfc3339(change.at)}, {"event", change.event}};
  json::array verdicts;
  for (auto const& each : change.verdicts)
    verdicts.push_back(
        json::object{{"rule", each.rule}, {"was", verdict_json(each.was)}, {"now", verdict_json(each.now)}});
  if (!verdicts.empty()) made.emplace("verdicts", std::move(verdicts));
  if (change.outcome)
    made.emplace("outcome", json::object{{"was", change.outcome->refused_now ? "accepted" : "refused"},
                                         {"now", change.outcome->refused_now ? "refused" : "accepted"},
                                         {"rule", change.outcome->rule}});
  if (change.due)
    made.emplace("due", json::object{{"id", change.due->deadline},
                                     {"was", instant_json(change.due->was)},
                                     {"now", instant_json(change.due->now)}});
  if (change.refund_minor != 0)
    made.emplace("refund", json::object{{"minor", change.refund_minor}, {"currency", currency}});
  json::array untold;
  for (auto const& each : change.untold)
    untold.push_back(json::object{{"rule", each.rule}, {"facts", texts_json(each.facts)}});
  if (!untold.empty()) made.emplace("untold", std::move(untold));
  return made;
}

json::object rule_json(std::string const& id, RuleSum const& rule) {
  auto made = to_json(rule.sum);
  made.emplace("id", id);
  made.emplace("asked", json::object{{"was", rule.asked_then}, {"now", rule.asked_now}});
  json::object flips;
  for (auto const& [flip, count] : rule.flips) flips.emplace(flip, count);
  made.emplace("flips", std::move(flips));
  if (!rule.untold_facts.empty()) made.emplace("untold_facts", texts_json(rule.untold_facts));
  return made;
}

bool worth_telling(RuleSum const& rule) { return rule.sum != Sum{} || rule.asked_then != rule.asked_now; }

}  // namespace

json::object to_json(Sum const& sum) {
  return {{"verdicts", sum.verdicts},
          {"refused_now", sum.refused_now},
          {"accepted_now", sum.accepted_now},
          {"deadlines", json::object{{"earlier", sum.deadlines_earlier},
                                     {"later", sum.deadlines_later},
                                     {"new", sum.deadlines_new},
                                     {"gone", sum.deadlines_gone}}},
          {"refunds", money_json(sum.refund_minor)},
          {"compensation", money_json(sum.compensation_minor)},
          {"untold", sum.untold}};
}

json::object to_json(CaseChange const& change) {
  json::object made{{"case_id", change.case_id}, {"shop", change.shop}, {"kind", change.kind}};
  json::array decisions;
  for (auto const& each : change.decisions) decisions.push_back(decision_json(each, change.currency));
  made.emplace("decisions", std::move(decisions));
  if (auto const& owed = change.compensation)
    made.emplace("compensation", json::object{{"id", owed->compensation},
                                              {"entry_id", owed->entry_id},
                                              {"was_minor", owed->was_minor},
                                              {"now_minor", owed->now_minor},
                                              {"currency", change.currency}});
  made.emplace("sum", to_json(sum_of(change)));
  return made;
}

json::object to_json(Report const& report) {
  json::array months;
  for (auto const& [month, sum] : report.months) {
    auto each = to_json(sum);
    each.emplace("month", month);
    months.push_back(std::move(each));
  }
  json::array rules;
  for (auto const& [id, rule] : report.rules)
    if (worth_telling(rule)) rules.push_back(rule_json(id, rule));
  json::array cases;
  for (auto const& each : report.cases) cases.push_back(to_json(each));
  return {{"book", report.book},
          {"version", report.version},
          {"digest", report.digest},
          {"entries", report.entries},
          {"decisions", report.decisions},
          {"not_compared", json::object{{"of_other_books", report.of_other_books},
                                        {"by_the_table", report.by_the_table},
                                        {"unknown_events", report.unknown_events}}},
          {"empty", report.total.empty()},
          {"total", to_json(report.total)},
          {"months", std::move(months)},
          {"rules", std::move(rules)},
          {"cases", std::move(cases)},
          {"cases_total", report.cases_changed}};
}

}  // namespace redress::backtest

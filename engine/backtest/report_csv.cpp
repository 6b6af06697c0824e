// How a report is told to tables.
#include "engine/backtest/report.hpp"

#include <fmt/format.h>

namespace redress::backtest {
namespace {

std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (auto const c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

struct Line {
  std::string_view entry_id;
  Instant at;
  std::string_view event;
  std::string_view what;
  std::string_view rule;
  std::string was = {};
  std::string now = {};
  std::optional<std::int64_t> minor = {};
};

std::string line_of(CaseChange const& change, Line const& line) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", field(change.case_id), field(change.shop), change.kind,
                     line.entry_id, format_rfc3339(line.at), beijing_month(line.at), field(line.event), line.what,
                     field(line.rule), field(line.was), field(line.now), line.minor ? std::to_string(*line.minor) : "",
                     line.minor ? change.currency : "");
}

std::string name(std::optional<rules::Verdict> verdict) { return verdict ? std::string(name_of(*verdict)) : ""; }
std::string time(std::optional<Instant> at) { return at ? format_rfc3339(*at) : ""; }

std::string lines_of(CaseChange const& change, DecisionChange const& decision) {
  std::string lines;
  auto const add = [&](std::string_view what, std::string_view rule, std::string was, std::string now,
                       std::optional<std::int64_t> minor = std::nullopt) {
    lines += line_of(
        change, {decision.entry_id, decision.at, decision.event, what, rule, std::move(was), std::move(now), minor});
  };
  for (auto const& each : decision.verdicts) add("verdict", each.rule, name(each.was), name(each.now));
  if (auto const& outcome = decision.outcome) {
    std::string const before = outcome->refused_now ? "accepted" : "refused";
    add("outcome", outcome->rule, before, outcome->refused_now ? "refused" : "accepted");
    if (decision.refund_minor != 0) add("refund", outcome->rule, "", "", decision.refund_minor);
  }
  if (auto const& due = decision.due) add("deadline", due->deadline, time(due->was), time(due->now));
  for (auto const& untold : decision.untold)
    add("untold", untold.rule, "", fmt::format("{}", fmt::join(untold.facts, " ")));
  return lines;
}

}  // namespace

std::string to_csv(Report const& report) {
  std::string csv = "case_id,shop,kind,entry_id,at,month,event,what,rule,was,now,minor,currency\n";
  for (auto const& change : report.cases) {
    for (auto const& decision : change.decisions) csv += lines_of(change, decision);
    if (auto const& owed = change.compensation)
      csv += line_of(change,
                     {owed->entry_id, owed->at, "", "compensation", owed->compensation, std::to_string(owed->was_minor),
                      std::to_string(owed->now_minor), owed->now_minor - owed->was_minor});
  }
  return csv;
}

}  // namespace redress::backtest

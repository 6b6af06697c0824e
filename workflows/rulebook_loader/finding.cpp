#include "workflows/rulebook_loader/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace redress::rules {

std::string to_text(Finding const& finding) {
  auto text = fmt::format("{}.yaml:{}:{}: {} / {}", finding.file, finding.place.line, finding.place.column,
                          finding.says.zh, finding.says.en);
  for (auto const& clause : finding.clauses) text += "\n    " + clause;
  if (!finding.example.empty()) text += fmt::format("\n    例 e.g. {}", boost::json::serialize(finding.example));
  return text;
}

boost::json::object to_json(Finding const& finding) {
  boost::json::object json{{"file", finding.file},
                           {"line", finding.place.line},
                           {"column", finding.place.column},
                           {"says", redress::to_json(finding.says)}};
  if (!finding.check.empty()) json.emplace("check", finding.check);
  if (!finding.clauses.empty()) json.emplace("clauses", boost::json::value_from(finding.clauses));
  if (!finding.example.empty()) json.emplace("example", finding.example);
  return json;
}

void sort_findings(std::vector<Finding>& findings) {
  auto const key = [](Finding const& f) { return std::tie(f.file, f.place, f.says.en, f.says.zh); };
  std::ranges::sort(findings, {}, key);
  auto const repeated = std::ranges::unique(findings);
  findings.erase(repeated.begin(), repeated.end());
}

}  // namespace redress::rules

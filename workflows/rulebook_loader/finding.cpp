#include "workflows/rulebook_loader/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace redress::rules {

std::string to_text(Finding const& finding) {
  return fmt::format("{}.yaml:{}:{}: {} / {}", finding.file, finding.place.line, finding.place.column, finding.says.zh,
                     finding.says.en);
}

void sort_findings(std::vector<Finding>& findings) {
  auto const key = [](Finding const& f) { return std::tie(f.file, f.place, f.says.en, f.says.zh); };
  std::ranges::sort(findings, {}, key);
  auto const repeated = std::ranges::unique(findings);
  findings.erase(repeated.begin(), repeated.end());
}

}  // namespace redress::rules

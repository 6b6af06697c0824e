// Records of one file: versions of the same refund come together, oldest first.
#include "api/importers/top_refund.hpp"

#include <algorithm>
#include <map>

namespace redress::importers {
namespace {

void merge(CasePlan& known, CasePlan later) {
  auto& reports = known.reports;
  auto& report = later.reports.front();
  auto const at = std::ranges::lower_bound(reports, report.modified, {}, &PlatformReport::modified);
  if (at != reports.end() && at->modified == report.modified) return;
  bool const oldest = at == reports.begin();
  reports.insert(at, std::move(report));
  if (!oldest) return;
  later.reports = std::move(reports);
  later.line = known.line;
  known = std::move(later);
}

}  // namespace

Reading read_top_refunds(std::string_view ndjson, std::string_view shop) {
  Reading reading;
  std::map<std::string, std::size_t> index;  // request id of the opening -> plan
  for (int line = 1; !ndjson.empty(); ++line) {
    auto const end = std::min(ndjson.find('\n'), ndjson.size());
    auto const text = ndjson.substr(0, end);
    ndjson.remove_prefix(std::min(end + 1, ndjson.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto plan = read_top_refund(text, line, shop);
    if (!plan) {
      reading.bad.push_back(plan.error());
      continue;
    }
    auto const [at, is_new] = index.emplace(plan->open_id(), reading.plans.size());
    if (is_new)
      reading.plans.push_back(std::move(*plan));
    else
      merge(reading.plans[at->second], std::move(*plan));
  }
  return reading;
}

}  // namespace redress::importers

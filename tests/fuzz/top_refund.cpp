// Platform records of refunds, a line each: what is planned is whole, what is not names its line.
#include "api/importers/top_refund.hpp"

#include "tests/fuzz/fuzz_one.hpp"

#include <algorithm>

namespace redress::fuzz {

void fuzz_one(std::string_view bytes) {
  auto const reading = importers::read_top_refunds(bytes, "s1");
  auto const lines = std::ranges::count(bytes, '\n') + 1;
  require(std::ssize(reading.plans) + std::ssize(reading.bad) <= lines, "a line is one plan, part of one, or bad");
  for (auto const& plan : reading.plans) {
    require(!plan.open_id().empty() && plan.shop() == "s1" && !plan.kind().empty() && !plan.order_id().empty(),
            "a plan can be opened");
    require(plan.line >= 1 && plan.line <= lines, "a plan has its line");
    require(std::ranges::is_sorted(plan.reports, {}, &importers::PlatformReport::modified),
            "versions are oldest first");
  }
  for (auto const& fault : reading.bad) require(fault.position.starts_with("line "), "what is bad has its line");
}

}  // namespace redress::fuzz

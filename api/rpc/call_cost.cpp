#include "api/rpc/call_cost.hpp"

#include <algorithm>
#include <array>

namespace redress::api::rpc {
namespace {

constexpr std::array<std::string_view, 18> walking{
    "audit.office",  "audit.query",   "audit.sample",    "audit.search",   "audit.summary",  "audit.verify",
    "backup.create", "override.list", "pack.create",     "rules.activate", "rules.backtest", "rules.diff",
    "rules.explain", "rules.try",     "sandbox.advance", "subject.erase",  "board.get",      "workflow.stats",
};

}  // namespace

int cost_of(std::string_view method) {
  return std::ranges::find(walking, method) == walking.end() ? ordinary_cost : walking_cost;
}

}  // namespace redress::api::rpc

#include "api/rpc/call_cost.hpp"

#include <algorithm>
#include <array>

namespace redress::api::rpc {
namespace {

constexpr std::array<std::string_view, 21> walking{
    "audit.case_check", "audit.office",   "audit.query",    "audit.sample", "audit.search",          "audit.summary",
    "audit.verify",     "backup.create",  "board.get",      "case.search",  "evidence.conversation", "override.list",
    "pack.create",      "rules.activate", "rules.backtest", "rules.diff",   "rules.explain",         "rules.try",
    "sandbox.advance",  "subject.erase",  "workflow.stats",
};

// Methods that walk where this param is given.
struct WalkingParam {
  std::string_view method;
  std::string_view param;
};
constexpr std::array walking_params{WalkingParam{"case.get", "as_of"}, WalkingParam{"case.list", "text"},
                                    WalkingParam{"events.subscribe", "after"}};

}  // namespace

int cost_of(std::string_view method, boost::json::object const& params) {
  bool const walks = std::ranges::find(walking, method) != walking.end() ||
                     std::ranges::any_of(walking_params, [&](WalkingParam const& each) {
                       return each.method == method && params.contains(each.param);
                     });
  return walks ? walking_cost : ordinary_cost;
}

}  // namespace redress::api::rpc

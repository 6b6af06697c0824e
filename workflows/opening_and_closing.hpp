// Where every case begins and the ways in which any of them may end: events all workflows share.
//
// For workflow sources only: it brings in Boost.MSM.
#pragma once

#include "engine/machine/kit.hpp"
#include "workflows/params.hpp"

namespace redress::workflows {

using machine::AnyOf;
using machine::Emit;
using machine::Event;
using machine::Row;
using machine::Rows;
using machine::State;

struct Closed : State {
  static constexpr StateSpec spec{
      .name = "CLOSED", .raw_status = "CLOSED", .final = true, .zh = "已关闭", .en = "Closed"};
};

struct open : Event {
  static constexpr EventSpec spec{.name = "open", .party = Party::buyer, .zh = "立案", .en = "Open the case"};
};

struct withdraw : Event {
  static constexpr EventSpec spec{.name = "withdraw",
                                  .party = Party::buyer,
                                  .irreversible = true,
                                  .zh = "买家撤销申请",
                                  .en = "Withdraw the claim",
                                  .params = params::only_message};
};

struct platform_close : Event {
  static constexpr EventSpec spec{.name = "platform_close",
                                  .party = Party::platform,
                                  .irreversible = true,
                                  .zh = "平台关闭",
                                  .en = "The platform closes the case",
                                  .params = params::only_message};
};

struct deadline_passed : Event {
  static constexpr EventSpec spec{
      .name = "deadline_passed", .party = Party::timer, .zh = "超时", .en = "The deadline passed"};
};

}  // namespace redress::workflows

// Where an order stands that is late, under way or lost: the structural conditions of the delay workflow.
//
// Every order is in exactly one place, so guards on places exclude each other and leave nothing out. For workflow
// sources only.
#pragma once

#include "engine/machine/workflow.hpp"

#include <algorithm>
#include <array>

namespace redress::workflows {

enum class Place {
  refunded,  // a refund case was opened: the goods are no longer this case's question
  signed_for,
  came_back,
  lost,
  under_way,
  out_of_stock,
  time_agreed,  // not dispatched; the time the buyer agreed to is still ahead
  late,
  in_time,
};

/// What happened to the parcel counts only for the parcel that is under way: a new one starts a new trace.
inline bool happened(Facts const& facts, std::string_view path) {
  auto const at = facts.instant(path);
  auto const trace_at = facts.instant("shipment.last_trace_at");
  return at && (!trace_at || *trace_at <= *at);
}

inline bool is_lost(Facts const& facts) {
  if (happened(facts, "shipment.lost_at")) return true;
  auto const opened_at = facts.instant("case.opened_at");
  auto const trace_at = facts.instant("shipment.last_trace_at");
  return facts.text("claim.reason") == "lost" && !(opened_at && trace_at && *opened_at < *trace_at);
}

inline Place place_of(Facts const& facts) {
  if (facts.flag("claim.refund_opened")) return Place::refunded;
  if (happened(facts, "shipment.signed_at") || happened(facts, "order.signed_at")) return Place::signed_for;
  if (happened(facts, "shipment.returned_at")) return Place::came_back;
  if (facts.flag("order.dispatched")) return is_lost(facts) ? Place::lost : Place::under_way;
  if (facts.text("claim.reason") == "out_of_stock") return Place::out_of_stock;
  auto const now = facts.instant("now");
  auto const agreed_at = facts.instant("agreement.new_dispatch_at");
  if (now && agreed_at) return *now <= *agreed_at ? Place::time_agreed : Place::late;
  auto const promised_at = facts.instant("order.promised_dispatch_at");
  return now && promised_at && *promised_at < *now ? Place::late : Place::in_time;
}

// clang-format off
inline constexpr std::array place_names{
    GuardSpec{"refunded",     "已转退款",               "the order goes on as a refund"},
    GuardSpec{"signed_for",   "包裹已签收",             "the parcel was signed for"},
    GuardSpec{"came_back",    "包裹已退回",             "the parcel came back to the seller"},
    GuardSpec{"lost",         "包裹丢失",               "the parcel is lost"},
    GuardSpec{"under_way",    "包裹在途",               "the parcel is on its way"},
    GuardSpec{"out_of_stock", "缺货",                   "the goods are out of stock"},
    GuardSpec{"time_agreed",  "未到双方约定的发货时间", "the dispatch time both sides agreed on is ahead"},
    GuardSpec{"late",         "已过承诺发货时间",       "the promised dispatch time has passed"},
    GuardSpec{"in_time",      "未到承诺发货时间",       "the promised dispatch time is ahead"},
};
// clang-format on

template <Place Where>
struct stands {
  static constexpr GuardSpec spec = place_names[static_cast<std::size_t>(Where)];
  static bool holds(Facts const& facts) { return place_of(facts) == Where; }
};

using refunded = stands<Place::refunded>;
using signed_for = stands<Place::signed_for>;
using came_back = stands<Place::came_back>;
using lost = stands<Place::lost>;
using under_way = stands<Place::under_way>;
using time_agreed = stands<Place::time_agreed>;

struct not_sent_out {
  static constexpr GuardSpec spec{"not_sent_out", "未发货且无约定时间",
                                  "the goods were not sent out, and no later time is agreed on"};
  static bool holds(Facts const& facts) {
    auto const place = place_of(facts);
    return place == Place::out_of_stock || place == Place::late || place == Place::in_time;
  }
};

struct offered_new_time {
  static constexpr GuardSpec spec{"offered_new_time", "卖家提议了新的发货时间",
                                  "the seller proposed a new dispatch time"};
  static bool holds(Facts const& facts) { return facts.text("offer.kind") == "new_dispatch_time"; }
};
struct offered_substitute {
  static constexpr GuardSpec spec{"offered_substitute", "卖家提议换发其他商品", "the seller proposed a substitute"};
  static bool holds(Facts const& facts) { return facts.text("offer.kind") == "substitute"; }
};

}  // namespace redress::workflows

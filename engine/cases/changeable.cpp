#include "engine/cases/changeable.hpp"

#include <algorithm>
#include <array>

namespace redress {
namespace {

struct Row {
  std::string_view path;  // a prefix if it ends in a dot; a whole path beats a prefix
  Party by;               // nobody: not to be changed
  bool anytime = false;
};

constexpr std::array rows{
    Row{"agreement.", Party::seller, true},
    Row{"claim.", Party::buyer},
    Row{"claim.refund_opened", Party::nobody},
    Row{"claim.subjective", Party::nobody},
    Row{"compensation.breach", Party::seller},
    Row{"dispute.proof_complete", Party::seller, true},
    Row{"logistics.trace_breach_at", Party::carrier},
    Row{"order.category", Party::seller},
    Row{"order.custom_made", Party::seller},
    Row{"order.dispatched_at", Party::seller},
    Row{"order.free_shipping", Party::seller},
    Row{"order.fresh", Party::seller},
    Row{"order.gift_included", Party::seller},
    Row{"order.gift_returned", Party::seller},
    Row{"order.no_reason_eligible", Party::seller},
    Row{"order.no_reason_exclusion_confirmed", Party::seller},
    Row{"order.online_game", Party::seller},
    Row{"order.presale", Party::seller},
    Row{"order.promised_dispatch_at", Party::seller},
    Row{"order.signed_at", Party::carrier},
    Row{"order.virtual_goods", Party::seller},
    Row{"replacement.carrier", Party::carrier},
    Row{"replacement.price_minor", Party::buyer},
    Row{"replacement.same_sku", Party::buyer},
    Row{"replacement.shipped_at", Party::carrier},
    Row{"replacement.signed_at", Party::carrier},
    Row{"report.order_traded", Party::seller},
    Row{"returns.address_id", Party::seller, true},
    Row{"returns.carrier", Party::buyer},
    Row{"returns.carrier_class_differs", Party::buyer},
    Row{"returns.freight_collect", Party::buyer},
    Row{"returns.postage_bearer", Party::buyer},
    Row{"returns.shipped_at", Party::buyer},
    Row{"returns.signed_at", Party::carrier},
    Row{"shipment.", Party::carrier},
    Row{"shipment.in_transit", Party::nobody},
    Row{"stock.available", Party::seller, true},
    Row{"warehouse.cancelled", Party::seller, true},
};

constexpr std::array subjective_from{std::string_view{"claim.reason"}};
constexpr std::array dispatched_from{std::string_view{"order.dispatched_at"},
                                     std::string_view{"shipment.picked_up_at"}};
constexpr std::array promised_from{std::string_view{"order.promised_dispatch_at"}};
constexpr std::array transit_from{std::string_view{"order.dispatched_at"},   std::string_view{"order.signed_at"},
                                  std::string_view{"shipment.picked_up_at"}, std::string_view{"shipment.signed_at"},
                                  std::string_view{"shipment.lost_at"},      std::string_view{"shipment.returned_at"}};
constexpr std::array window_from{std::string_view{"order.signed_at"}, std::string_view{"shipment.signed_at"},
                                 std::string_view{"order.promised_dispatch_at"}, std::string_view{"claim.reason"},
                                 std::string_view{"claim.wants"}};
constexpr std::array due_from{std::string_view{"compensation.breach"}, std::string_view{"claim.reason"},
                              std::string_view{"agreement.new_dispatch_at"},
                              std::string_view{"order.promised_dispatch_at"}};
constexpr std::array breach_from{std::string_view{"claim.reason"}};
constexpr std::array difference_from{std::string_view{"replacement.price_minor"}};

}  // namespace

std::optional<Changeable> changeable(std::string_view path) {
  auto const exact = std::ranges::find(rows, path, &Row::path);
  auto const at = exact != rows.end() ? exact : std::ranges::find_if(rows, [&](Row const& row) {
    return row.path.ends_with('.') && path.starts_with(row.path);
  });
  if (at == rows.end() || at->by == Party::nobody) return std::nullopt;
  auto const index = fact_index(path);
  if (!index || !settable(fact_schema()[*index])) return std::nullopt;
  return Changeable{at->by, at->anytime};
}

bool may_be_supplied(std::string_view path, FactValue const* present) {
  auto const found = changeable(path);
  return found && (found->anytime || !present);
}

std::span<std::string_view const> derived_from(std::string_view path) {
  if (path == "claim.subjective") return subjective_from;
  if (path == "order.dispatched") return dispatched_from;
  if (path == "order.promised_dispatch_hours") return promised_from;
  if (path == "shipment.in_transit") return transit_from;
  if (path == "order.no_reason_ends_at") return window_from;
  if (path == "compensation.due_minor") return due_from;
  if (path == "compensation.breach") return breach_from;
  if (path == "replacement.price_difference_minor") return difference_from;
  return {};
}

}  // namespace redress

#include "api/importers/top_moves.hpp"

#include <algorithm>
#include <array>

namespace redress::importers {
namespace {

using boost::json::object;

// How far along a claim is. Each status stands at one of these steps, and each step is one event away from the next.
struct Step {
  std::string_view state;
  std::string_view event;  // that leads to the next step
  std::string_view party;
};
constexpr std::array refund_steps{Step{"WAIT_SELLER_AGREE", "agree_return", "seller"},
                                  Step{"WAIT_BUYER_RETURN_GOODS", "ship_return", "buyer"},
                                  Step{"WAIT_SELLER_CONFIRM_GOODS", {}, {}}};
constexpr std::array exchange_steps{Step{"EXCHANGE_REQUESTED", "agree_exchange", "seller"},
                                    Step{"EXCHANGE_WAIT_BUYER_RETURN", "ship_return", "buyer"},
                                    Step{"EXCHANGE_RETURN_SHIPPED", "confirm_return", "seller"},
                                    Step{"EXCHANGE_WAIT_SELLER_SEND", "send_replacement", "seller"},
                                    Step{"EXCHANGE_WAIT_BUYER_RECEIVE", "confirm_receipt", "buyer"},
                                    Step{"SUCCESS", {}, {}}};

struct Place {
  std::string_view status;  // the platform's, all its spellings
  std::string_view state;
};
constexpr std::array refund_places{Place{"WAIT_BUYER_RETURN_GOODS", "WAIT_BUYER_RETURN_GOODS"},
                                   Place{"WAIT_SELLER_CONFIRM_GOODS", "WAIT_SELLER_CONFIRM_GOODS"}};
constexpr std::array exchange_places{
    Place{"WAIT_BUYER_RETURN_GOODS", "EXCHANGE_WAIT_BUYER_RETURN"},
    Place{"WAIT_SELLER_CONFIRM_GOODS", "EXCHANGE_RETURN_SHIPPED"},
    Place{"WAIT_SELLER_CONSIGN_GOOGDS", "EXCHANGE_WAIT_SELLER_SEND"},
    Place{"WAIT_SELLER_CONSIGN_GOODS", "EXCHANGE_WAIT_SELLER_SEND"},
    Place{"EXCHANGE_WAIT_BUYER_CONFIRM_GOODS", "EXCHANGE_WAIT_BUYER_RECEIVE"},
    Place{"WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS", "EXCHANGE_WAIT_BUYER_RECEIVE"},
    Place{"WAIT_BUYER_CONFIRM_REDO_SEND_GOODS", "EXCHANGE_WAIT_BUYER_RECEIVE"},
    Place{"SUCCESS", "SUCCESS"}};

object params_of(std::string_view event, PlatformReport const& report) {
  if (event == "agree_return" || event == "agree_exchange")
    return {{"address_id", "platform"}};  // where the platform sends them
  if (event == "ship_return") return report.return_parcel;
  // The record tells of the buyer's parcel only.
  if (event == "send_replacement") return {{"carrier", "unknown"}, {"waybill", "unknown-" + report.id_prefix}};
  return {};
}

template <class Steps, class Places>
std::optional<Move> along(Steps const& steps, Places const& places, std::string_view state,
                          PlatformReport const& report) {
  auto const place = std::ranges::find(places, report.status, &Place::status);
  if (place == places.end()) return std::nullopt;
  auto const here = std::ranges::find(steps, state, &Step::state);
  auto const there = std::ranges::find(steps, place->state, &Step::state);
  if (here >= there)
    return std::nullopt;  // nothing here leads back, and a state off the steps is the seller's to leave
  return Move{std::string(here->event), std::string(here->party), params_of(here->event, report)};
}

Move with_amount(Move move, PlatformReport const& report) {
  if (!report.amount.empty()) move.params.emplace("amount", report.amount);
  return move;
}

std::optional<Move> towards_end_of_refund(std::string_view state, PlatformReport const& report) {
  if (state == "REFUND_PAYING") return with_amount({"payout_confirmed", "payments", {}}, report);
  return with_amount({"platform_refund", "platform", {{"basis", "staff"}}}, report);
}

}  // namespace

std::optional<Move> next_move(std::string_view kind, std::string_view state, PlatformReport const& report) {
  if (state == "SUCCESS" || state == "CLOSED" || state == "EXCHANGE_TRANSFORM_TO_REFUND") return std::nullopt;
  bool const is_refund = kind == "refund";
  if (report.status == "CLOSED") return Move{"platform_close", "platform", {}};
  if (report.status == "SUCCESS" && is_refund) return towards_end_of_refund(state, report);
  if (report.status == "EXCHANGE_TRANSFORM_TO_REFUND" && !is_refund) return Move{"accept_refund_instead", "buyer", {}};
  auto const step = is_refund ? along(refund_steps, refund_places, state, report)
                              : along(exchange_steps, exchange_places, state, report);
  if (step) return step;
  bool const on_its_way = report.status != "SUCCESS" && state != "REFUND_PAYING" && !state.starts_with("DISPUTE_");
  if (report.platform_stepped_in && on_its_way) return Move{"platform_step_in", "platform", {}};
  return std::nullopt;
}

}  // namespace redress::importers

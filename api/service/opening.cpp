#include "api/service/opening.hpp"

#include "api/service/told_facts.hpp"
#include "engine/base/utf8.hpp"
#include "engine/cases/derive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace redress::api {
namespace {

using boost::json::object;
using boost::json::value;

std::string text_at(object const& from, std::string_view name) {
  auto const* found = from.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

object const* object_at(object const& from, std::string_view name) {
  auto const* found = from.if_contains(name);
  return found ? found->if_object() : nullptr;
}

Fault differs(std::string_view position) {
  return invalid_params(std::string(position), "与该订单首次登记的内容不一致",
                        "differs from what was first told about this order");
}

// A member of the request that becomes a fact of the same meaning.
struct MemberFact {
  std::string_view member;
  std::string_view fact;
};
constexpr std::array order_facts{MemberFact{"placed_at", "order.placed_at"},
                                 MemberFact{"paid_at", "order.paid_at"},
                                 MemberFact{"promised_dispatch_at", "order.promised_dispatch_at"},
                                 MemberFact{"dispatched_at", "order.dispatched_at"},
                                 MemberFact{"signed_at", "order.signed_at"},
                                 MemberFact{"succeeded_at", "order.succeeded_at"},
                                 MemberFact{"custom_made", "order.custom_made"},
                                 MemberFact{"virtual_goods", "order.virtual_goods"},
                                 MemberFact{"fresh", "order.fresh"},
                                 MemberFact{"presale", "order.presale"},
                                 MemberFact{"free_shipping", "order.free_shipping"},
                                 MemberFact{"gift_included", "order.gift_included"},
                                 MemberFact{"online_game", "order.online_game"},
                                 MemberFact{"no_reason_exclusion_confirmed", "order.no_reason_exclusion_confirmed"}};
constexpr std::array claim_facts{MemberFact{"wants", "claim.wants"},
                                 MemberFact{"goods_received", "claim.goods_received"}};
constexpr std::array buyer_facts{MemberFact{"good_record", "buyer.good_record"},
                                 MemberFact{"vip88", "buyer.vip88"},
                                 MemberFact{"orders_90d", "buyer.orders_90d"},
                                 MemberFact{"refunds_90d", "buyer.refunds_90d"},
                                 MemberFact{"refund_only_90d", "buyer.refund_only_90d"},
                                 MemberFact{"abuses_rights", "buyer.abuses_rights"},
                                 MemberFact{"false_addresses_90d", "buyer.false_addresses_90d"},
                                 MemberFact{"label_claims_90d", "buyer.label_claims_90d"},
                                 MemberFact{"linked_accounts", "buyer.linked_accounts"},
                                 MemberFact{"same_item_orders_90d", "buyer.same_item_orders_90d"},
                                 MemberFact{"same_item_claims_90d", "buyer.same_item_claims_90d"}};
constexpr std::array shipment_facts{MemberFact{"carrier", "shipment.carrier"},
                                    MemberFact{"picked_up_at", "shipment.picked_up_at"},
                                    MemberFact{"last_trace_at", "shipment.last_trace_at"},
                                    MemberFact{"signed_at", "shipment.signed_at"},
                                    MemberFact{"signed_by", "shipment.signed_by"},
                                    MemberFact{"waybill_uploaded_at", "shipment.waybill_uploaded_at"}};
constexpr std::array review_facts{MemberFact{"score", "review.score"}, MemberFact{"posted_at", "review.posted_at"}};
constexpr std::array buyer_personal{"id", "nick", "phone", "address", "name", "email"};

template <class Table>
Result<void> take_facts(Facts& facts, object const& from, std::string_view where, Table const& table) {
  for (auto const& [member, fact] : table)
    if (auto const* found = from.if_contains(member))
      if (auto set = facts.set_from_json(fact, *found); !set)
        return Fault{set.error().kind, set.error().says, fmt::format("params.{}.{}", where, member)};
  return {};
}

void keep_personal(Opening& opening, object const& from, std::string_view where, std::string_view member) {
  if (auto text = text_at(from, member); !text.empty())
    opening.personal.emplace_back(fmt::format("{}.{}", where, member), std::move(text));
}

Result<std::int64_t> read_minor(value const& json, Currency currency, std::string position) {
  auto const money = money_from_json(json, position);
  if (!money) return money.error();
  if (money->currency != currency)
    return invalid_params(std::move(position), "与订单币种不同", "another currency than the order");
  if (money->minor < 0) return invalid_params(std::move(position), "金额不能为负", "an amount cannot be negative");
  return money->minor;
}

// An order-level discount is spread over the lines, so that their ceilings and the postage add up to what was paid.
std::vector<std::int64_t> spread(std::vector<std::int64_t> lines, std::int64_t goods_minor) {
  if (std::accumulate(lines.begin(), lines.end(), std::int64_t{0}) <= goods_minor) return lines;
  auto const parts = allocate(Money{goods_minor}, lines);
  std::ranges::transform(parts, lines.begin(), &Money::minor);
  return lines;
}

std::int64_t paid_for_goods(Order const& order) {
  return std::max<std::int64_t>(0, order.paid_minor - order.postage_minor);
}

std::vector<std::int64_t> paid_on_lines(Order const& order) {
  std::vector<std::int64_t> paid;
  for (auto const& line : order.lines) paid.push_back(line.paid_minor);
  return paid;
}

void set_order_facts(Opening& opening) {
  std::int64_t goods_minor = 0;
  std::int64_t quantity = 0;
  for (auto const& line : opening.order.lines) {
    goods_minor += line.paid_minor;
    quantity += line.quantity;
  }
  auto& facts = opening.case_.facts;
  facts.set("order.paid_minor", goods_minor);
  facts.set("order.postage_minor", opening.order.postage_minor);
  facts.set("order.line_count", static_cast<std::int64_t>(opening.order.lines.size()));
  facts.set("order.quantity", quantity);
}

Result<void> read_lines(Opening& opening, object const& order) {
  constexpr std::int64_t minor_max = 1'000'000'000'000;  // ten thousand million yuan: sums of 10,000 lines still fit
  auto const& lines = order.at("lines").as_array();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto const& line = lines[i].as_object();
    auto const where = fmt::format("params.order.lines[{}]", i);
    auto const paid = read_minor(line.at("paid"), opening.order.currency, where + ".paid");
    if (!paid) return paid.error();
    if (*paid > minor_max) return invalid_params(where + ".paid", "金额过大", "the amount is too large");
    OrderLine read{.id = text_at(line, "id"),
                   .sku = text_at(line, "sku"),
                   .title = text_at(line, "title"),
                   .quantity = line.at("quantity").as_int64(),
                   .paid_minor = *paid};
    if (std::ranges::find(opening.order.lines, read.id, &OrderLine::id) != opening.order.lines.end() ||
        read.id == "postage")
      return invalid_params(where + ".id", "子订单号重复或不可用", "the line id is used twice or is reserved");
    opening.order.lines.push_back(std::move(read));
  }
  return {};
}

Result<void> read_order(Opening& opening, object const& params) {
  auto const& order = params.at("order").as_object();
  auto& known = opening.order;
  known.shop = opening.case_.shop;
  known.platform = opening.case_.platform;
  known.id = opening.case_.order_id = text_at(order, "id");
  auto const paid = money_from_json(order.at("paid"), "params.order.paid");
  if (!paid) return paid.error();
  if (paid->minor < 0) return invalid_params("params.order.paid", "金额不能为负", "an amount cannot be negative");
  known.paid_minor = paid->minor;
  known.currency = opening.case_.currency = paid->currency;
  if (auto const* postage = order.if_contains("postage")) {
    auto const minor = read_minor(*postage, known.currency, "params.order.postage");
    if (!minor) return minor.error();
    known.postage_minor = *minor;
  }
  if (auto read = read_lines(opening, order); !read) return read;
  opening.lines_told = paid_on_lines(known);
  auto const spread_minor = spread(opening.lines_told, paid_for_goods(known));
  for (std::size_t i = 0; i < spread_minor.size(); ++i) known.lines[i].paid_minor = spread_minor[i];
  set_order_facts(opening);
  return take_facts(opening.case_.facts, order, "order", order_facts);
}

// What is said of the goods in dispute: the claim's lines, or all.
void take_goods_facts(Opening& opening, object const& order) {
  auto const& claimed = opening.case_.claim_lines;
  bool told = false;
  bool eligible = true;
  for (auto const& each : order.at("lines").as_array()) {
    auto const& line = each.as_object();
    if (!claimed.empty() && std::ranges::find(claimed, text_at(line, "id"), &ClaimLine::id) == claimed.end()) continue;
    if (auto category = text_at(line, "category"); !category.empty() && !opening.case_.facts.known("order.category"))
      opening.case_.facts.set("order.category", std::move(category));
    if (auto const* flag = line.if_contains("no_reason_eligible")) {
      told = true;
      eligible = eligible && flag->as_bool();
    }
  }
  if (told) opening.case_.facts.set("order.no_reason_eligible", eligible);
}

Result<void> read_claim_lines(Opening& opening, object const& claim) {
  auto const* lines = claim.if_contains("lines");
  if (!lines) return {};
  std::int64_t quantity = 0;
  auto const& array = lines->as_array();
  for (std::size_t i = 0; i < array.size(); ++i) {
    ClaimLine line{text_at(array[i].as_object(), "id"), array[i].as_object().at("quantity").as_int64()};
    auto const& known = opening.order.lines;
    auto const& before = opening.case_.claim_lines;
    if (std::ranges::find(known, line.id, &OrderLine::id) == known.end() ||
        std::ranges::find(before, line.id, &ClaimLine::id) != before.end())
      return invalid_params(fmt::format("params.claim.lines[{}].id", i), "订单中没有该子订单，或重复",
                            "the order has no such line, or it is named twice");
    quantity += line.quantity;
    opening.case_.claim_lines.push_back(std::move(line));
  }
  opening.case_.facts.set("claim.quantity", quantity);
  return {};
}

Result<void> read_claim(Opening& opening, object const& params) {
  auto const& claim = params.at("claim").as_object();
  auto& facts = opening.case_.facts;
  opening.case_.reason = text_at(claim, "reason");
  facts.set("claim.reason", std::string(reason_code(opening.case_.reason)));
  keep_personal(opening, claim, "claim", "text");
  if (auto read = read_claim_lines(opening, claim); !read) return read;
  if (auto const* amount = claim.if_contains("amount")) {
    auto const minor = read_minor(*amount, opening.order.currency, "params.claim.amount");
    if (!minor) return minor.error();
    if (*minor == 0) return invalid_params("params.claim.amount", "金额须大于零", "the amount must be above zero");
    facts.set("claim.amount_minor", *minor);
  }
  if (auto const* replacement = object_at(claim, "replacement")) {
    auto const price = read_minor(replacement->at("price"), opening.order.currency, "params.claim.replacement.price");
    if (!price) return price.error();
    facts.set("replacement.price_minor", *price);
    auto const sku = text_at(*replacement, "sku");
    if (auto set = facts.set_from_json("replacement.sku", replacement->at("sku")); !set)
      return Fault{set.error().kind, set.error().says, "params.claim.replacement.sku"};
    facts.set("replacement.same_sku",
              std::ranges::any_of(opening.order.lines, [&](auto const& line) { return line.sku == sku; }));
  }
  take_goods_facts(opening, params.at("order").as_object());
  return take_facts(facts, claim, "claim", claim_facts);
}

Result<void> read_buyer(Opening& opening, object const& params) {
  auto const* buyer = object_at(params, "buyer");
  if (!buyer) return {};
  opening.buyer_id = text_at(*buyer, "id");
  for (auto const* member : buyer_personal) keep_personal(opening, *buyer, "buyer", member);
  return take_facts(opening.case_.facts, *buyer, "buyer", buyer_facts);
}

Result<void> read_review(Opening& opening, object const& params) {
  auto const* review = object_at(params, "review");
  if (!review) return {};
  keep_personal(opening, *review, "review", "id");
  keep_personal(opening, *review, "review", "text");
  opening.case_.facts.set("review.chars", code_points(text_at(*review, "text")));
  return take_facts(opening.case_.facts, *review, "review", review_facts);
}

// The newest shipment is the one in question; the others' waybills are kept beside it.
Result<void> read_shipments(Opening& opening, object const& params) {
  auto const* shipments = params.if_contains("shipments");
  if (!shipments) return {};
  auto const& array = shipments->as_array();
  for (std::size_t i = 0; i < array.size(); ++i) {
    auto const& shipment = array[i].as_object();
    keep_personal(opening, shipment, fmt::format("shipments[{}]", i), "waybill");
    if (auto waybill = text_at(shipment, "waybill"); !waybill.empty()) opening.waybills.push_back(std::move(waybill));
  }
  if (array.empty()) return {};
  return take_facts(opening.case_.facts, array.back().as_object(), fmt::format("shipments[{}]", array.size() - 1),
                    shipment_facts);
}

// Order and parcel tell the same story; either may have been left out.
void reconcile(Facts& facts) {
  constexpr std::array pairs{std::pair{"order.signed_at", "shipment.signed_at"}};
  for (auto const& [a, b] : pairs) {
    if (!facts.known(a) && facts.known(b)) facts.set(a, *facts.find(b));
    if (!facts.known(b) && facts.known(a)) facts.set(b, *facts.find(a));
  }
  if (!facts.known("claim.goods_received") && facts.text("claim.reason") == "not_received")
    facts.set("claim.goods_received", false);
}

Result<void> read_other_facts(Opening& opening, object const& params) {
  auto const* facts = object_at(params, "facts");
  if (!facts) return {};
  if (auto checked = check_told(*facts, "params.facts"); !checked) return checked;
  for (auto const& member : *facts)
    if (auto set = opening.case_.facts.set_from_json(member.key(), member.value()); !set)
      return Fault{set.error().kind, set.error().says, fmt::format("params.facts.{}", std::string_view{member.key()})};
  return {};
}

}  // namespace

Result<Opening> read_opening(boost::json::object const& params) {
  Opening opening;
  auto& case_ = opening.case_;
  case_.shop = text_at(params, "shop");
  case_.kind = text_at(params, "kind");
  case_.platform = text_at(params, "platform");
  for (auto const read : {read_order, read_claim, read_buyer, read_review, read_shipments, read_other_facts})
    if (auto done = read(opening, params); !done) return done.error();
  if (auto note = text_at(params, "note"); !note.empty()) opening.personal.emplace_back("note", std::move(note));
  if (case_.kind == "bad_review" && !object_at(params, "review"))
    return invalid_params("params.review", "差评案件须提供 review", "a bad_review case needs the review");
  reconcile(case_.facts);
  return opening;
}

Result<void> take_known_order(Opening& opening, Order const& known) {
  auto const& told = opening.order;
  if (known.currency != told.currency || known.paid_minor != told.paid_minor) return differs("params.order.paid");
  if (known.lines.size() != told.lines.size()) return differs("params.order.lines");
  // Told anew as it is kept, or before the discount: which was once spread over the postage as well.
  std::array const readings{opening.lines_told, spread(opening.lines_told, paid_for_goods(known)),
                            spread(opening.lines_told, known.paid_minor)};
  auto const kept = paid_on_lines(known);
  auto const nearest = std::ranges::find(readings, kept);
  auto const& paid = nearest == readings.end() ? readings[1] : *nearest;
  for (std::size_t i = 0; i < known.lines.size(); ++i) {
    auto const& a = known.lines[i];
    auto const& b = told.lines[i];
    if (a.id != b.id || a.quantity != b.quantity || a.paid_minor != paid[i])
      return differs(fmt::format("params.order.lines[{}]", i));
  }
  if (kept == paid_on_lines(told)) return {};
  opening.order = known;
  set_order_facts(opening);
  return {};
}

}  // namespace redress::api

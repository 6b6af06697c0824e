#include "api/service/linked_refund.hpp"

#include "engine/cases/persons.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

object order_of(Order const& order) {
  array lines;
  for (auto const& line : order.lines)
    lines.push_back(object{{"id", line.id},
                           {"sku", line.sku},
                           {"title", line.title},
                           {"quantity", line.quantity},
                           {"paid", to_json(Money{line.paid_minor, order.currency})}});
  return {{"id", order.id},
          {"paid", to_json(Money{order.paid_minor, order.currency})},
          {"postage", to_json(Money{order.postage_minor, order.currency})},
          {"lines", std::move(lines)}};
}

// The goods are with the buyer or not; with them, the money follows the goods back.
std::string_view wanted(Case const& case_) {
  bool const returned = case_.facts.known("returns.signed_at") || case_.facts.known("returns.shipped_at");
  bool const received = case_.facts.flag("claim.goods_received", case_.facts.known("order.signed_at"));
  return received && !returned ? "return_refund" : "refund_only";
}

object claim_of(Case const& case_) {
  object claim{{"reason", case_.reason}, {"wants", wanted(case_)}};
  if (case_.claim_lines.empty()) return claim;
  array lines;
  for (auto const& line : case_.claim_lines) lines.push_back(object{{"id", line.id}, {"quantity", line.quantity}});
  claim.emplace("lines", std::move(lines));
  return claim;
}

// What is known of the order, the parcel and the buyer goes along; what belonged to the old dispute does not.
object facts_of(Case const& case_) {
  object facts;
  for (auto const& member : case_.facts.to_json()) {
    std::string_view const path = member.key();
    bool const told_anew = path == "order.paid_minor" || path == "order.postage_minor" || path == "order.line_count" ||
                           path == "order.quantity";
    if ((path.starts_with("order.") && !told_anew) || path.starts_with("shipment.") || path.starts_with("buyer.") ||
        path.starts_with("returns.") || path == "claim.goods_received")
      facts.emplace(path, member.value());
  }
  return facts;
}

}  // namespace

LinkedRefund linked_refund(StoreReader& store, OutboxItem const& item, std::string_view asked_by) {
  LinkedRefund refund;
  auto const case_ = store.find_case(item.case_id);
  if (!case_) return refund;
  auto const order = store.find_order(case_->shop, case_->platform, case_->order_id);
  if (!order) return refund;
  auto request_id = "outbox-" + item.key;
  while (auto const known = store.find_answer(asked_by, request_id)) {
    auto answer = boost::json::parse(known->text);
    if (answer.as_object().empty()) return refund;  // destroyed with the words of the person, whose cases are all over
    if (answer.as_object().contains("result")) {
      refund.opened = std::move(answer);
      break;
    }
    request_id = fmt::format("outbox-{}-{}", item.key, ++refund.refusals);
  }
  object params{{"shop", case_->shop},         {"kind", "refund"},
                {"platform", case_->platform}, {"order", order_of(*order)},
                {"claim", claim_of(*case_)},   {"facts", facts_of(*case_)},
                {"continues", case_->id},      {"request_id", std::move(request_id)}};
  auto* persons = persons_of(store);
  auto const person = persons ? persons->person_of_case(case_->id) : std::nullopt;
  object buyer;
  if (!person || person->state == PersonState::active)  // else their words are to be used no more
    for (auto const& text : store.personal_of(case_->id))
      if (text.name.starts_with("buyer.")) buyer.emplace(std::string_view(text.name).substr(6), text.text);
  if (buyer.contains("id")) params.emplace("buyer", std::move(buyer));
  refund.opening = std::move(params);
  return refund;
}

}  // namespace redress::api

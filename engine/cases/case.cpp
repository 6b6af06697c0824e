#include "engine/cases/case.hpp"

#include <fmt/format.h>

namespace redress {
namespace {

namespace json = boost::json;

json::array to_json(std::span<ClaimLine const> lines) {
  json::array array;
  for (auto const& line : lines) array.push_back({{"id", line.id}, {"quantity", line.quantity}});
  return array;
}

json::array to_json(std::span<LineAmount const> amounts) {
  json::array array;
  for (auto const& amount : amounts) array.push_back({{"line_id", amount.line_id}, {"minor", amount.minor}});
  return array;
}

json::array to_json(std::span<CaseLink const> links) {
  json::array array;
  for (auto const& link : links) array.push_back({{"case_id", link.case_id}, {"relation", link.relation}});
  return array;
}

json::object to_json(CaseAccount const& account) {
  return {{"pending_minor", account.pending_minor},
          {"refunded_minor", account.refunded_minor},
          {"compensation_pending_minor", account.compensation_pending_minor},
          {"compensation_paid_minor", account.compensation_paid_minor},
          {"goods_reserved", account.goods_reserved},
          {"moved", to_json(account.moved)}};
}

// The readers below take text this program wrote: a member that is missing or of another type throws, and one catch
// makes a Fault of it. Reading past what is expected is harmless, so unknown members are passed over.

std::string text(json::object const& from, json::string_view name) { return std::string(from.at(name).as_string()); }
std::int64_t integer(json::object const& from, json::string_view name) { return from.at(name).as_int64(); }
Instant instant(json::object const& from, json::string_view name) {
  return parse_rfc3339(from.at(name).as_string()).value();
}
Currency currency(json::object const& from) { return Currency::parse(from.at("currency").as_string()).value(); }

template <class Read>
auto list(json::object const& from, json::string_view name, Read read) {
  std::vector<decltype(read(from))> items;
  for (auto const& item : from.at(name).as_array()) items.push_back(read(item.as_object()));
  return items;
}

CaseDue due_from(json::object const& from) {
  auto const owed_by = party_from(text(from, "owed_by"));
  if (!owed_by) throw std::invalid_argument("owed_by names no party");
  auto const& says = from.at("says").as_object();
  return {.at = instant(from, "at"),
          .owed_by = *owed_by,
          .id = text(from, "id"),
          .on_expiry = text(from, "on_expiry"),
          .source = text(from, "source"),
          .says = {text(says, "zh"), text(says, "en")}};
}

CaseAccount account_from(json::object const& from) {
  return {.pending_minor = integer(from, "pending_minor"),
          .refunded_minor = integer(from, "refunded_minor"),
          .compensation_pending_minor = integer(from, "compensation_pending_minor"),
          .compensation_paid_minor = integer(from, "compensation_paid_minor"),
          .goods_reserved = from.at("goods_reserved").as_bool(),
          .moved = list(from, "moved", [](json::object const& amount) {
            return LineAmount{text(amount, "line_id"), integer(amount, "minor")};
          })};
}

Case case_from(json::object const& from) {
  Case case_;
  case_.id = text(from, "id");
  case_.shop = text(from, "shop");
  case_.kind = text(from, "kind");
  case_.workflow_version = json::value_to<int>(from.at("workflow_version"));
  case_.platform = text(from, "platform");
  case_.order_id = text(from, "order_id");
  case_.buyer = text(from, "buyer");
  case_.state = text(from, "state");
  case_.final = from.at("final").as_bool();
  case_.version = integer(from, "version");
  case_.opened_at = instant(from, "opened_at");
  case_.state_entered_at = instant(from, "state_entered_at");
  if (auto const* due = from.if_contains("due")) case_.due = due_from(due->as_object());
  case_.currency = currency(from);
  case_.reason = text(from, "reason");
  case_.claim_lines = list(from, "claim_lines", [](json::object const& line) {
    return ClaimLine{text(line, "id"), integer(line, "quantity")};
  });
  case_.account = account_from(from.at("account").as_object());
  case_.links = list(from, "links", [](json::object const& link) {
    return CaseLink{text(link, "case_id"), text(link, "relation")};
  });
  case_.assignee = text(from, "assignee");
  case_.flags = json::value_to<std::vector<std::string>>(from.at("flags"));
  case_.facts = Facts::from_json(from.at("facts").as_object()).value();
  case_.last_hash = text(from, "last_hash");
  return case_;
}

Order order_from(json::object const& from) {
  return {.shop = text(from, "shop"),
          .platform = text(from, "platform"),
          .id = text(from, "id"),
          .currency = currency(from),
          .paid_minor = integer(from, "paid_minor"),
          .postage_minor = integer(from, "postage_minor"),
          .lines = list(from, "lines", [](json::object const& line) {
            return OrderLine{text(line, "id"), text(line, "sku"), text(line, "title"), integer(line, "quantity"),
                             integer(line, "paid_minor")};
          })};
}

Fault unreadable(std::string_view zh, std::string_view en, std::exception const& why) {
  return {FaultKind::internal,
          {fmt::format("存储的{}无法读取：{}", zh, why.what()),
           fmt::format("a stored {} cannot be read: {}", en, why.what())}};
}

}  // namespace

json::object to_json(CaseDue const& due) {
  return {
      {"at", format_rfc3339(due.at)}, {"owed_by", name_of(due.owed_by)}, {"id", due.id}, {"on_expiry", due.on_expiry},
      {"source", due.source},         {"says", to_json(due.says)}};
}

json::object to_json(Case const& case_) {
  json::object object{{"id", case_.id},
                      {"shop", case_.shop},
                      {"kind", case_.kind},
                      {"workflow_version", case_.workflow_version},
                      {"platform", case_.platform},
                      {"order_id", case_.order_id},
                      {"buyer", case_.buyer},
                      {"state", case_.state},
                      {"final", case_.final},
                      {"version", case_.version},
                      {"opened_at", format_rfc3339(case_.opened_at)},
                      {"state_entered_at", format_rfc3339(case_.state_entered_at)},
                      {"currency", case_.currency.code()},
                      {"reason", case_.reason},
                      {"claim_lines", to_json(case_.claim_lines)},
                      {"account", to_json(case_.account)},
                      {"links", to_json(case_.links)},
                      {"assignee", case_.assignee},
                      {"flags", json::value_from(case_.flags)},
                      {"facts", case_.facts.to_json()},
                      {"last_hash", case_.last_hash}};
  if (case_.due) object.emplace("due", to_json(*case_.due));
  return object;
}

Result<Case> case_from_json(json::object const& json) {
  try {
    return case_from(json);
  } catch (std::exception const& why) {
    return unreadable("案件", "case", why);
  }
}

json::object to_json(Order const& order) {
  json::array lines;
  for (auto const& line : order.lines)
    lines.push_back({{"id", line.id},
                     {"sku", line.sku},
                     {"title", line.title},
                     {"quantity", line.quantity},
                     {"paid_minor", line.paid_minor}});
  return {{"shop", order.shop},
          {"platform", order.platform},
          {"id", order.id},
          {"currency", order.currency.code()},
          {"paid_minor", order.paid_minor},
          {"postage_minor", order.postage_minor},
          {"lines", std::move(lines)}};
}

Result<Order> order_from_json(json::object const& json) {
  try {
    return order_from(json);
  } catch (std::exception const& why) {
    return unreadable("订单", "order", why);
  }
}

}  // namespace redress

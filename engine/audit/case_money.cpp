#include "engine/audit/case_money.hpp"

#include "engine/ledger/canonical_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace redress::audit {
namespace {

namespace json = boost::json;

constexpr std::string_view postage = "postage";
constexpr std::array<std::string_view, 3> paying{"order_payout", "refund_price_difference", "order_compensation"};

// What an event of version 1 did to the account beyond what it ordered.
struct EventPosting {
  std::string_view event;
  std::string_view posting;
};
constexpr std::array postings_by_event{EventPosting{"payout_confirmed", "settle_payout"},
                                       EventPosting{"payout_failed", "cancel_payout"},
                                       EventPosting{"compensation_confirmed", "settle_compensation"},
                                       EventPosting{"compensation_failed", "cancel_compensation"}};

bool pays(std::string_view kind) { return std::ranges::find(paying, kind) != paying.end(); }

[[noreturn]] void broken(ToldEntry const& entry, std::string_view zh, std::string_view en) {
  throw Found{entry_finding(entry, "money", zh, en)};
}

std::int64_t minor_of(ToldEntry const& entry, json::object const& posting) {
  auto const* minor = posting.if_contains("minor");
  if (!minor || !minor->is_int64())
    broken(entry, fmt::format("过账 {} 没有金额", text_in(posting, "kind")),
           fmt::format("its posting {} has no amount", text_in(posting, "kind")));
  return minor->get_int64();
}

json::object posting_of(ToldEntry const& entry, json::object const& effect) {
  auto const* amount = effect.if_contains("amount");
  auto const* money = amount ? amount->if_object() : nullptr;
  auto const* minor = money ? money->if_contains("minor") : nullptr;
  if (!minor || !minor->is_int64())
    broken(entry, fmt::format("指令 {} 没有金额", text_in(effect, "key")),
           fmt::format("its order {} has no amount", text_in(effect, "key")));
  json::object posting{{"kind", text_in(effect, "kind")}, {"minor", minor->get_int64()}};
  if (auto const* lines = effect.if_contains("lines")) posting.emplace("lines", *lines);
  return posting;
}

// What the entry orders to be paid, in order.
std::vector<json::object> ordered(ToldEntry const& entry) {
  std::vector<json::object> orders;
  for (auto const& effect : entry.array("effects"))
    if (pays(text_in(effect.get_object(), "kind"))) orders.push_back(posting_of(entry, effect.get_object()));
  return orders;
}

std::vector<json::object> postings_of(ToldEntry const& entry, CaseMoney const& money) {
  auto orders = ordered(entry);
  if (auto const* told = entry.members().if_contains("postings")) {
    std::vector<json::object> postings;
    std::vector<json::object> paid;
    for (auto const& each : told->get_array()) {
      postings.push_back(each.get_object());
      if (pays(text_in(each.get_object(), "kind"))) paid.push_back(each.get_object());
    }
    if (paid != orders) broken(entry, "过账与发出的付款指令不符", "its postings are not the payments that it orders");
    return postings;
  }
  for (auto const& [event, posting] : postings_by_event)
    if (entry.text("event") == event)
      orders.push_back(
          {{"kind", posting},
           {"minor", event.starts_with("payout") ? money.pending_minor : money.compensation_pending_minor}});
  return orders;
}

// On which lines a payment is placed. No form describes what an order of version 1 says of them.
std::vector<json::object const*> parts_of(ToldEntry const& entry, json::object const& posting) {
  std::vector<json::object const*> parts;
  auto const* lines = posting.if_contains("lines");
  if (!lines) return parts;
  auto const unreadable = [&] {
    broken(entry, fmt::format("过账 {} 的明细无法读取", text_in(posting, "kind")),
           fmt::format("its posting {} says nothing readable of its lines", text_in(posting, "kind")));
  };
  if (!lines->is_array()) unreadable();
  for (auto const& each : lines->get_array()) {
    if (!each.is_object()) unreadable();
    parts.push_back(&each.get_object());
  }
  return parts;
}

void pay(ToldEntry const& entry, json::object const& posting, CaseMoney& money, OrderCeiling& order) {
  auto const minor = minor_of(entry, posting);
  std::int64_t placed_minor = 0;
  for (auto const* part : parts_of(entry, posting)) {
    auto const id = text_in(*part, "id");
    auto const part_minor = minor_of(entry, *part);
    auto const line = order.lines.find(id);
    if (line == order.lines.end() || part_minor <= 0)
      broken(entry, fmt::format("退款落在订单没有的明细 {}", id),
             fmt::format("it pays back on a line the order has not: {}", id));
    line->second.moved_minor += part_minor;
    if (line->second.moved_minor > line->second.paid_minor)
      broken(entry, fmt::format("明细 {} 的退款 {} 超过实付 {}", id, line->second.moved_minor, line->second.paid_minor),
             fmt::format("on line {} the refunds of all cases are {}, paid was {}", id, line->second.moved_minor,
                         line->second.paid_minor));
    placed_minor += part_minor;
    money.moved.push_back({std::string(id), part_minor, false});
  }
  if (minor <= 0 || placed_minor != minor)
    broken(entry, fmt::format("退款 {} 与各明细之和 {} 不等", minor, placed_minor),
           fmt::format("a refund of {} is placed on lines as {}", minor, placed_minor));
  money.pending_minor += minor;
  order.moved_minor += minor;
  if (order.moved_minor > order.paid_minor)
    broken(entry, fmt::format("全单退款 {} 超过实付 {}", order.moved_minor, order.paid_minor),
           fmt::format("the order's refunds are {}, paid was {}", order.moved_minor, order.paid_minor));
}

void must_be_pending(ToldEntry const& entry, json::object const& posting, std::int64_t pending_minor) {
  if (auto const minor = minor_of(entry, posting); minor != pending_minor)
    broken(entry, fmt::format("{} 的金额 {} 不是待付的 {}", text_in(posting, "kind"), minor, pending_minor),
           fmt::format("{} is about {}, pending is {}", text_in(posting, "kind"), minor, pending_minor));
}

void settle(CaseMoney& money) {
  money.refunded_minor += money.pending_minor;
  money.pending_minor = 0;
  for (auto& part : money.moved) part.settled = true;
}

void cancel(CaseMoney& money, OrderCeiling& order) {
  order.moved_minor -= money.pending_minor;
  money.pending_minor = 0;
  for (auto const& part : money.moved)
    if (!part.settled) order.lines[part.line_id].moved_minor -= part.minor;
  std::erase_if(money.moved, [](CaseMoney::Moved const& part) { return !part.settled; });
}

}  // namespace

OrderCeiling ceiling_of(json::object const& order) {
  OrderCeiling ceiling;
  ceiling.paid_minor = order.at("paid_minor").as_int64();
  std::int64_t on_lines = 0;
  for (auto const& each : order.at("lines").as_array()) {
    auto const& line = each.as_object();
    auto const paid = line.at("paid_minor").as_int64();
    if (paid < 0) throw std::out_of_range("paid_minor");
    ceiling.lines[std::string(text_in(line, "id"))].paid_minor = paid;
    if (on_lines <= ceiling.paid_minor) on_lines += paid;  // however many lines there are: postage is what is left
  }
  ceiling.lines[std::string(postage)].paid_minor = std::max<std::int64_t>(0, ceiling.paid_minor - on_lines);
  return ceiling;
}

void CaseMoney::take(ToldEntry const& entry, OrderCeiling& order) {
  for (auto const& posting : postings_of(entry, *this)) {
    auto const kind = text_in(posting, "kind");
    if (kind == "order_payout" || kind == "refund_price_difference") {
      pay(entry, posting, *this, order);
    } else if (kind == "settle_payout") {
      must_be_pending(entry, posting, pending_minor);
      settle(*this);
    } else if (kind == "cancel_payout") {
      must_be_pending(entry, posting, pending_minor);
      cancel(*this, order);
    } else if (kind == "order_compensation") {
      if (minor_of(entry, posting) <= 0) broken(entry, "赔付金额不为正", "it compensates with nothing");
      compensation_pending_minor += minor_of(entry, posting);
      if (compensation_pending_minor > ledger::largest_safe_integer - compensation_paid_minor)
        broken(entry, "赔付总额超出可记录的数", "its compensations are more than an entry can say");
    } else if (kind == "settle_compensation") {
      must_be_pending(entry, posting, compensation_pending_minor);
      compensation_paid_minor += compensation_pending_minor;
      compensation_pending_minor = 0;
    } else if (kind == "cancel_compensation") {
      must_be_pending(entry, posting, compensation_pending_minor);
      compensation_pending_minor = 0;
    } else if (kind == "reserve_goods") {
      goods_reserved = true;
    } else if (kind == "free_goods") {
      goods_reserved = false;
    } else {
      broken(entry, fmt::format("没有过账种类 {}", kind), fmt::format("there is no posting {}", kind));
    }
  }
}

json::object CaseMoney::to_json() const {
  json::array parts;
  for (auto const& part : moved) parts.push_back(json::object{{"line_id", part.line_id}, {"minor", part.minor}});
  json::object account{{"pending_minor", pending_minor},
                       {"refunded_minor", refunded_minor},
                       {"compensation_pending_minor", compensation_pending_minor},
                       {"compensation_paid_minor", compensation_paid_minor},
                       {"moved", std::move(parts)}};
  if (goods_reserved) account.emplace("goods_reserved", *goods_reserved);
  return account;
}

}  // namespace redress::audit

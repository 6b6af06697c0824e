#include "api/importers/top_refund.hpp"

#include "api/importers/csv_reader.hpp"
#include "api/importers/record.hpp"
#include "engine/base/strict_json.hpp"
#include "engine/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::importers {
namespace {

using boost::json::object;

// What a buyer asks for, by dispute type.
struct Dispute {
  std::string_view type;
  std::string_view kind;
  std::string_view wants;
};
constexpr std::array disputes{
    Dispute{"REFUND", "refund", "refund_only"},
    Dispute{"REFUND_AND_RETURN", "refund", "return_refund"},
    Dispute{"TMALL_EXCHANGE", "exchange", "exchange"},
    Dispute{"TAOBAO_EXCHANGE", "exchange", "exchange"},
    Dispute{"REPAIR", "exchange", "repair"},
    Dispute{"RESHIPPING", "exchange", "resend"},
    Dispute{"OTHERS", "refund", {}},
};

constexpr std::array sent_out{std::string_view{"WAIT_BUYER_CONFIRM_GOODS"}, std::string_view{"TRADE_BUYER_SIGNED"},
                              std::string_view{"TRADE_FINISHED"}};
// Some of the trade's lines were sent; whether this one was, only its own time or the buyer's having it tells.
constexpr std::string_view sent_in_part = "SELLER_CONSIGNED_PART";
constexpr std::array buyer_has_goods{std::string_view{"BUYER_RECEIVED"}, std::string_view{"BUYER_RETURNED_GOODS"},
                                     std::string_view{"SELLER_RECEIVED"}};
// A shop's name ends so on Tmall alone: the platform reserves these endings for its stores.
constexpr std::array tmall_endings{std::string_view{"旗舰店"}, std::string_view{"专卖店"}, std::string_view{"专营店"}};

template <class List>
bool in(List const& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

// Throws what a Result holds against; read_top_refund catches it.
template <class T>
T must(Result<T> result) {
  if (!result) throw FaultError(result.error());
  return std::move(*result);
}

void put(object& into, std::string_view name, std::string_view text) {
  if (!text.empty()) into.emplace(name, text);
}

// The record ends where a whole number of characters fits the server's limit.
std::string cut(std::string const& text, std::int64_t chars_max) {
  std::string kept;
  for (char const c : text) {
    bool const begins_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (begins_character && chars_max-- == 0) break;
    kept.push_back(c);
  }
  return kept;
}

std::string platform_of(Dispute const& dispute, std::string_view seller_nick) {
  bool const tmall_shop = std::ranges::any_of(tmall_endings, [&](auto end) { return seller_nick.ends_with(end); });
  return tmall_shop || dispute.type == "TMALL_EXCHANGE" ? "tmall" : "taobao";
}

class TopRefund {
 public:
  TopRefund(Record const& record, std::string_view shop)
      : record_(record), id_(must(record.required_text("refund_id"))) {
    constexpr std::int64_t id_chars_max = 64;
    if (code_points(id_) > id_chars_max) throw FaultError(record.fault("refund_id", "过长", "is too long"));
    type_ = must(record.text("dispute_type"));
    auto const* known = std::ranges::find(disputes, type_, &Dispute::type);
    type_known_ = known != disputes.end();
    dispute_ = type_known_ ? *known : disputes.back();
    shop_ = shop.empty() ? must(record.text("seller_nick")) : std::string(shop);
    if (shop_.empty())
      throw FaultError(
          record.fault("seller_nick", "没有店铺名，请用 --shop 指定", "names no shop; give one with --shop"));
    read_amounts();
  }

  CasePlan plan(int line) const {
    auto const trade = must(record_.required_text("tid"));
    auto line_id = must(record_.text("oid"));
    if (line_id.empty()) line_id = trade;
    CasePlan plan{.line = line, .open = {}, .reports = {report()}};
    if (line_id != trade) plan.order_id_if_taken = trade + '/' + line_id;
    plan.open = {{"request_id", fmt::format("top-{}-open", id_)},
                 {"shop", shop_},
                 {"kind", dispute_.kind},
                 {"platform", platform_of(dispute_, must(record_.text("seller_nick")))},
                 {"order", order(trade, line_id)},
                 {"claim", claim(line_id)}};
    if (auto who = buyer(); !who.empty()) plan.open.emplace("buyer", std::move(who));
    return plan;
  }

 private:
  void read_amounts() {
    refund_ = must(record_.yuan("refund_fee")).value_or(Money{});
    auto const kept = must(record_.yuan("payment")).value_or(Money{});
    auto const total = must(record_.yuan("total_fee"));
    if (total)
      paid_ = *total;
    else if (auto const sum = add(refund_, kept))
      paid_ = *sum;
    for (auto const& [name, money] : {std::pair{"refund_fee", refund_}, std::pair{"total_fee", paid_}})
      if (money.minor < 0) throw FaultError(record_.fault(name, "金额不能为负", "an amount cannot be negative"));
    if (paid_.minor < refund_.minor)
      throw FaultError(record_.fault("refund_fee", "退款金额超过交易总金额", "is more than the trade's total"));
  }

  std::string sku() const {
    auto code = must(record_.text("outer_id"));
    return code.empty() ? must(record_.text("sku")) : code;
  }

  object order(std::string const& trade, std::string const& line_id) const {
    object goods{{"id", line_id}, {"quantity", quantity()}, {"paid", to_json(paid_)}};
    constexpr std::int64_t sku_chars_max = 256;
    constexpr std::int64_t title_chars_max = 1024;
    put(goods, "sku", cut(sku(), sku_chars_max));
    put(goods, "title", cut(must(record_.text("title")), title_chars_max));
    object told{{"id", trade}, {"paid", to_json(paid_)}, {"lines", boost::json::array{std::move(goods)}}};
    put(told, "paid_at", must(record_.time("pay_time")));
    auto dispatched_at = must(record_.time("consign_time"));
    // The record says that the goods were sent, not when. They were by the time of the claim; without this the case
    // would be taken for one that can be refunded before dispatch.
    if (dispatched_at.empty() && was_sent_out()) dispatched_at = must(record_.time("created"));
    put(told, "dispatched_at", std::move(dispatched_at));
    if (must(record_.text("shipping_type")) == "free") told.emplace("free_shipping", true);
    return told;
  }

  bool was_sent_out() const {
    auto const status = must(record_.text("order_status"));
    return in(sent_out, status) || (status == sent_in_part && in(buyer_has_goods, must(record_.text("good_status"))));
  }

  std::int64_t quantity() const {
    auto const number = must(record_.integer("num")).value_or(1);
    constexpr std::int64_t quantity_max = 1'000'000;
    if (number < 1 || number > quantity_max)
      throw FaultError(record_.fault("num", "件数须在 1 到 1000000 之间", "must be from 1 to 1000000"));
    return number;
  }

  object claim(std::string const& line_id) const {
    constexpr std::int64_t reason_chars_max = 128;
    constexpr std::int64_t text_chars_max = 10'000;
    auto reason = cut(must(record_.text("reason")), reason_chars_max);
    bool const goods_back = must(record_.flag("has_good_return")).value_or(false);
    object told{{"reason", reason.empty() ? std::string("other") : reason},
                {"lines", boost::json::array{object{{"id", line_id}, {"quantity", quantity()}}}},
                {"wants", !dispute_.wants.empty() ? dispute_.wants
                          : goods_back            ? "return_refund"
                                                  : "refund_only"}};
    auto const goods = must(record_.text("good_status"));
    if (goods == "BUYER_NOT_RECEIVED") told.emplace("goods_received", false);
    if (in(buyer_has_goods, goods)) told.emplace("goods_received", true);
    if (refund_.minor > 0) told.emplace("amount", to_json(refund_));
    put(told, "text", cut(must(record_.text("desc")), text_chars_max));
    // The record names no other article: it is exchanged for the same one.
    if (dispute_.wants == "exchange") told.emplace("replacement", object{{"sku", sku()}, {"price", to_json(paid_)}});
    return told;
  }

  object buyer() const {
    object told;
    auto nick = must(record_.text("buyer_nick"));
    auto id = must(record_.text("buyer_open_uid"));
    if (id.empty()) id = must(record_.text("ouid"));
    if (id.empty()) id = nick;
    if (id.empty()) return told;
    constexpr std::int64_t chars_max = 256;
    told.emplace("id", cut(id, chars_max));
    put(told, "nick", cut(nick, chars_max));
    return told;
  }

  PlatformReport report() const {
    auto const cs_status = must(record_.integer("cs_status"));
    PlatformReport report{.id_prefix = {}, .modified = modified(), .status = must(record_.text("status"))};
    report.id_prefix = fmt::format("top-{}-{}", id_, report.modified);
    report.platform_stepped_in = cs_status == 3 || cs_status == 10;  // stepped in; evidence in progress
    if (refund_.minor > 0) report.amount = to_json(refund_);
    report.return_parcel = return_parcel();
    report.facts = facts(report.status, cs_status);
    return report;
  }

  // A record that never changed may leave out when it did.
  std::string modified() const {
    auto at = must(record_.time("modified"));
    if (at.empty()) at = must(record_.time("created"));
    if (at.empty()) throw FaultError(record_.fault("modified", "缺少", "is missing"));
    return at;
  }

  object return_parcel() const {
    auto const or_unknown = [](std::string const& text) {
      constexpr std::int64_t chars_max = 64;
      return text.empty() ? std::string("unknown") : cut(text, chars_max);
    };
    object parcel{{"carrier", or_unknown(must(record_.text("company_name")))},
                  {"waybill", or_unknown(must(record_.text("sid")))}};
    put(parcel, "at", must(record_.time("good_return_time")));
    return parcel;
  }

  object facts(std::string const& status, std::optional<std::int64_t> cs_status) const {
    constexpr std::int64_t chars_max = 60;
    // A type nobody listed makes the whole status one that nobody listed; both stay as the platform wrote them.
    object set{{"platform.status", type_known_ ? cut(status.empty() ? std::string("(none)") : status, chars_max)
                                               : cut(type_, chars_max) + '/' + cut(status, chars_max)}};
    if (cs_status) set.emplace("platform.cs_status", *cs_status);
    if (auto const version = must(record_.integer("refund_version"))) set.emplace("platform.refund_version", *version);
    if (must(record_.integer("advance_status")) == 2) set.emplace("platform.advanced", true);
    auto const constraint = must(record_.text("operation_contraint"));
    set.emplace("platform.cannot_refuse", constraint == "cannot_refuse");
    set.emplace("platform.refund_onweb", constraint == "refund_onweb");
    if (auto const remind = record_.part("refund_remind_timeout");
        remind && must(remind->flag("exist_timeout")).value_or(false))
      put(set, "platform.due_at", must(remind->time("timeout")));
    return set;
  }

  Record const& record_;
  std::string id_;
  std::string type_;
  bool type_known_ = false;
  Dispute dispute_;
  std::string shop_;
  Money refund_;
  Money paid_;
};

// The record itself, with or without the answer it came in.
object const* record_in(boost::json::value const& json) {
  auto const* outer = json.if_object();
  auto const* response = outer ? outer->if_contains("refund_get_response") : nullptr;
  if (!response) return outer;
  auto const* inner = response->if_object();
  auto const* refund = inner ? inner->if_contains("refund") : nullptr;
  return refund ? refund->if_object() : nullptr;
}

// parse_strict_json counts one line; the file has many.
Fault at_line(Fault fault, int line) {
  auto const comma = fault.position.find(", ");
  fault.position =
      fmt::format("line {}{}", line, comma == std::string::npos ? ", column 1" : fault.position.substr(comma));
  return fault;
}

}  // namespace

Result<CasePlan> read_top_refund(std::string_view text, int line, std::string_view shop) {
  auto const json = parse_strict_json(text);
  if (!json) return at_line(json.error(), line);
  auto const* object = record_in(*json);
  if (!object) return invalid_params(place(line, 1), "不是退款记录", "not a refund record");
  Record const record{*object, text, line};
  try {
    return TopRefund{record, shop}.plan(line);
  } catch (FaultError const& error) {
    return error.fault();
  }
}

}  // namespace redress::importers

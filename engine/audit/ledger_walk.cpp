#include "engine/audit/ledger_walk.hpp"

#include <fmt/format.h>

namespace redress::audit {
namespace {

namespace json = boost::json;

constexpr std::size_t misdated_shown = 100;

Finding of_ledger(std::string what, std::int64_t seq, std::string zh, std::string en) {
  return {.what = std::move(what), .seq = seq, .says = {std::move(zh), std::move(en)}};
}

Instant instant_of(std::string_view text) { return parse_rfc3339(text).value(); }

}  // namespace

void LedgerWalk::take(ToldEntry const& entry) {
  if (auto const seq = entries(); entry.seq != seq)
    throw Found{of_ledger("entry_missing", seq, fmt::format("缺少第 {} 条记录（下一条是 {}）", seq, entry.seq),
                          fmt::format("entry {} is missing (the next one is {})", seq, entry.seq))};
  check_time(entry);
  if (auto const digest = entry.text("rulebook_digest"); digest != rulebook_)
    rulebooks_.emplace(rulebook_ = digest);  // mostly the one before
  if (entry.of_office())
    take_office(entry);
  else
    take_case(entry);
  frontier_.append(entry.leaf);
  heads_.check_root(entry, frontier_);
}

void LedgerWalk::check_time(ToldEntry const& entry) {
  if (auto finding = heads_.check_time(entry)) {
    ++misdated_count_;
    if (misdated_.size() < misdated_shown) misdated_.push_back(std::move(*finding));
  }
  // Out of order with its neighbours alone proves nothing: a server's clock is set back now and then.
  auto const at = entry.text("at");
  if (!newest_at_.empty() && at < newest_at_ && instant_of(newest_at_) - instant_of(at) > clocks_differ_ms) {
    ++back_dated_;
    if (!first_back_dated_)
      first_back_dated_ = entry_finding(entry, "back_dated", fmt::format("时间 {} 早于之前的记录 {}", at, newest_at_),
                                        fmt::format("it is dated {}, and an entry before it {}", at, newest_at_));
  }
  if (at > newest_at_) newest_at_ = at;
}

void LedgerWalk::take_office(ToldEntry const& entry) {
  auto& end = offices_[std::string(entry.case_id)];
  if (entry.case_seq != end.entries || entry.text("prev_hash") != end.hash)
    throw Found{
        entry_finding(entry, "chain", "与上一条事务记录不衔接", "it does not follow the office's previous entry")};
  tell_rows(entry);
  if (entry.text("event") == "key_rotated")
    key_changes_.push_back({entry.seq, std::string(text_in(entry.object("params"), "from")),
                            std::string(text_in(entry.object("params"), "to"))});
  ++end.entries;
  end.hash = ledger::hex(entry.leaf);
}

void LedgerWalk::take_case(ToldEntry const& entry) {
  auto& known = by_id_[std::string(entry.case_id)];
  if (!known) known = &cases_.emplace_back(entry);
  auto& order = order_of(*known, entry);
  known->take(entry, order.ceiling);
  tell_rows(entry);
}

LedgerWalk::OrderTold& LedgerWalk::order_of(DerivedCase const& of_case, ToldEntry const& entry) {
  auto const [at, is_new] = orders_.try_emplace({of_case.shop(), of_case.platform(), of_case.order_id()});
  if (is_new) {
    try {
      auto const& order = entry.object("params").at("order").as_object();
      at->second = {json::serialize(order), ceiling_of(order)};
    } catch (std::exception const&) {
      throw Found{entry_finding(entry, "entry_form", "开案记录里读不出订单", "its order cannot be read")};
    }
  }
  return at->second;
}

void LedgerWalk::tell_rows(ToldEntry const& entry) {
  auto const case_id = std::string(entry.case_id);
  auto const shop = std::string(entry.text("shop"));
  auto const at = instant_of(entry.text("at"));
  for (auto const& each : entry.array("effects")) {
    auto content = each.get_object();
    OutboxRow row{.key = std::string(text_in(content, "key")),
                  .case_id = case_id,
                  .shop = shop,
                  .kind = std::string(text_in(content, "kind")),
                  .content = {},
                  .due_at = at};
    content.erase("key");
    content.erase("kind");
    row.content = json::serialize(content);
    sink_.outbox_item(std::move(row));
  }
  for (auto const& each : entry.array("evidence")) {
    auto const& item = each.get_object();
    ToldEvidence told{.row = {.id = std::string(text_in(item, "id")),
                              .case_id = case_id,
                              .shop = shop,
                              .kind = std::string(text_in(item, "kind")),
                              .sha256 = std::string(text_in(item, "sha256")),
                              .commitment = std::string(text_in(item, "commitment")),
                              .added_by = std::string(entry.text("actor"))},
                      .whole = entry.integer("v") >= 2};
    if (told.whole) {
      told.row.size_bytes = item.at("size").get_int64();
      told.row.mime = text_in(item, "mime");
      told.row.source = text_in(item, "source");
      told.row.helps = text_in(item, "helps");
      told.row.added_at = instant_of(text_in(item, "added_at"));
      if (item.contains("captured_at")) told.row.captured_at = instant_of(text_in(item, "captured_at"));
    }
    sink_.evidence(std::move(told));
  }
  for (auto const& member : entry.object("private"))
    sink_.text({case_id, std::string(entry.id), std::string(member.key()), std::string(member.value().get_string())});
}

void LedgerWalk::finish() {
  heads_.check_end(frontier_.size());
  for (auto const& each : cases_) {
    for (auto const name : each.untold()) ++untold_[std::string(name)];
    sink_.case_row(each);
  }
  for (auto const& [key, told] : orders_)
    sink_.order({std::get<0>(key), std::get<1>(key), std::get<2>(key), told.content});
  sink_.finish();
}

}  // namespace redress::audit

#include "api/worklist/board_numbers.hpp"

#include "api/service/labels.hpp"

#include <algorithm>
#include <map>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::int64_t heat_hours = 7 * 24;

using Rows = std::vector<WorkRow const*>;
using Measure = std::int64_t (*)(WorkRow const&);

object of_cases(object params) { return {{"method", "case.list"}, {"params", std::move(params)}}; }

value or_null(std::optional<std::int64_t> number) { return number ? value(*number) : value(nullptr); }

value rate(std::size_t part, std::size_t of) {
  if (of == 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(of);
}

value median_seconds(Rows const& rows, Measure measure) {
  std::vector<std::int64_t> values;
  for (auto const* row : rows) values.push_back(measure(*row) / second_ms);
  return or_null(median_of(std::move(values)));
}

std::int64_t response_ms(WorkRow const& row) { return row.responded_ms - row.opened_ms; }
std::int64_t duration_ms(WorkRow const& row) { return row.closed_ms - row.opened_ms; }

object times(std::string_view from_name, std::string_view to_name, BoardWindow const& window) {
  return {{from_name, format_rfc3339(window.from)}, {to_name, format_rfc3339(window.to)}};
}

/// How many cases stood how at a past moment, worked out from the moves before it.
struct StoodThen {
  std::int64_t open = 0, due_24h = 0, overdue = 0;
  std::map<std::uint16_t, std::int64_t> at_risk_minor = {};
};

StoodThen stood_at(WorkTable const& table, std::optional<std::uint16_t> shop, Instant then) {
  std::vector<WorkMove const*> last(table.rows().size(), nullptr);
  auto const then_s = then.ms / second_ms;
  for (auto const& move : table.moves())
    if (move.at_s < then_s) last[move.case_at] = &move;
  StoodThen stood;
  for (std::size_t at = 0; at < last.size(); ++at) {
    auto const& row = table.rows()[at];
    if (!last[at] || !row.begun || last[at]->final || (shop && row.shop != *shop)) continue;
    ++stood.open;
    if (last[at]->owed_by != Party::seller) continue;
    stood.at_risk_minor[row.currency] += row.claimed_minor;
    if (last[at]->due_s < then_s)
      ++stood.overdue;
    else if (last[at]->due_s < then_s + day_ms / second_ms)
      ++stood.due_24h;
  }
  return stood;
}

}  // namespace

object BoardNumbers::query(object more) const {
  auto params = base_;
  for (auto& member : more) params[member.key()] = std::move(member.value());
  return params;
}

Rows BoardNumbers::rows_of(object const& query) const {
  auto const filter = work_filter_of({call_.actor, "case.list", query}, window_.now);
  Rows rows;
  for_each_match(table_, filter.value(), [&](WorkRow const& row) { rows.push_back(&row); });
  return rows;
}

array BoardNumbers::standing() const {
  auto const now = window_.now;
  std::optional<std::uint16_t> shop;
  bool known = true;
  if (auto const named = text_of(base_, "shop"); !named.empty()) {
    shop = table_.shops().find(named);
    known = shop.has_value() && may_see(call_.actor, named);
  }
  auto const then = known ? stood_at(table_, shop, window_.from) : StoodThen{};
  array told;
  auto const count = [&](std::string_view id, std::string_view zh, std::string_view en, object params,
                         std::int64_t previous) {
    auto const rows = rows_of(params);
    told.push_back(object{{"id", id},
                          {"says", object{{"zh", zh}, {"en", en}}},
                          {"unit", "cases"},
                          {"value", rows.size()},
                          {"count", rows.size()},
                          {"previous", previous},
                          {"query", of_cases(std::move(params))}});
  };
  object const ours{{"final", false}, {"owed_by", "seller"}};
  auto soon = query(ours), late = query(ours);
  soon["due_from"] = format_rfc3339(now);
  soon["due_before"] = format_rfc3339(now + day_ms);
  late["due_before"] = format_rfc3339(now);
  count("open", "待处理", "open", query({{"final", false}}), then.open);
  count("due_24h", "24 小时内到期", "due within 24 hours", std::move(soon), then.due_24h);
  count("overdue", "已超时", "overdue", std::move(late), then.overdue);

  auto const at_risk = query(ours);
  auto const rows = rows_of(at_risk);
  std::map<std::uint16_t, std::pair<std::int64_t, std::int64_t>> sums;  // by currency: cases, minor units
  for (auto const* row : rows) {
    ++sums[row->currency].first;
    sums[row->currency].second += row->claimed_minor;
  }
  auto const main = std::ranges::max_element(sums, {}, [](auto const& each) { return each.second.first; });
  auto const currency = main == sums.end() ? std::uint16_t{0} : main->first;
  array more;
  for (auto const& [other, sum] : sums)
    if (other != currency) more.push_back(object{{"minor", sum.second}, {"currency", table_.currencies().word(other)}});
  auto const before = then.at_risk_minor.find(currency);
  told.push_back(object{{"id", "money_at_risk"},
                        {"says", object{{"zh", "风险金额"}, {"en", "money at risk"}}},
                        {"unit", "minor"},
                        {"currency", main == sums.end() ? "CNY" : table_.currencies().word(currency)},
                        {"value", main == sums.end() ? 0 : main->second.second},
                        {"more", std::move(more)},
                        {"count", rows.size()},
                        {"previous", before == then.at_risk_minor.end() ? 0 : before->second},
                        {"query", of_cases(at_risk)}});
  return told;
}

array BoardNumbers::numbers() const {
  auto told = standing();
  auto const before = window_.before();
  auto const opened = query(times("opened_from", "opened_to", window_));
  auto const opened_before = query(times("opened_from", "opened_to", before));
  auto const all = rows_of(opened).size();
  auto const all_before = rows_of(opened_before).size();
  auto const narrowed = [](object params, object const& part) {
    for (auto const& member : part) params[member.key()] = member.value();
    return params;
  };
  auto const add = [&](std::string_view id, std::string_view zh, std::string_view en, std::string_view unit,
                       object params, value number, std::size_t count, value previous) -> object& {
    told.push_back(object{{"id", id},
                          {"says", object{{"zh", zh}, {"en", en}}},
                          {"unit", unit},
                          {"value", std::move(number)},
                          {"count", count},
                          {"previous", std::move(previous)},
                          {"query", of_cases(std::move(params))}});
    return told.back().as_object();
  };
  auto const share = [&](std::string_view id, std::string_view zh, std::string_view en, object const& part) {
    auto const mine = narrowed(opened, part);
    auto const count = rows_of(mine).size();
    auto const then = rows_of(narrowed(opened_before, part)).size();
    auto& item = add(id, zh, en, "ratio", mine, rate(count, all), count, rate(then, all_before));
    item.emplace("of", all);
    item.emplace("of_query", of_cases(opened));
  };
  auto const took = [&](std::string_view id, std::string_view zh, std::string_view en, object const& mine,
                        object const& earlier, Measure measure) {
    auto const rows = rows_of(mine);
    add(id, zh, en, "seconds", mine, median_seconds(rows, measure), rows.size(),
        median_seconds(rows_of(earlier), measure));
  };
  object const answered{{"responded", true}};
  share("dispute_rate", "纠纷率", "dispute rate", {{"asked_platform", true}});
  share("bad_review_rate", "差评率", "bad-review rate", {{"kind", "bad_review"}});
  took("first_response_s", "首次响应（中位数）", "first response (median)", narrowed(opened, answered),
       narrowed(opened_before, answered), response_ms);
  share("reply_rate", "回复率", "reply rate", answered);
  took("duration_s", "处理时长（中位数）", "duration (median)", query(times("closed_from", "closed_to", window_)),
       query(times("closed_from", "closed_to", before)), duration_ms);
  return told;
}

array BoardNumbers::heat() const {
  auto const first = window_.now.ms - window_.now.ms % hour_ms;
  auto params = query({{"final", false}, {"owed_by", "seller"}});
  params["due_from"] = format_rfc3339({first});
  params["due_before"] = format_rfc3339({first + heat_hours * hour_ms});
  std::map<std::pair<std::int64_t, std::uint16_t>, std::int64_t> hours;
  for (auto const* row : rows_of(params)) ++hours[{(row->due_ms - first) / hour_ms, row->kind}];
  array told;
  for (auto const& [place, count] : hours) {
    Instant const from{first + place.first * hour_ms};
    auto mine = params;
    mine["kind"] = table_.kinds().word(place.second);
    mine["due_from"] = format_rfc3339(from);
    mine["due_before"] = format_rfc3339(from + hour_ms);
    told.push_back(object{{"kind", mine.at("kind")},
                          {"labels", labels_of({{"kind", mine.at("kind")}})},
                          {"hour_from", format_rfc3339(from)},
                          {"count", count},
                          {"query", of_cases(std::move(mine))}});
  }
  return told;
}

array BoardNumbers::needs_me() const {
  auto const now = window_.now;
  array told;
  auto const add = [&](std::string_view id, std::string_view zh, std::string_view en, object params) {
    if (auto const count = rows_of(params).size(); count > 0)
      told.push_back(object{{"id", id},
                            {"says", object{{"zh", zh}, {"en", en}}},
                            {"count", count},
                            {"query", of_cases(std::move(params))}});
  };
  add("approvals", "破例待复核", "overrides wait for a second person", query({{"awaiting_approval", true}}));
  add("overdue", "已超时", "overdue",
      query({{"final", false}, {"owed_by", "seller"}, {"due_before", format_rfc3339(now)}}));
  add("due_unassigned", "24 小时内到期且无人负责", "due within 24 hours and nobody has it",
      query({{"final", false},
             {"owed_by", "seller"},
             {"unassigned", true},
             {"due_from", format_rfc3339(now)},
             {"due_before", format_rfc3339(now + day_ms)}}));
  add("flagged", "平台信息与本系统不一致", "the platform's word differs from ours",
      query({{"final", false}, {"flagged", true}}));
  return told;
}

}  // namespace redress::api

#include "api/service/audit_query.hpp"
#include "api/service/labels.hpp"
#include "api/service/shop_asked.hpp"
#include "engine/cases/office_entry.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int page = 1000;

/// One kind of figure: rows that count entries, each with what it counts and the params that list them.
class Figures {
 public:
  void count(std::string const& key, AuditEntry const& entry, object about, object query) {
    auto& row = rows_[key];
    if (row.count++ == 0) {
      row.about = std::move(about);
      row.query = std::move(query);
    }
    if (!is_office(entry.entry().case_id)) row.cases.insert(entry.entry().case_id);
  }

  array by_key(ActorNames& names) const {
    array told;
    for (auto const& [key, row] : rows_) told.push_back(row.told(names));
    return told;
  }

  array most_first(ActorNames& names) const {
    std::vector<Row const*> order;
    for (auto const& [key, row] : rows_) order.push_back(&row);
    std::ranges::stable_sort(order, std::greater{}, &Row::count);
    array told;
    for (auto const* row : order) told.push_back(row->told(names));
    return told;
  }

 private:
  struct Row {
    std::int64_t count = 0;
    std::set<std::string, std::less<>> cases;
    object about, query;

    object told(ActorNames& names) const {
      auto item = about;
      if (auto labels = labels_of(about); !labels.empty()) item.emplace("labels", std::move(labels));
      if (auto const person = text_of(about, "person"); !person.empty()) item.emplace("actor_name", names.name(person));
      item.emplace("count", count);
      item.emplace("cases", cases.size());
      item.emplace("query", query);
      return item;
    }
  };

  std::map<std::string, Row> rows_;
};

class Summary {
 public:
  Summary(AuditFilter const& window, object base) : window_(window), base_(std::move(base)) {}

  void add(AuditEntry const& entry, BookShelf& shelf, StoreReader& store) {
    auto const outcome = entry.text("outcome");
    object const of_outcome{{"outcome", outcome}};
    outcomes_.count(outcome, entry, of_outcome, with(of_outcome));
    object const of_event{{"kind", entry.text("kind")}, {"event", entry.text("event")}, {"outcome", outcome}};
    events_.count(entry.text("kind") + '/' + entry.text("event") + '/' + outcome, entry, of_event, with(of_event));
    object const of_person{{"person", entry.text("actor")}, {"role", entry.text("role")}, {"outcome", outcome}};
    people_.count(entry.text("actor") + '/' + entry.text("role") + '/' + outcome, entry, of_person, with(of_person));
    add_day(entry, outcome);
    for (auto const& clause : entry.refused_by(shelf, store)) add_clause(refusing_, clause, "refused", entry, shelf);
    for (auto const& clause : entry.passed()) add_clause(passed_, clause, "passed", entry, shelf);
    if (auto const code = entry.refusal_code(); !code.empty())
      codes_.count(code, entry, {{"code", code}}, with({{"outcome", "refused"}, {"code", code}}));
  }

  object told(ActorNames& names) const {
    object result = base_;
    result.emplace("outcomes", outcomes_.by_key(names));
    result.emplace("refusals_by_clause", refusing_.most_first(names));
    result.emplace("refusals_by_code", codes_.most_first(names));
    result.emplace("overrides_by_clause", passed_.most_first(names));
    result.emplace("by_event", events_.by_key(names));
    result.emplace("by_person", people_.by_key(names));
    result.emplace("by_day", days_.by_key(names));
    return result;
  }

 private:
  object with(object const& more) const {
    auto query = base_;
    for (auto const& member : more) query[member.key()] = member.value();
    return query;
  }

  void add_clause(Figures& figures, CitedClause const& clause, std::string_view part, AuditEntry const& entry,
                  BookShelf& shelf) const {
    object about{{"rule", clause.rule}, {"cites", clause.cites}};
    if (auto const says = clause_says(clause, entry, shelf); !says.zh.empty()) about.emplace("says", to_json(says));
    figures.count(clause.rule, entry, std::move(about), with({{"rule", clause.rule}, {"rule_part", part}}));
  }

  void add_day(AuditEntry const& entry, std::string const& outcome) {
    auto const begin = start_of_beijing_day(parse_rfc3339(entry.text("at")).value());
    auto const end = begin + day_ms;
    auto const day = format_rfc3339(begin + beijing_offset_ms).substr(0, 10);
    object const about{{"day", day}, {"outcome", outcome}};
    auto query = with({{"outcome", outcome}});
    query["from"] = format_rfc3339(window_.from() ? std::max(*window_.from(), begin) : begin);
    query["to"] = format_rfc3339(std::min(*window_.to(), end));
    days_.count(day + '/' + outcome, entry, about, std::move(query));
  }

  AuditFilter const& window_;
  object base_;  // shop?, from?, to: the params every figure's query has
  Figures outcomes_, refusing_, codes_, passed_, events_, people_, days_;
};

}  // namespace

AnswerText summarise_entries(Store& store, RulebooksInForce const& books, Clock const& clock, DeskCall const& call,
                             AuditBounds const& bounds) {
  auto window_call = call;
  auto const now = clock.now();
  auto const asked_to = parse_rfc3339(text_of(call.params, "to"));
  if (!call.params.contains("to") || (asked_to && now < *asked_to)) window_call.params["to"] = format_rfc3339(now);
  auto const window = AuditFilter::of(window_call);
  if (!window) return fault_text(window.error());
  object base;
  if (auto shop = shop_named(call); !shop.empty()) base.emplace("shop", std::move(shop));
  if (window->from()) base.emplace("from", format_rfc3339(*window->from()));
  base.emplace("to", format_rfc3339(*window->to()));
  Summary summary{*window, std::move(base)};
  bool too_many = false;
  object told;
  store.read([&](StoreReader& reader) {
    BookShelf shelf{books.now(), reader};
    std::int64_t walked = 0;
    for (std::int64_t seq = 0;; seq += page) {
      auto const entries = reader.entries_from(seq, page);
      for (auto const& each : entries) {
        if (!window->may_cover(each)) continue;
        if (++walked > bounds.window_entries) return void(too_many = true);
        AuditEntry const entry{each};
        if (window->covers(entry, shelf, reader)) summary.add(entry, shelf, reader);
      }
      if (entries.size() < page) break;
    }
    ActorNames names{reader};
    told = summary.told(names);
  });
  if (too_many) return fault_text(window_too_large(bounds));
  return result_text(std::move(told));
}

}  // namespace redress::api

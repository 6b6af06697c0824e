#include "api/worklist/work_desk.hpp"

#include "api/service/labels.hpp"
#include "api/service/shop_asked.hpp"
#include "api/worklist/listed_case.hpp"
#include "api/worklist/work_page.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <map>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::int64_t page_default = 50;
constexpr std::size_t found_max = 10'000;

// What words and order numbers find, the store's text index knows; the other filters are the table's.
Result<std::optional<std::set<std::string, std::less<>>>> searched(StoreReader& store, DeskCall const& call) {
  CaseFilter search{.limit = 1000};
  if (!call.actor.shop.empty()) search.shop = call.actor.shop;
  if (auto text = text_of(call.params, "text"); !text.empty()) search.text = std::move(text);
  if (auto order_id = text_of(call.params, "order_id"); !order_id.empty()) search.order_id = std::move(order_id);
  if (!search.text && !search.order_id) return std::optional<std::set<std::string, std::less<>>>{};
  std::set<std::string, std::less<>> found;
  do {
    auto const page = store.list_cases(search);
    for (auto const& case_ : page.cases) found.insert(case_.id);
    search.cursor = page.next_cursor;
    if (found.size() > found_max)
      return Fault{FaultKind::too_large,
                   {fmt::format("搜索命中超过 {} 件，请收窄", found_max),
                    fmt::format("the search finds more than {} cases: narrow it", found_max)},
                   "params.text"};
  } while (!search.cursor.empty());
  return std::optional(std::move(found));
}

// A query of case.list, and how many it lists.
class Tabs {
 public:
  Tabs(WorkTable const& table, DeskCall const& call, Instant now) : table_(table), call_(call), now_(now) {
    if (auto shop = shop_named(call); !shop.empty()) base_.emplace("shop", std::move(shop));
  }

  void add(std::string_view name, object more) {
    auto params = base_;
    for (auto& member : more) params[member.key()] = std::move(member.value());
    auto const filter = work_filter_of({call_.actor, "case.list", params}, now_);
    std::int64_t count = 0;
    for_each_match(table_, filter.value(), [&](WorkRow const&) { ++count; });
    counts.emplace(name, count);
    queries.emplace(name, object{{"method", "case.list"}, {"params", std::move(params)}});
  }

  array by_state() {
    std::map<std::pair<std::uint16_t, std::uint16_t>, std::int64_t> open;
    auto params = base_;
    params.emplace("final", false);
    auto const filter = work_filter_of({call_.actor, "case.list", params}, now_);
    for_each_match(table_, filter.value(), [&](WorkRow const& row) { ++open[{row.kind, row.state}]; });
    array told;
    for (auto const& [place, count] : open) {
      auto const& kind = table_.kinds().word(place.first);
      auto const& state = table_.states().word(place.second);
      auto query = params;
      query.emplace("kind", kind);
      query.emplace("state", state);
      object item{{"kind", kind}, {"state", state}, {"count", count}};
      add_labels(item);
      auto const* workflow = workflows::find_workflow(kind);
      if (auto const* spec = workflow ? workflow->find_state(state) : nullptr)
        item.emplace("says", object{{"zh", spec->zh}, {"en", spec->en}});
      item.emplace("query", object{{"method", "case.list"}, {"params", std::move(query)}});
      told.push_back(std::move(item));
    }
    return told;
  }

  object counts, queries;

 private:
  WorkTable const& table_;
  DeskCall const& call_;
  Instant now_;
  object base_;
};

}  // namespace

AnswerText WorkDesk::list(DeskCall const& call) const {
  auto const now = clock_.now();
  auto filter = work_filter_of(call, now);
  if (!filter) return fault_text(filter.error());
  AnswerText text;
  auto const asked = worklist_->ask(store_, [&](StoreReader& store, WorkTable const& table, auto& lock) {
    auto found = searched(store, call);
    if (!found) return void(text = fault_text(found.error()));
    filter->among = std::move(*found);
    auto const* limit = call.params.if_contains("limit");
    auto const page = page_of(table, *filter, text_of(call.params, "cursor"),
                              static_cast<std::size_t>(limit ? limit->to_number<std::int64_t>() : page_default));
    lock.unlock();
    if (!page) return void(text = fault_text(page.error()));
    array cases;
    ActorNames names{store};
    for (auto const& id : page->ids)
      if (auto const case_ = store.find_case(id))
        if (auto view = listed_view(store, books_, *case_, now, names)) cases.push_back(std::move(*view));
    object result{{"cases", std::move(cases)}, {"server_time", format_rfc3339(now)}};
    if (auto const* count = call.params.if_contains("count"); count && *count == true)
      result.emplace("total", page->total);
    if (!page->next_cursor.empty()) result.emplace("next_cursor", page->next_cursor);
    text = result_text(std::move(result));
  });
  return asked ? text : fault_text(asked.error());
}

AnswerText WorkDesk::counts(DeskCall const& call) const {
  auto const now = clock_.now();
  AnswerText text;
  auto const asked = worklist_->ask(store_, [&](StoreReader&, WorkTable const& table, auto&) {
    Tabs tabs(table, call, now);
    tabs.add("mine", {{"final", false}, {"assignee", call.actor.id}});
    tabs.add("due_soon", {{"final", false},
                          {"owed_by", "seller"},
                          {"due_from", format_rfc3339(now)},
                          {"due_before", format_rfc3339(now + day_ms)}});
    tabs.add("overdue", {{"final", false}, {"owed_by", "seller"}, {"due_before", format_rfc3339(now)}});
    tabs.add("waiting_evidence", {{"waiting_evidence", true}});
    tabs.add("unassigned", {{"final", false}, {"unassigned", true}});
    tabs.add("ours", {{"final", false}, {"owed_by", "seller"}});
    tabs.add("open", {{"final", false}});
    auto result = std::move(tabs.counts);
    result.emplace("queries", std::move(tabs.queries));
    result.emplace("by_state", tabs.by_state());
    result.emplace("server_time", format_rfc3339(now));
    text = result_text(std::move(result));
  });
  return asked ? text : fault_text(asked.error());
}

}  // namespace redress::api

#include "api/service/whole_entry.hpp"

#include "api/service/audit_entry.hpp"
#include "api/service/case_view.hpp"
#include "api/service/office_readers.hpp"
#include "api/service/personal_view.hpp"
#include "engine/cases/office_entry.hpp"
#include "storage/common/list_order.hpp"

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

// An entry with all that is read about it on one view of the store.
struct Found {
  Entry entry;
  std::optional<Entry> before = {};
  std::string shop = {};
  object told = {};
};

std::optional<Entry> asked_for(StoreReader& store, object const& params) {
  if (auto const id = text_of(params, "id"); !id.empty()) return store.find_entry(id);
  auto entries = store.entries_from(params.at("seq").to_number<std::int64_t>(), 1);
  if (entries.empty()) return std::nullopt;
  return std::move(entries.front());
}

std::optional<Entry> before(StoreReader& store, Entry const& entry) {
  if (entry.case_seq == 0) return std::nullopt;
  auto page = store.trail(entry.case_id, storage::cursor_after(entry.case_seq - 2), 1);
  if (page.entries.empty()) return std::nullopt;
  return std::move(page.entries.front());
}

array texts_of(StoreReader& store, Entry const& entry, std::optional<Person> const& person, Role role) {
  array texts;
  for (auto& text : personal_view(store.personal_of(entry.case_id), person, role))
    if (text.at("entry_id").as_string() == entry.id) texts.push_back(std::move(text));
  return texts;
}

array evidence_of(StoreReader& store, AuditEntry const& entry, std::optional<Person> const& person, Role role,
                  ActorNames& names) {
  array items;
  auto const* named = entry.json().if_contains("evidence");
  if (!named || !named->is_array() || named->get_array().empty()) return items;
  auto const kept = store.evidence_of(entry.entry().case_id);
  for (auto const& each : named->get_array()) {
    auto const item = std::ranges::find(kept, text_of(each.as_object(), "id"), &Evidence::id);
    if (item == kept.end()) continue;
    auto view = evidence_view(*item);
    if (!may_read_words(person, role)) hide_words(view);
    names.add_to(view);
    items.push_back(std::move(view));
  }
  return items;
}

std::optional<Found> find(StoreReader& store, RulebooksInForce const& books, DeskCall const& call) {
  auto entry = asked_for(store, call.params);
  if (!entry) return std::nullopt;
  auto const of_case = store.find_case(entry->case_id);
  bool const office = is_office(entry->case_id);
  Found found{.entry = std::move(*entry)};
  AuditEntry const audited{found.entry};
  found.shop = of_case ? of_case->shop : audited.text("shop");
  if (!may_see(call.actor, found.shop) || (office && !may_see_office(call.actor.role))) return std::nullopt;
  found.before = before(store, found.entry);
  auto const person = office ? std::nullopt : person_behind(store, found.entry.case_id);
  BookShelf shelf{books.now(), store};
  ActorNames names{store};
  auto item = audit_item(audited, shelf, store, names);
  auto whole = to_json(found.entry);
  for (auto const* name : {"refused_by", "passed", "amount", "closing", "labels", "actor_name"})
    if (auto* told = item.if_contains(name)) found.told.emplace(name, std::move(*told));
  found.told.emplace("entry", std::move(whole));
  found.told.emplace("texts", texts_of(store, found.entry, person, call.actor.role));
  found.told.emplace("evidence", evidence_of(store, audited, person, call.actor.role, names));
  if (auto erased = erased_view(person)) found.told.emplace("erased", std::move(*erased));
  return found;
}

// A receipt is signed when it is asked for, so an entry that is sound has one to be had.
object receipt_view(Entry const& entry, EntryMark const& mark) {
  object view{{"available", !mark.why},
              {"query", object{{"method", "audit.receipt"}, {"params", object{{"entry_id", entry.id}}}}}};
  if (mark.why) view.emplace("why", to_json(*mark.why));
  return view;
}

}  // namespace

AnswerText whole_entry(Store& store, RulebooksInForce const& books, AuditDesk& audit, DeskCall const& call) {
  if (call.params.contains("seq") == call.params.contains("id"))
    return fault_text(invalid_params("params.seq", "请给出 seq 或 id 之一", "give either seq or id"));
  std::optional<Found> found;
  store.read([&](StoreReader& reader) { found = find(reader, books, call); });
  if (!found)
    return fault_text({FaultKind::not_found,
                       {"没有这条记录", "there is no such entry"},
                       call.params.contains("id") ? "params.id" : "params.seq"});
  auto const mark = audit.mark(found->entry, found->before, found->shop);
  found->told.emplace("mark", to_json(mark));
  found->told.emplace("receipt", receipt_view(found->entry, mark));
  return result_text(std::move(found->told));
}

}  // namespace redress::api

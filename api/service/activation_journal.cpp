#include "api/service/activation_journal.hpp"

#include "api/service/answer.hpp"

#include <algorithm>
#include <map>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::string_view setting_name = "rulebooks.in_force";

std::vector<BookChange> changes(object const& noted, rules::Library const& books) {
  std::map<std::string, BookChange> by_book;
  for (auto const& member : noted) {
    auto const& book = member.value().as_object();
    by_book[member.key()] = {member.key(), text_of(book, "shop"), text_of(book, "digest"), {}};
  }
  for (auto const& book : books.books()) {
    auto& change = by_book[book->id];
    change.book = book->id;
    change.shop = book->shop;
    change.to = book->digest;
  }
  std::vector<BookChange> changed;
  for (auto& [id, change] : by_book)
    if (change.from != change.to) changed.push_back(std::move(change));
  return changed;
}

object member_of(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found ? found->as_object() : object{};
}

}  // namespace

object to_json(BookChange const& change) {
  object json{{"book", change.book}};
  if (!change.shop.empty()) json.emplace("shop", change.shop);
  json.emplace("from", change.from.empty() ? boost::json::value(nullptr) : boost::json::value(change.from));
  json.emplace("to", change.to.empty() ? boost::json::value(nullptr) : boost::json::value(change.to));
  return json;
}

ActivationJournal ActivationJournal::read(StoreReader& store) {
  ActivationJournal journal;
  auto const text = store.setting(setting_name);
  if (!text) return journal;
  auto const kept = boost::json::parse(*text).as_object();
  journal.in_force_ = member_of(kept, "in_force");
  journal.activated_ = member_of(kept, "activated");
  journal.items_ = kept.at("journal").as_array();
  return journal;
}

void ActivationJournal::write(StoreWriter& store) const {
  store.put_setting(setting_name, boost::json::serialize(
                                      object{{"in_force", in_force_}, {"activated", activated_}, {"journal", items_}}));
}

std::vector<BookChange> ActivationJournal::changes_to(rules::Library const& books) const {
  return changes(in_force_, books);
}

std::vector<BookChange> ActivationJournal::not_activated(rules::Library const& books) const {
  return changes(activated_, books);
}

object ActivationJournal::note(rules::Library const& books, Occasion const& occasion, bool activated,
                               std::function<void(object&)> const& more) {
  auto changed = changes_to(books);
  // What a start put in force is named by the activation that makes it good.
  if (changed.empty() && activated) changed = not_activated(books);
  array named;
  for (auto const& change : changed) named.push_back(to_json(change));
  object now_in_force, now_activated;
  for (auto const& book : books.books()) {
    auto const before = member_of(in_force_, book->id);
    auto const since =
        text_of(before, "digest") == book->digest ? text_of(before, "since") : format_rfc3339(occasion.at);
    now_in_force[book->id] = object{{"digest", book->digest}, {"shop", book->shop}, {"since", since}};
    now_activated[book->id] = object{{"digest", book->digest}, {"shop", book->shop}};
  }
  in_force_ = std::move(now_in_force);
  if (activated) activated_ = std::move(now_activated);
  items_.push_back(object{{"at", format_rfc3339(occasion.at)},
                          {"actor", occasion.actor.id},
                          {"role", name_of(occasion.actor.role)},
                          {"request_id", occasion.request_id},
                          {"from_seq", occasion.from_seq},
                          {"changes", std::move(named)}});
  if (!occasion.entry_id.empty()) items_.back().as_object().emplace("entry_id", occasion.entry_id);
  if (more) more(items_.back().as_object());
  return items_.back().as_object();
}

std::string ActivationJournal::since(std::string_view book) const {
  return text_of(member_of(in_force_, book), "since");
}

}  // namespace redress::api

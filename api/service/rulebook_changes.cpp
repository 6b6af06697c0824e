#include "api/service/rulebook_changes.hpp"

#include "engine/rules/rulebook_json.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <tuple>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// One difference, whatever book it is in: list, id, member, old and new as text ("" where there is none).
using Difference = std::tuple<std::string, std::string, std::string, std::string, std::string>;

std::string shown(value const* json) {
  if (!json) return {};
  return json->is_string() ? std::string(json->get_string()) : boost::json::serialize(*json);
}

// The clauses of a book's list, by id.
std::map<std::string, object const*> clauses_of(object const& book, std::string_view list) {
  std::map<std::string, object const*> clauses;
  auto const* items = book.if_contains(list);
  if (!items || !items->is_array()) return clauses;
  for (auto const& each : items->get_array()) {
    auto const* clause = each.if_object();
    auto const* id = clause ? clause->if_contains("id") : nullptr;
    if (id && id->is_string()) clauses.emplace(std::string(id->get_string()), clause);
  }
  return clauses;
}

std::set<std::string> names_in(object const& one, object const& other) {
  std::set<std::string> names;
  for (auto const* each : {&one, &other})
    for (auto const& member : *each) names.emplace(member.key());
  return names;
}

class Comparing {
 public:
  void compare(std::string const& book, object const& before, object const& after) {
    for (auto const& name : names_in(before, after)) {
      auto const* old_value = before.if_contains(name);
      auto const* new_value = after.if_contains(name);
      if (name == "digest" || (old_value && new_value && *old_value == *new_value)) continue;
      auto const old_clauses = clauses_of(before, name);
      auto const new_clauses = clauses_of(after, name);
      if (old_clauses.empty() && new_clauses.empty()) {
        note(book, {name, "", "", shown(old_value), shown(new_value)});
        continue;
      }
      for (auto const& [id, clause] : old_clauses) {
        auto const now = new_clauses.find(id);
        if (now == new_clauses.end())
          note(book, {name, id, "", boost::json::serialize(*clause), ""});
        else
          compare_members(book, name, id, *clause, *now->second);
      }
      for (auto const& [id, clause] : new_clauses)
        if (!old_clauses.contains(id)) note(book, {name, id, "", "", boost::json::serialize(*clause)});
    }
  }

  array told() const {
    array all;
    for (auto const& [difference, books] : found_) all.push_back(told(difference, books));
    return all;
  }

 private:
  void compare_members(std::string const& book, std::string const& list, std::string const& id, object const& before,
                       object const& after) {
    for (auto const& name : names_in(before, after)) {
      auto const* old_value = before.if_contains(name);
      auto const* new_value = after.if_contains(name);
      if (!old_value || !new_value || *old_value != *new_value)
        note(book, {list, id, name, shown(old_value), shown(new_value)});
    }
  }

  void note(std::string const& book, Difference difference) { found_[std::move(difference)].insert(book); }

  static object told(Difference const& difference, std::set<std::string> const& books) {
    auto const& [list, id, member, before, after] = difference;
    auto const where = id.empty() ? list : member.empty() ? id : fmt::format("{} {}", id, member);
    bool const added = before.empty();
    bool const removed = after.empty() && !added;
    Says says;
    if (added)
      says = {fmt::format("新增 {}：{}", where, after), fmt::format("{} is new: {}", where, after)};
    else if (removed)
      says = {fmt::format("删除 {}，原为：{}", where, before), fmt::format("{} is gone; it was {}", where, before)};
    else
      says = {fmt::format("{} 由 {} 改为 {}", where, before, after),
              fmt::format("{} was {} and becomes {}", where, before, after)};
    object json{{"list", list},
                {"id", id},
                {"what", added     ? "added"
                         : removed ? "removed"
                                   : "changed"},
                {"books", array(books.begin(), books.end())},
                {"says", to_json(says)}};
    if (!member.empty()) json.emplace("member", member);
    if (!before.empty()) json.emplace("old", before);
    if (!after.empty()) json.emplace("new", after);
    return json;
  }

  std::map<Difference, std::set<std::string>> found_;
};

}  // namespace

array changes_between(rules::Library const& before, rules::Library const& after, std::string_view shop) {
  Comparing comparing;
  std::set<std::string> ids;
  auto const of_shop = [&](rules::Rulebook const* book) {
    return !book || book->shop.empty() || shop.empty() || book->shop == shop;
  };
  for (auto const* library : {&before, &after})
    for (auto const& book : library->books()) ids.insert(book->id);
  for (auto const& id : ids) {
    auto const* old_book = before.find(id);
    auto const* new_book = after.find(id);
    if (!of_shop(old_book) || !of_shop(new_book)) continue;
    if (old_book && new_book && old_book->digest == new_book->digest) continue;
    comparing.compare(id, old_book ? rules::to_json(*old_book) : object{},
                      new_book ? rules::to_json(*new_book) : object{});
  }
  return comparing.told();
}

}  // namespace redress::api

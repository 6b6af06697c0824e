#include "api/service/kept_list.hpp"

#include <algorithm>
#include <utility>

namespace redress::api {

using boost::json::array;
using boost::json::object;

KeptList KeptList::read(StoreReader& store, std::string setting) {
  KeptList list;
  if (auto const text = store.setting(setting)) list.items_ = boost::json::parse(*text).at("items").as_array();
  list.setting_ = std::move(setting);
  return list;
}

object const* KeptList::find(std::string_view id) const {
  auto const at = std::ranges::find_if(items_, [&](auto const& item) { return item.at("id").as_string() == id; });
  return at == items_.end() ? nullptr : &at->get_object();
}

void KeptList::put(OfficeRecord const& record) {
  auto const& act = record.act;
  object words;
  for (auto const& text : record.personal) words.emplace(text.name, object{{"salt", text.salt}, {"text", text.text}});
  object item{{"id", act.params.at("id")}, {"entry_id", act.entry_id}, {"at", format_rfc3339(act.at)},
              {"actor", act.actor.id},     {"told", act.params},       {"words", std::move(words)}};
  auto const id = act.params.at("id").as_string();
  auto const at = std::ranges::find_if(items_, [&](auto const& each) { return each.at("id").as_string() == id; });
  if (at == items_.end())
    items_.push_back(std::move(item));
  else
    *at = std::move(item);
}

void KeptList::remove(std::string_view id) {
  auto const at = std::ranges::find_if(items_, [&](auto const& each) { return each.at("id").as_string() == id; });
  if (at != items_.end()) items_.erase(at);
}

void KeptList::write(StoreWriter& store) const {
  store.put_setting(setting_, boost::json::serialize(object{{"items", items_}}));
}

object const& told_in(object const& item) { return item.at("told").as_object(); }

std::string word_in(object const& item, std::string_view name) {
  auto const* word = item.at("words").as_object().if_contains(name);
  return word ? std::string(word->at("text").as_string()) : std::string{};
}

object head_of(object const& item) {
  return {{"id", item.at("id")},
          {"entry_id", item.at("entry_id")},
          {"updated_at", item.at("at")},
          {"updated_by", item.at("actor")}};
}

}  // namespace redress::api

#include "api/service/kept_rulebooks.hpp"

#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

std::string setting_of(std::string_view digest) { return fmt::format("rulebook.{}", digest); }

std::string texts_json(rules::Rulebook const& book) {
  boost::json::array texts;
  for (auto const& text : book.texts) texts.push_back(boost::json::object{{"name", text.name}, {"text", text.text}});
  return boost::json::serialize(texts);
}

}  // namespace

void keep_rulebooks(StoreWriter& store, rules::Library const& books) {
  for (auto const& book : books.books())
    if (!store.setting(setting_of(book->digest))) store.put_setting(setting_of(book->digest), texts_json(*book));
}

std::vector<ledger::RulebookText> kept_rulebook(StoreReader& store, std::string_view digest) {
  std::vector<ledger::RulebookText> texts;
  auto const kept = store.setting(setting_of(digest));
  if (!kept) return texts;
  auto const list = boost::json::parse(*kept);
  for (auto const& each : list.as_array())
    texts.push_back({std::string(each.at("name").as_string()), std::string(each.at("text").as_string())});
  return texts;
}

rules::BookPointer restored_rulebook(StoreReader& store, std::string_view digest) {
  std::vector<rules::BookSource> sources;
  for (auto& text : kept_rulebook(store, digest)) sources.push_back({std::move(text.name), std::move(text.text)});
  if (sources.empty()) return nullptr;
  auto const loaded = rules::load_books(sources, rules::names_of(workflows::all_workflows()));
  auto const at =
      std::ranges::find(loaded.books, digest, [](auto const& book) -> std::string_view { return book->digest; });
  return at == loaded.books.end() ? nullptr : *at;
}

}  // namespace redress::api

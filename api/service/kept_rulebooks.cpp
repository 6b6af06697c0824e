#include "api/service/kept_rulebooks.hpp"

#include <fmt/format.h>

#include <future>

namespace redress::api {
namespace {

std::string setting_of(std::string_view digest) { return fmt::format("rulebook.{}", digest); }

std::string texts_json(rules::Rulebook const& book) {
  boost::json::array texts;
  for (auto const& text : book.texts) texts.push_back(boost::json::object{{"name", text.name}, {"text", text.text}});
  return boost::json::serialize(texts);
}

}  // namespace

void keep_rulebooks(Store& store, rules::Library const& books) {
  std::promise<void> written;
  auto done = written.get_future();
  store.write(
      [&](StoreWriter& writer) {
        for (auto const& book : books.books())
          if (!writer.setting(setting_of(book->digest)))
            writer.put_setting(setting_of(book->digest), texts_json(*book));
      },
      [&](std::exception_ptr failure) { failure ? written.set_exception(failure) : written.set_value(); });
  done.get();
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

}  // namespace redress::api

#include "api/worklist/shop_list.hpp"

#include "engine/cases/users.hpp"

#include <map>

namespace redress::api {
namespace {

using boost::json::object;

struct Shop {
  std::int64_t cases = 0, open = 0;
  rules::Rulebook const* book = nullptr;
};

object told(std::string const& id, Shop const& shop) {
  object item{{"shop", id}, {"cases", shop.cases}, {"open", shop.open}};
  if (!shop.book) return item;
  item.emplace("book", shop.book->id);
  item.emplace("platform", shop.book->platform);
  if (!shop.book->title.zh.empty()) item.emplace("name", to_json(shop.book->title));
  return item;
}

}  // namespace

AnswerText list_shops(Store& store, rules::Library const& books, Worklist& worklist, DeskCall const& call) {
  std::map<std::string, Shop, std::less<>> shops;
  auto const counted = worklist.ask(store, [&](StoreReader& reader, WorkTable const& table, auto&) {
    for (auto const& row : table.rows()) {
      if (!row.begun) continue;
      auto& shop = shops[table.shops().word(row.shop)];
      ++shop.cases;
      if (!row.final) ++shop.open;
    }
    for (auto const& token : reader.tokens()) shops[token.shop];
    if (auto* const users = users_of(reader))
      for (auto const& user : users->users()) shops[user.shop];
  });
  if (!counted) return fault_text(counted.error());
  for (auto const& book : books.books())
    if (!book->shop.empty()) shops[book->shop].book = book.get();
  if (!call.actor.shop.empty()) shops[call.actor.shop];
  boost::json::array all;
  for (auto const& [id, shop] : shops)
    if (!id.empty() && may_see(call.actor, id)) all.push_back(told(id, shop));
  return result_text({{"shops", std::move(all)}});
}

}  // namespace redress::api

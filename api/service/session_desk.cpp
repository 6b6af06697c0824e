#include "api/service/session_desk.hpp"

#include "api/service/user_desk.hpp"

#include <algorithm>
#include <map>

namespace redress::api {

std::vector<Session> SessionDesk::within_reach(Actor const& actor) const {
  if (actor.role != Role::admin) return sessions_.list(actor.id);
  auto all = sessions_.list(std::nullopt);
  if (actor.shop.empty()) return all;
  std::map<std::string, std::string, std::less<>> shops;  // by subject
  store_.read([&](StoreReader& store) {
    for (auto const& token : store.tokens()) shops[token.id] = token.shop;
    if (auto* const users = users_of(store))
      for (auto const& user : users->users()) shops[user.id] = user.shop;
  });
  std::erase_if(all,
                [&](Session const& each) { return each.subject != actor.id && shops[each.subject] != actor.shop; });
  return all;
}

AnswerText SessionDesk::list(DeskCall const& call) const {
  auto const asked = text_of(call.params, "of");
  auto const of = asked.empty() ? call.actor.id : asked;
  if (of != call.actor.id && call.actor.role != Role::admin)
    return fault_text(
        {FaultKind::forbidden, {"只能查看自己的会话", "you may see your own sessions only"}, "params.of"});
  auto rows = within_reach(call.actor);
  if (of != "everyone") std::erase_if(rows, [&](Session const& each) { return each.subject != of; });
  boost::json::array all;
  store_.read([&](StoreReader& store) {
    for (auto const& row : rows) {
      auto const expires =
          std::min(row.seen_at + sessions_.limits().idle_ms, row.began_at + sessions_.limits().absolute_ms);
      all.push_back(boost::json::object{{"id", row.id},
                                        {"actor", row.subject},
                                        {"name", name_of_actor(store, row.subject)},
                                        {"address", row.address},
                                        {"began_at", format_rfc3339(row.began_at)},
                                        {"seen_at", format_rfc3339(row.seen_at)},
                                        {"expires_at", format_rfc3339(expires)}});
    }
  });
  return result_text({{"sessions", std::move(all)}});
}

AnswerText SessionDesk::end(DeskCall const& call) const {
  auto const id = text_of(call.params, "id");
  auto const rows = within_reach(call.actor);
  if (std::ranges::find(rows, id, &Session::id) == rows.end())
    return fault_text({FaultKind::not_found, {"没有该会话", "there is no such session"}, "params.id"});
  sessions_.end(id);
  return result_text({{"id", id}});
}

}  // namespace redress::api

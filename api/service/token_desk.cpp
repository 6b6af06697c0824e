#include "api/service/token_desk.hpp"

#include "api/service/commit.hpp"
#include "api/service/loaded_case.hpp"

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::object;

object token_view(TokenRow const& row) {
  object json{{"id", row.id},
              {"role", name_of(row.role)},
              {"shop", row.shop},
              {"label", row.label},
              {"created_at", format_rfc3339(row.created_at)}};
  if (row.expires_at) json.emplace("expires_at", format_rfc3339(*row.expires_at));
  if (row.revoked_at) json.emplace("revoked_at", format_rfc3339(*row.revoked_at));
  return json;
}

}  // namespace

object told_of(TokenRow const& row) {
  object told{{"id", row.id}, {"role", name_of(row.role)}, {"created_at", format_rfc3339(row.created_at)}};
  if (row.expires_at) told.emplace("expires_at", format_rfc3339(*row.expires_at));
  return told;
}

AnswerText TokenDesk::create(DeskCall const& call) const {
  std::optional<Instant> expires_at;
  if (auto const text = text_of(call.params, "expires_at"); !text.empty()) {
    auto const at = parse_rfc3339(text);
    if (!at) return fault_text({at.error().kind, at.error().says, "params.expires_at"});
    expires_at = *at;
  }
  auto const shop = text_of(call.params, "shop");
  if (!may_see(call.actor, shop))
    return fault_text(
        {FaultKind::forbidden, {"您只能为本店铺建立令牌", "you make tokens of your own shop"}, "params.shop"});
  auto const token = draw_token(ids_, role_from(text_of(call.params, "role")).value(), shop,
                                text_of(call.params, "label"), clock_.now(), expires_at);
  auto act = office_.draft(call.actor, text_of(call.params, "request_id"),
                           {token.row.shop, "token_created", told_of(token.row)});
  auto view = token_view(token.row);
  view.emplace("entry_id", act.act.entry_id);
  act.answer = answer_to_keep(call, act.act.at, result_text(view));  // the secret is kept nowhere
  AnswerText answer;
  commit(store_, [&](StoreWriter& store) {
    if (auto earlier = earlier_answer(store, call)) return void(answer = std::move(*earlier));
    store.put_token(token.row);
    store.record_office(act);
  });
  if (!answer.empty()) return answer;
  view.emplace("token", token.secret);
  return result_text(std::move(view));
}

AnswerText TokenDesk::list(DeskCall const& call) const {
  boost::json::array all;
  store_.read([&](StoreReader& store) {
    for (auto const& row : store.tokens())
      if (may_see(call.actor, row.shop)) all.push_back(token_view(row));
  });
  return result_text({{"tokens", std::move(all)}});
}

AnswerText TokenDesk::revoke(DeskCall const& call) const {
  auto const id = text_of(call.params, "id");
  bool found = false;
  AnswerText answer;
  commit(store_, [&](StoreWriter& store) {
    if (auto earlier = earlier_answer(store, call)) {
      found = true;
      return void(answer = std::move(*earlier));
    }
    auto const rows = store.tokens();
    auto const row = std::ranges::find(rows, id, &TokenRow::id);
    found = row != rows.end() && may_see(call.actor, row->shop);
    answer = result_text({{"id", id}});  // of one that was revoked before: nothing is recorded
    if (!found || row->revoked_at) return;
    auto revoked = *row;
    revoked.revoked_at = clock_.now();
    store.put_token(revoked);
    auto act =
        office_.draft(call.actor, text_of(call.params, "request_id"),
                      {row->shop, "token_revoked", {{"id", id}, {"revoked_at", format_rfc3339(*revoked.revoked_at)}}});
    answer = result_text({{"id", id}, {"entry_id", act.act.entry_id}});
    act.answer = answer_to_keep(call, act.act.at, answer);
    store.record_office(std::move(act));
  });
  door_.forget();
  if (!found) return fault_text({FaultKind::not_found, {"没有该令牌", "there is no such token"}, "params.id"});
  return answer;
}

}  // namespace redress::api

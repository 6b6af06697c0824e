#include "api/service/user_desk.hpp"

#include "api/service/commit.hpp"
#include "api/service/loaded_case.hpp"
#include "api/service/passwords.hpp"
#include "engine/base/utf8.hpp"
#include "engine/cases/second_factors.hpp"
#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::size_t users_max = 10'000;

object user_view(User const& user, bool whole) {
  object json{{"id", user.id},
              {"name", user.name},
              {"display", shown_name(user)},
              {"role", name_of(user.role)},
              {"shop", user.shop},
              {"disabled", user.disabled_at.has_value()}};
  if (!whole) return json;
  json.emplace("created_at", format_rfc3339(user.created_at));
  json.emplace("password_at", format_rfc3339(user.password_at));
  if (user.disabled_at) json.emplace("disabled_at", format_rfc3339(*user.disabled_at));
  return json;
}

// What acts instead of being seen has no place in a name that colleagues trust.
bool is_seen(char32_t c) {
  bool const control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  bool const hidden = (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
                      c == 0xFEFF || c == 0x061C || c == 0x00AD;
  return !control && !hidden;
}

Result<std::string> display_from(std::string text) {
  for (std::string_view rest = text; !rest.empty();) {
    auto const c = take_code_point(rest);
    if (!c || !is_seen(*c))
      return invalid_params("params.display", "显示名含有不可见或控制字符",
                            "the shown name holds characters that cannot be seen");
  }
  return text;
}

// What makes two calls of one request id the same must not be a quick hash of a password.
DeskCall without_passwords(DeskCall const& call) {
  DeskCall open{call.actor, call.method, call.params};
  for (auto const* name : {"password", "old", "new"}) open.params.erase(name);
  return open;
}

AnswerText no_users() { return fault_text({FaultKind::not_found, {"该存储不保存用户", "this store keeps no users"}}); }

AnswerText no_such_user() {
  return fault_text({FaultKind::not_found, {"没有该用户", "there is no such user"}, "params.id"});
}

bool keeps_users(Store& store) {
  bool keeps = false;
  store.read([&](StoreReader& reader) { keeps = users_of(reader) != nullptr; });
  return keeps;
}

std::optional<User> find(Store& store, std::string_view id) {
  std::optional<User> user;
  store.read([&](StoreReader& reader) {
    if (auto* const users = users_of(reader)) user = users->find_user(id);
  });
  return user;
}

// Of what is kept, which nobody can guess from it: a password put there behind the ledger's back shows.
std::string hash_of(std::string const& kept) { return ledger::hex(ledger::sha256(kept)); }

Fault you_are_disabled() { return {FaultKind::forbidden, {"您已被停用", "you have been disabled"}}; }

// What a change was made on may be seconds old: a password was hashed meanwhile.
Fault no_longer_as_it_was(Actor const& actor, std::optional<User> const& now) {
  if (now && now->disabled_at && now->id == actor.id) return you_are_disabled();
  return {FaultKind::version_conflict,
          {"该用户刚被他人更改，请重新查看后再试", "the user was changed meanwhile: look again, then try again"}};
}

}  // namespace

std::string name_of_actor(StoreReader& store, std::string_view actor_id) {
  if (auto* const users = users_of(store); users && actor_id.starts_with("user_"))
    if (auto const user = users->find_user(actor_id)) return shown_name(*user);
  if (!actor_id.starts_with("tok_")) return {};
  auto const tokens = store.tokens();
  auto const at = std::ranges::find(tokens, actor_id, &TokenRow::id);
  return at == tokens.end() ? std::string{} : at->label;
}

bool may_have_cases_of(StoreReader& store, std::string_view shop, std::string_view id) {
  if (id.starts_with("user_")) {
    auto* const users = users_of(store);
    auto const user = users ? users->find_user(id) : std::nullopt;
    return user && (user->shop.empty() || user->shop == shop);
  }
  if (!id.starts_with("tok_")) return true;
  auto const tokens = store.tokens();
  auto const at = std::ranges::find(tokens, id, &TokenRow::id);
  return at != tokens.end() && (at->shop.empty() || at->shop == shop);
}

std::optional<AnswerText> UserDesk::told_before(DeskCall const& call) const {
  std::optional<AnswerText> answer;
  store_.read([&](StoreReader& reader) { answer = earlier_answer(reader, without_passwords(call)); });
  return answer;
}

AnswerText UserDesk::put(DeskCall const& call, std::optional<User> const& before, User const& user, OfficeNote note,
                         bool ends_sessions) const {
  auto const open_call = without_passwords(call);
  auto act = office_.draft(call.actor, text_of(call.params, "request_id"), std::move(note));
  auto view = user_view(user, true);
  view.emplace("entry_id", act.act.entry_id);
  auto answer = result_text(std::move(view));
  act.answer = answer_to_keep(open_call, act.act.at, answer);
  try {
    commit(store_, [&](StoreWriter& store) {
      if (auto earlier = earlier_answer(store, open_call)) return void(answer = std::move(*earlier));
      auto* const users = users_of_writer(store);
      if (auto const now = users_of(store)->find_user(user.id); now != before)
        throw FaultError(no_longer_as_it_was(call.actor, now));
      if (!before && users_of(store)->users().size() >= users_max)
        throw FaultError(
            {FaultKind::too_large,
             {fmt::format("用户已达上限 {}", users_max), fmt::format("there are {} users already", users_max)}});
      users->put_user(user);
      if (ends_sessions) users->end_sessions_of(user.id);
      store.record_office(act);
    });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  sessions_.forget();
  return answer;
}

AnswerText UserDesk::create(DeskCall const& call) const {
  if (!keeps_users(store_)) return no_users();
  if (auto earlier = told_before(call)) return *earlier;
  auto name = user_name_from(text_of(call.params, "name"));
  if (!name) return fault_text(name.error());
  auto display = display_from(text_of(call.params, "display"));
  if (!display) return fault_text(display.error());
  auto const password = text_of(call.params, "password");
  if (auto const fine = acceptable_password(password, *name, "params.password"); !fine) return fault_text(fine.error());
  auto const shop = text_of(call.params, "shop");
  if (!may_see(call.actor, shop) || (shop.empty() && !call.actor.shop.empty()))
    return fault_text(
        {FaultKind::forbidden, {"您只能为本店铺建立用户", "you make users of your own shop"}, "params.shop"});
  auto const now = clock_.now();
  User const user{.id = ids_.next("user"),
                  .name = std::move(*name),
                  .display = std::move(*display),
                  .role = role_from(text_of(call.params, "role")).value(),
                  .shop = shop,
                  .password = kept_of_password(password, ids_),
                  .created_at = now,
                  .password_at = now};
  OfficeNote note{user.shop,
                  "user_created",
                  {{"id", user.id},
                   {"name", user.name},
                   {"role", name_of(user.role)},
                   {"created_at", format_rfc3339(user.created_at)},
                   {"password_sha256", hash_of(user.password)}}};
  if (!user.display.empty()) note.personal.emplace_back("display", user.display);
  return put(call, std::nullopt, user, std::move(note), false);
}

AnswerText UserDesk::list(DeskCall const& call) const {
  boost::json::array all;
  bool const whole = call.actor.role == Role::admin;
  store_.read([&](StoreReader& store) {
    auto* const users = users_of(store);
    if (!users) return;
    std::map<std::string, Instant, std::less<>> since;  // who has a second factor: for whoever may take it off
    if (auto* const factors = whole ? second_factors_of(store) : nullptr)
      for (auto const& factor : factors->second_factors())
        if (factor.confirmed_at) since.emplace(factor.user, *factor.confirmed_at);
    for (auto const& user : users->users()) {
      if (!user.shop.empty() && !may_see(call.actor, user.shop)) continue;
      auto view = user_view(user, whole);
      if (auto const at = since.find(user.id); at != since.end())
        view.emplace("second_factor_at", format_rfc3339(at->second));
      all.push_back(std::move(view));
    }
  });
  return result_text({{"users", std::move(all)}});
}

AnswerText UserDesk::set(DeskCall const& call) const {
  if (auto earlier = told_before(call)) return *earlier;
  auto const before = find(store_, text_of(call.params, "id"));
  if (!before || !may_see(call.actor, before->shop)) return no_such_user();
  auto user = *before;
  OfficeNote note{user.shop, "user_changed", {{"id", user.id}}};
  if (call.params.contains("display")) {
    auto display = display_from(text_of(call.params, "display"));
    if (!display) return fault_text(display.error());
    user.display = std::move(*display);
    if (user.display != before->display) note.personal.emplace_back("display", user.display);
  }
  if (auto const role = text_of(call.params, "role"); !role.empty()) user.role = role_from(role).value();
  if (auto const* disabled = call.params.if_contains("disabled"); disabled && disabled->as_bool() != !!user.disabled_at)
    user.disabled_at = disabled->as_bool() ? std::optional(clock_.now()) : std::nullopt;
  if (user == *before) return result_text(user_view(user, true));
  bool const loses_standing = user.role != before->role || (user.disabled_at && !before->disabled_at);
  if (loses_standing && call.actor.id == user.id)
    return fault_text({FaultKind::forbidden,
                       {"不能停用自己或更改自己的角色", "you may not disable yourself or change your own role"},
                       "params.id"});
  if (user.role != before->role) note.params.emplace("role", name_of(user.role));
  if (user.disabled_at != before->disabled_at) {
    note.params.emplace("disabled", user.disabled_at.has_value());
    if (user.disabled_at) note.params.emplace("disabled_at", format_rfc3339(*user.disabled_at));
  }
  return put(call, before, user, std::move(note), loses_standing);
}

AnswerText UserDesk::password(DeskCall const& call) const {
  if (auto earlier = told_before(call)) return *earlier;
  auto const id = text_of(call.params, "id");
  bool const own = id.empty() || id == call.actor.id;
  if (!own && call.actor.role != Role::admin)
    return fault_text({FaultKind::forbidden,
                       {"只有管理员可以重设他人的口令", "only an admin sets another one's password"},
                       "params.id"});
  auto const before = find(store_, own ? call.actor.id : id);
  if (!before || (!own && !may_see(call.actor, before->shop))) return no_such_user();
  if (own && before->disabled_at) return fault_text(you_are_disabled());
  auto user = *before;
  auto const password = text_of(call.params, "new");
  if (auto const fine = acceptable_password(password, user.name, "params.new"); !fine) return fault_text(fine.error());
  if (own)
    if (auto const refused = login_.check(user, text_of(call.params, "old"))) {
      object extra;
      if (refused->retry_after_s > 0) extra.emplace("retry_after_s", refused->retry_after_s);
      return fault_text(refused->fault, std::move(extra));
    }
  user.password = kept_of_password(password, ids_);
  user.password_at = clock_.now();
  OfficeNote note{user.shop,
                  "user_password_set",
                  {{"id", user.id},
                   {"password_at", format_rfc3339(user.password_at)},
                   {"password_sha256", hash_of(user.password)}}};
  return put(call, before, user, std::move(note), true);
}

}  // namespace redress::api

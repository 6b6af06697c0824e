#include "api/service/second_factor_desk.hpp"

#include "api/service/commit.hpp"
#include "api/service/loaded_case.hpp"
#include "api/service/recovery_codes.hpp"
#include "api/service/totp.hpp"

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::string_view issuer = "Redress";

DeskCall without_proofs(DeskCall const& call) {
  DeskCall open{call.actor, call.method, call.params};
  for (auto const* name : {"password", "code"}) open.params.erase(name);
  return open;
}

Fault only_users() {
  return {FaultKind::forbidden,
          {"两步验证属于控制台用户；令牌没有，也不需要",
           "a second factor belongs to a user of the console; a token has none and needs none"}};
}
Fault has_one() {
  return {FaultKind::forbidden,
          {"两步验证已经开启；要换手机，请先关闭再重新设置",
           "the second factor is on already; to change phones, take it off and set it up anew"}};
}
Fault has_none(std::string position = {}) {
  return {FaultKind::not_found,
          {"没有可关闭或确认的两步验证", "there is no second factor to take off or to confirm"},
          std::move(position)};
}
Fault no_such_user() { return {FaultKind::not_found, {"没有该用户", "there is no such user"}, "params.id"}; }

Login::Refused wrong_code() {
  return {.fault = {FaultKind::forbidden,
                    {"验证码不正确，或已经用过；请核对手机时间，等下一个再试",
                     "the code is wrong or was used before; check the phone's clock and wait for the next one"},
                    "params.code"},
          .second_factor = "wrong"};
}

AnswerText answer_of(Login::Refused const& refused) {
  object extra;
  if (refused.retry_after_s > 0) extra.emplace("retry_after_s", refused.retry_after_s);
  if (!refused.second_factor.empty()) extra.emplace("second_factor", refused.second_factor);
  return fault_text(refused.fault, std::move(extra));
}

}  // namespace

std::optional<User> SecondFactorDesk::caller(DeskCall const& call) const {
  std::optional<User> user;
  store_.read([&](StoreReader& reader) {
    if (auto* const users = users_of(reader)) user = users->find_user(call.actor.id);
  });
  return user;
}

std::optional<SecondFactor> SecondFactorDesk::factor_of(std::string_view user) const {
  std::optional<SecondFactor> factor;
  store_.read([&](StoreReader& reader) { factor = second_factors_of(reader)->find_second_factor(user); });
  return factor;
}

AnswerText SecondFactorDesk::begin(DeskCall const& call) const {
  auto const user = caller(call);
  if (!user) return fault_text(only_users());
  if (auto const factor = factor_of(user->id); factor && factor->confirmed_at) return fault_text(has_one());
  if (auto const refused = login_.check(*user, text_of(call.params, "password"), "params.password"))
    return answer_of(*refused);
  auto const open_call = without_proofs(call);
  auto const bytes = ledger::from_hex(ids_.random_hex(totp::secret_bytes)).value();
  SecondFactor const factor{.user = user->id,
                            .shop = user->shop,
                            .secret = std::string(bytes.begin(), bytes.end()),
                            .begun_at = clock_.now()};
  auto act = office_.draft(call.actor, text_of(call.params, "request_id"),
                           {.shop = user->shop,
                            .event = "second_factor_begun",
                            .params = {{"id", user->id},
                                       {"begun_at", format_rfc3339(factor.begun_at)},
                                       {"secret_sha256", digest_of_secret(user->id, *factor.secret)}}});
  object told{{"id", user->id}, {"begun_at", format_rfc3339(factor.begun_at)}, {"entry_id", act.act.entry_id}};
  act.answer = answer_to_keep(open_call, act.act.at, result_text(told));
  told.emplace("secret", totp::base32(bytes));
  told.emplace("uri", totp::otpauth_uri(issuer, user->name, bytes));
  auto answer = result_text(std::move(told));
  try {
    commit(store_, [&](StoreWriter& writer) {
      if (auto earlier = earlier_answer(writer, open_call)) return void(answer = std::move(*earlier));
      if (auto const there = second_factors_of(writer)->find_second_factor(user->id); there && there->confirmed_at)
        throw FaultError(has_one());
      second_factors_of_writer(writer)->put_second_factor(factor);
      writer.record_office(act);
    });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  return answer;
}

AnswerText SecondFactorDesk::confirm(DeskCall const& call, std::string_view session_secret) const {
  auto const user = caller(call);
  if (!user) return fault_text(only_users());
  auto const open_call = without_proofs(call);
  std::optional<AnswerText> told_before;
  store_.read([&](StoreReader& reader) { told_before = earlier_answer(reader, open_call); });
  if (told_before) return *told_before;
  auto const begun = factor_of(user->id);
  if (!begun) return fault_text(has_none());
  if (begun->confirmed_at) return fault_text(has_one());
  auto const typed = text_of(call.params, "code");
  auto const now = clock_.now();
  auto const refused = login_.tried(*user, [&]() -> std::optional<Login::Refused> {
    if (match_code(*begun, typed, now)) return std::nullopt;
    return wrong_code();
  });
  if (refused) return answer_of(*refused);
  auto const here = sessions_.look(session_secret);
  auto drawn = draw_recovery_codes(ids_, user->id);
  auto act = office_.draft(
      call.actor, text_of(call.params, "request_id"),
      {.shop = user->shop,
       .event = "second_factor_set",
       .params = {
           {"id", user->id}, {"confirmed_at", format_rfc3339(now)}, {"recovery_sha256", digest_of(drawn.kept)}}});
  object told{{"id", user->id}, {"confirmed_at", format_rfc3339(now)}, {"entry_id", act.act.entry_id}};
  act.answer = answer_to_keep(open_call, act.act.at, result_text(told));
  told.emplace("recovery_codes", boost::json::array(drawn.codes.begin(), drawn.codes.end()));
  auto answer = result_text(std::move(told));
  try {
    commit(store_, [&](StoreWriter& writer) {
      auto const there = second_factors_of(writer)->find_second_factor(user->id);
      auto const match = there && !there->confirmed_at ? match_code(*there, typed, now) : std::nullopt;
      if (!match) throw FaultError(wrong_code().fault);  // another page began anew, or was quicker
      auto factor = match->after;
      factor.confirmed_at = now;
      factor.recovery = drawn.kept;
      second_factors_of_writer(writer)->put_second_factor(factor);
      for (auto const& session : users_of(writer)->sessions_of(user->id))
        if (!here || session.id != here->session.id) users_of_writer(writer)->end_session(session.id);
      writer.record_office(act);
    });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  sessions_.forget();
  return answer;
}

std::optional<Login::Refused> SecondFactorDesk::refusal_of_proof(User const& user, SecondFactor const& factor,
                                                                 DeskCall const& call, std::string& proved_by) const {
  auto const typed = text_of(call.params, "code");
  if (auto const password = text_of(call.params, "password"); !password.empty() || typed.empty()) {
    proved_by = "password";
    return login_.check(user, password, "params.password");
  }
  return login_.tried(user, [&]() -> std::optional<Login::Refused> {
    auto const match = factor.confirmed_at ? match_code(factor, typed, clock_.now()) : std::nullopt;
    if (!match) return wrong_code();
    proved_by = match->kind == CodeKind::app ? "code" : "recovery_code";
    return std::nullopt;
  });
}

AnswerText SecondFactorDesk::remove(DeskCall const& call) const {
  auto const open_call = without_proofs(call);
  std::optional<AnswerText> told_before;
  auto const id = text_of(call.params, "id");
  bool const own = id.empty() || id == call.actor.id;
  if (!own && call.actor.role != Role::admin)
    return fault_text({FaultKind::forbidden,
                       {"只有管理员可以关闭他人的两步验证", "only an admin takes another one's second factor off"},
                       "params.id"});
  std::optional<User> user;
  std::optional<SecondFactor> factor;
  store_.read([&](StoreReader& reader) {
    told_before = earlier_answer(reader, open_call);
    if (auto* const users = users_of(reader)) user = users->find_user(own ? call.actor.id : id);
    if (user) factor = second_factors_of(reader)->find_second_factor(user->id);
  });
  if (told_before) return *told_before;
  if (!user && own) return fault_text(only_users());
  if (!user || (!own && !may_see(call.actor, user->shop))) return fault_text(no_such_user());
  if (!factor) return fault_text(has_none(own ? "" : "params.id"));
  std::string proved_by = "admin";
  if (own)
    if (auto const refused = refusal_of_proof(*user, *factor, call, proved_by)) return answer_of(*refused);
  auto act = office_.draft(
      call.actor, text_of(call.params, "request_id"),
      {.shop = user->shop, .event = "second_factor_removed", .params = {{"id", user->id}, {"by", proved_by}}});
  auto answer = result_text({{"id", user->id}, {"removed", true}, {"entry_id", act.act.entry_id}});
  act.answer = answer_to_keep(open_call, act.act.at, answer);
  try {
    commit(store_, [&](StoreWriter& writer) {
      if (auto earlier = earlier_answer(writer, open_call)) return void(answer = std::move(*earlier));
      auto const there = second_factors_of(writer)->find_second_factor(user->id);
      if (!there) throw FaultError(has_none());
      // A code was right for the factor as it was read: used meanwhile, it is used.
      bool const by_code = own && proved_by != "password";
      if (by_code && *there != *factor) throw FaultError(wrong_code().fault);
      second_factors_of_writer(writer)->remove_second_factor(user->id);
      if (!own) users_of_writer(writer)->end_sessions_of(user->id);
      writer.record_office(act);
    });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  sessions_.forget();
  return answer;
}

}  // namespace redress::api

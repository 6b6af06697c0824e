#include "api/service/login.hpp"

#include "api/service/passwords.hpp"
#include "engine/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::int64_t name_characters_max = 64;
constexpr std::size_t password_bytes_max = 1024;  // 256 characters of four bytes

Login::Refused wrong() {
  return {{FaultKind::unauthenticated,
           {"用户名或口令不正确，或该用户已停用", "the name or the password is wrong, or the user is disabled"}}};
}

Login::Refused needs_code() {
  return {.fault = {FaultKind::unauthenticated,
                    {"口令正确；请再输入验证器应用中的 6 位验证码，或一个恢复码",
                     "the password is right; now give the 6 digits of your authenticator app, or a recovery code"}},
          .second_factor = "required"};
}

Login::Refused wrong_code() {
  return {.fault = {FaultKind::unauthenticated,
                    {"验证码不正确，或已经用过；请等应用显示下一个再试",
                     "the code is wrong or was used before; wait for the next one of your app"}},
          .second_factor = "wrong"};
}

Login::Refused too_soon(std::int64_t wait_ms) {
  auto const seconds = (wait_ms + second_ms - 1) / second_ms;
  return {{FaultKind::rate_limited,
           {fmt::format("尝试次数过多，请在 {} 秒后再试", seconds),
            fmt::format("too many tries; try again in {} s", seconds)}},
          seconds};
}

bool in_a_name(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '@';
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF);
}

std::string lower(std::string_view text) {
  std::string small{text};
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

bool fits(std::string_view password, std::string_view kept) {
  return is_password(password.size() <= password_bytes_max ? password : std::string_view{},
                     password.size() <= password_bytes_max ? kept : std::string_view{});
}

}  // namespace

Result<std::string> user_name_from(std::string_view typed) {
  auto const refused = [](std::string zh, std::string en) {
    return invalid_params("params.name", std::move(zh), std::move(en));
  };
  if (!is_utf8(typed)) return refused("用户名不是有效的 UTF-8", "the name is no valid UTF-8");
  if (typed.empty() || code_points(typed) > name_characters_max)
    return refused(fmt::format("用户名为 1 至 {} 个字符", name_characters_max),
                   fmt::format("a name has 1 to {} characters", name_characters_max));
  auto const name = lower(typed);
  for (std::string_view rest = name; !rest.empty();)
    if (!in_a_name(*take_code_point(rest)))
      return refused("用户名只能用字母、数字、汉字和 . _ - @",
                     "a name is made of letters, digits, Chinese characters and . _ - @");
  return name;
}

Login::Outcome Login::with_password(std::string_view name, std::string_view password, std::string const& address,
                                    std::string const& counted_as, std::string_view code) {
  auto const known_as = user_name_from(name);
  auto const account = known_as ? *known_as : lower(name.substr(0, name_characters_max));
  if (auto const wait = throttle_.wait_ms(account, counted_as)) return too_soon(*wait);
  std::optional<User> user;
  if (known_as)
    store_.read([&](StoreReader& store) {
      if (auto* const users = users_of(store)) user = users->user_named(*known_as);
    });
  bool const right = fits(password, user ? user->password : std::string{});
  if (!right || user->disabled_at) return wrong();
  bool const asked = factors_.in_force(user->id).has_value();
  if (asked) {
    if (code.empty()) {
      throttle_.take_back(account, counted_as);
      return needs_code();
    }
    if (!factors_.take(*user, code)) return wrong_code();
  }
  auto made = sessions_.begin(*user, address);
  // Put in force meanwhile, which ended the sessions of before; this one began behind it without a code.
  if (!asked && factors_.in_force(user->id)) {
    sessions_.end(made.row.id);
    throttle_.take_back(account, counted_as);
    return needs_code();
  }
  throttle_.succeeded(account, counted_as);
  return made;
}

// A token is no password: nobody guesses 256 bits, so only its address is counted.
Login::Outcome Login::with_token(std::string_view token, std::string const& address, std::string const& counted_as) {
  if (auto const wait = throttle_.wait_ms({}, counted_as)) return too_soon(*wait);
  auto const row = tokens_.row_of(token);
  if (!row)
    return Refused{
        {FaultKind::unauthenticated, {"令牌无效、已过期或已吊销", "the token is unknown, expired or revoked"}}};
  throttle_.succeeded({}, counted_as);
  return sessions_.begin(*row, address);
}

std::optional<Login::Refused> Login::check(User const& user, std::string_view password, std::string position) {
  return tried(user, [&]() -> std::optional<Refused> {
    if (fits(password, user.password)) return std::nullopt;
    bool const old = position == "params.old";
    return Refused{{FaultKind::forbidden,
                    {old ? "原口令不正确" : "口令不正确", old ? "the old password is wrong" : "the password is wrong"},
                    std::move(position)}};
  });
}

std::optional<Login::Refused> Login::tried(User const& user, std::function<std::optional<Refused>()> const& look) {
  if (auto const wait = throttle_.wait_ms(user.name, {})) return too_soon(*wait);
  auto refused = look();
  if (!refused) throttle_.succeeded(user.name, {});
  return refused;
}

}  // namespace redress::api

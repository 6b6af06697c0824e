// Signing in: a name with a password, or a token, turned into a session.
//
// Whatever is wrong is answered alike and takes as long: an unknown name costs a hash as a wrong password does. Only to
// a right password is it said that a code is missing or wrong, and a wrong one counts as a wrong password does. Blocks
// for about a second. Thread-safe.
#pragma once

#include "api/service/login_throttle.hpp"
#include "api/service/second_factors.hpp"
#include "api/service/sessions.hpp"
#include "api/service/tokens.hpp"

#include <functional>
#include <string>

namespace redress::api {

class Login {
 public:
  Login(Store& store, TokenDoor& tokens, SessionDoor& sessions, SecondFactors const& factors, LoginThrottle& throttle)
      : store_(store), tokens_(tokens), sessions_(sessions), factors_(factors), throttle_(throttle) {}

  struct Refused {
    Fault fault;
    std::int64_t retry_after_s = 0;       // of `rate_limited`
    std::string_view second_factor = {};  // "required" or "wrong" after a right password
  };
  using Outcome = std::variant<NewSession, Refused>;

  /// `counted_as` is what the address is throttled by; empty: not at all. Fault `unauthenticated` or `rate_limited`.
  /// `code` is asked of users with a second factor alone; of the others it is not looked at.
  Outcome with_password(std::string_view name, std::string_view password, std::string const& address,
                        std::string const& counted_as, std::string_view code = {});
  Outcome with_token(std::string_view token, std::string const& address, std::string const& counted_as);

  /// Whether it is that user's password now, under the same throttle; Refused at `position` if not.
  std::optional<Refused> check(User const& user, std::string_view password, std::string position = "params.old");

  /// Any other proof of theirs, under the same throttle: `look` is asked once there is no wait.
  std::optional<Refused> tried(User const& user, std::function<std::optional<Refused>()> const& look);

 private:
  Store& store_;
  TokenDoor& tokens_;
  SessionDoor& sessions_;
  SecondFactors const& factors_;
  LoginThrottle& throttle_;
};

/// A user's name as it is kept: ASCII letters in lower case; letters, digits, Chinese characters and `._-@`, at most 64
/// characters. Fault `invalid_params` at "params.name".
Result<std::string> user_name_from(std::string_view typed);

}  // namespace redress::api

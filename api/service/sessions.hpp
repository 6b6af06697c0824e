// Sessions of the console: begun with a password or a token, named by a cookie, ended by anyone who may.
//
// The cookie's value is 256 random bits as 43 base64url characters; only its SHA-256 is kept. The second secret, which
// a page sends with everything that changes something, is derived from the first, so only who has the cookie has it,
// and nothing more is kept. A session ends by itself when it was not used for `idle_ms`, and `absolute_ms` after its
// beginning whatever happens; it ends with its user or token. Thread-safe; `begin`, `end` and the like block until
// durable.
#pragma once

#include "api/seam/ids.hpp"
#include "engine/cases/store.hpp"
#include "engine/cases/users.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace redress::api {

struct SessionLimits {
  std::int64_t idle_ms = 1'800'000;
  std::int64_t absolute_ms = 43'200'000;
  int sessions_of_one = 20;  // user or token; the oldest gives way to the next
};

struct NewSession {
  Session row;
  std::string secret;  // for the cookie, kept nowhere
};

/// How a user stands with the second factor (docs/access.md).
struct FactorStanding {
  bool required = false;              // of their role, by this server
  std::optional<Instant> since = {};  // in force
  std::int64_t recovery_left = 0;

  bool must_enrol() const { return required && !since; }
};

/// Who has the cookie.
struct SignedIn {
  Session session;
  Actor actor;
  std::string user = {};                      // the name typed at login; "" for a token
  std::string name;                           // for people to read
  Instant expires_at;                         // unless it is used before
  std::optional<FactorStanding> factor = {};  // nothing for a token

  /// It may do nothing before its user has a second factor.
  bool must_enrol() const { return factor && factor->must_enrol(); }
};

/// What a page sends as X-Redress-CSRF beside this cookie.
std::string csrf_of(std::string_view secret);

/// "display", or the name where there is none.
std::string shown_name(User const& user);

class SessionDoor {
 public:
  /// Users of the roles in `second_factor_of` need a second factor.
  SessionDoor(Store& store, Clock const& clock, Ids& ids, SessionLimits limits = {},
              std::vector<Role> second_factor_of = {})
      : store_(store), clock_(clock), ids_(ids), limits_(limits), second_factor_of_(std::move(second_factor_of)) {}

  SessionLimits const& limits() const { return limits_; }

  NewSession begin(User const& user, std::string address);
  NewSession begin(TokenRow const& token, std::string address);

  /// nullopt: no such session, or it has ended; the caller is told no more than that. `enter` counts as a use.
  std::optional<SignedIn> enter(std::string_view secret) { return find(secret, true); }
  std::optional<SignedIn> look(std::string_view secret) { return find(secret, false); }

  /// Those in force, the oldest first; of everyone without a subject.
  std::vector<Session> list(std::optional<std::string_view> subject);
  void end(std::string_view id);

  /// After users, tokens or sessions were changed in the store by others.
  void forget();

 private:
  struct Known {
    Session row;  // seen_at is what the store has
    std::optional<User> user = {};
    std::optional<TokenRow> token = {};
    FactorStanding factor = {};
    Instant seen_at;
    std::uint64_t generation = 0;
  };

  NewSession begin(Session row);
  std::optional<SignedIn> find(std::string_view secret, bool uses);
  Known* known(std::string const& hash);
  bool in_force(Session const& row, Instant seen_at) const;

  Store& store_;
  Clock const& clock_;
  Ids& ids_;
  SessionLimits const limits_;
  std::vector<Role> const second_factor_of_;
  std::mutex mutex_;
  std::uint64_t generation_ = 1;
  std::map<std::string, Known> known_;  // by hash of the secret
};

}  // namespace redress::api

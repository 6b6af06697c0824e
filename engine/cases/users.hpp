// People who sign in to the console, their sessions, and the port of stores that keep them (docs/access.md).
//
// A store that keeps users is a UserReads in its readers and a UserWrites in its writers as well. The memory store is
// not: it keeps nothing that outlives the process. Threads and errors are those of the Store port.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/cases/party.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress {

class StoreReader;
class StoreWriter;

struct User {
  std::string id;            // user_<ulid>; the `actor` of what they do
  std::string name;          // typed at login; lower case, unique
  std::string display = {};  // shown to colleagues; "" is shown as the name
  Role role = Role::agent;
  std::string shop = {};  // "" every shop
  std::string password;   // as it is kept, never as it is typed: "scrypt$17$8$1$SALT$HASH"
  Instant created_at;
  Instant password_at;
  std::optional<Instant> disabled_at = {};

  bool operator==(User const&) const = default;
};

/// As kept: never its secret.
struct Session {
  std::string id;  // ses_<ulid>
  std::string secret_sha256;
  std::string subject;            // id of the user or token it was begun with
  std::string token_sha256 = {};  // of that token's secret; "" for a user
  std::string address = {};       // where it was begun from
  Instant began_at;
  Instant seen_at;  // last used, to the minute

  bool operator==(Session const&) const = default;
};

class UserReads {
 public:
  virtual ~UserReads() = default;
  virtual std::optional<User> find_user(std::string_view id) = 0;
  virtual std::optional<User> user_named(std::string_view name) = 0;
  virtual std::vector<User> users() = 0;  // by id
  virtual std::optional<Session> find_session(std::string_view secret_sha256) = 0;
  virtual std::vector<Session> sessions_of(std::string_view subject) = 0;  // the oldest first
  virtual std::vector<Session> sessions() = 0;                             // likewise
};

class UserWrites {
 public:
  virtual ~UserWrites() = default;
  /// New, or in place of the one with that id. Throws FaultError(invalid_params) where another one has the name.
  virtual void put_user(User const& user) = 0;
  virtual void put_session(Session const& session) = 0;
  /// Nothing happens to a session that has ended meanwhile.
  virtual void see_session(std::string_view id, Instant at) = 0;
  virtual void end_session(std::string_view id) = 0;
  virtual void end_sessions_of(std::string_view subject) = 0;
  /// Those that began before the one moment or were last seen before the other.
  virtual void end_stale_sessions(Instant began_before, Instant seen_before) = 0;
};

/// Null where the store keeps no users.
UserReads* users_of(StoreReader& store);
UserWrites* users_of_writer(StoreWriter& store);

}  // namespace redress

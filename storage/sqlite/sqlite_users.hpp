// The port of users and sessions over one connection: the reading half is part of every SqliteReads.
#pragma once

#include "engine/cases/users.hpp"
#include "storage/sqlite/connection.hpp"

namespace redress::storage {

class SqliteUsers : public UserReads {
 public:
  explicit SqliteUsers(Connection& connection) : connection_(connection) {}

  std::optional<User> find_user(std::string_view id) override;
  std::optional<User> user_named(std::string_view name) override;
  std::vector<User> users() override;
  std::optional<Session> find_session(std::string_view secret_sha256) override;
  std::vector<Session> sessions_of(std::string_view subject) override;
  std::vector<Session> sessions() override;

 private:
  Connection& connection_;
};

/// What SqliteWriter does for its UserWrites.
void write_user(Connection& connection, User const& user);
void write_session(Connection& connection, Session const& session);

}  // namespace redress::storage

#include "storage/sqlite/sqlite_users.hpp"

#include "storage/sqlite/rows.hpp"

namespace redress::storage {
namespace {

User user_from(Run const& run) {
  auto const role = role_from(run.text(3));
  if (!role)
    throw FaultError({FaultKind::internal, {"用户的角色无法识别", "a stored user has an unknown role"}, run.text(0)});
  return {.id = run.text(0),
          .name = run.text(1),
          .display = run.text(2),
          .role = *role,
          .shop = run.text(4),
          .password = run.text(5),
          .created_at = run.instant(6),
          .password_at = run.instant(7),
          .disabled_at = run.instant_or_none(8)};
}

Session session_from(Run const& run) {
  return {.id = run.text(0),
          .secret_sha256 = run.text(1),
          .subject = run.text(2),
          .token_sha256 = run.text(3),
          .address = run.text(4),
          .began_at = run.instant(5),
          .seen_at = run.instant(6)};
}

}  // namespace

std::optional<User> SqliteUsers::find_user(std::string_view id) {
  auto run = connection_.run(queries::find_user);
  return one_row(run.bind(id), user_from);
}

std::optional<User> SqliteUsers::user_named(std::string_view name) {
  auto run = connection_.run(queries::user_named);
  return one_row(run.bind(name), user_from);
}

std::vector<User> SqliteUsers::users() {
  auto run = connection_.run(queries::users);
  return all_rows(run, user_from);
}

std::optional<Session> SqliteUsers::find_session(std::string_view secret_sha256) {
  auto run = connection_.run(queries::find_session);
  return one_row(run.bind(secret_sha256), session_from);
}

std::vector<Session> SqliteUsers::sessions_of(std::string_view subject) {
  auto run = connection_.run(queries::sessions_of);
  return all_rows(run.bind(subject), session_from);
}

std::vector<Session> SqliteUsers::sessions() {
  auto run = connection_.run(queries::sessions);
  return all_rows(run, session_from);
}

void write_user(Connection& connection, User const& user) {
  auto run = connection.run(queries::put_user);
  run.bind(user.id, user.name, user.display, name_of(user.role), user.shop, user.password, user.created_at,
           user.password_at, user.disabled_at);
  try {
    run.execute();
  } catch (DiskError const& error) {
    if (!error.is_duplicate()) throw;
    throw FaultError(invalid_params("params.name", "已有同名用户", "another user has this name"));
  }
}

void write_session(Connection& connection, Session const& session) {
  connection.run(queries::put_session)
      .bind(session.id, session.secret_sha256, session.subject, session.token_sha256, session.address, session.began_at,
            session.seen_at)
      .execute();
}

}  // namespace redress::storage

// The part of SqliteWriter that keeps users of the console and their sessions.
#include "storage/sqlite/queries.hpp"
#include "storage/sqlite/sqlite_users.hpp"
#include "storage/sqlite/sqlite_writer.hpp"

namespace redress::storage {

void SqliteWriter::put_user(User const& user) {
  unit_wrote_ = true;
  write_user(connection(), user);
}

void SqliteWriter::put_session(Session const& session) {
  unit_wrote_ = true;
  write_session(connection(), session);
}

void SqliteWriter::see_session(std::string_view id, Instant at) {
  unit_wrote_ = true;
  connection().run(queries::see_session).bind(id, at).execute();
}

void SqliteWriter::end_session(std::string_view id) {
  unit_wrote_ = true;
  connection().run(queries::end_session).bind(id).execute();
}

void SqliteWriter::end_sessions_of(std::string_view subject) {
  unit_wrote_ = true;
  connection().run(queries::end_sessions_of).bind(subject).execute();
}

void SqliteWriter::end_stale_sessions(Instant began_before, Instant seen_before) {
  unit_wrote_ = true;
  connection().run(queries::end_stale_sessions).bind(began_before, seen_before).execute();
}

}  // namespace redress::storage

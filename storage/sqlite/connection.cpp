#include "storage/sqlite/connection.hpp"

#include "storage/sqlite/sqlite_setup.hpp"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace redress::storage {
namespace {

constexpr int busy_timeout_ms = 5000;
constexpr int restart_patience_ms = 250;  // commands wait meanwhile
constexpr int copied_pages = 1024;        // between two reports of a copy

int flags_of(Connection::Use use) {
  // One thread at a time uses a connection, so SQLite need not lock it as well.
  return (use == Connection::Use::writing ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY) | SQLite::OPEN_NOMUTEX;
}

SQLite::Database opened(std::filesystem::path const& file, Connection::Use use, std::string const& vfs) {
  set_up_sqlite();
  try {
    return {file.string(), flags_of(use), busy_timeout_ms, vfs};
  } catch (SQLite::Exception const& why) {
    throw DiskError(why, fmt::format("open {}", file.string()));
  }
}

}  // namespace

Connection::Connection(std::filesystem::path const& file, Use use, std::string const& vfs)
    : log_(use == Use::writing ? std::optional<WriteLog>(std::in_place, vfs) : std::optional<WriteLog>()),
      database_(opened(file, use, log_ ? log_->vfs() : vfs)) {
  set_pragmas(use);
}

void Connection::set_pragmas(Use use) {
  auto* const handle = database_.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  execute_once("PRAGMA temp_store = MEMORY");
  execute_once("PRAGMA cell_size_check = ON");
  if (use == Use::reading) {
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    execute_once("PRAGMA query_only = ON");
    execute_once("PRAGMA cache_size = -4096");
    return;
  }
  execute_once("PRAGMA wal_autocheckpoint = 0");
  execute_once("PRAGMA synchronous = FULL");
  execute_once("PRAGMA foreign_keys = ON");
  execute_once("PRAGMA secure_delete = ON");
  execute_once("PRAGMA cache_size = -32768");
  auto const count_pages = [](void* self, sqlite3*, char const*, int pages) {
    static_cast<Connection*>(self)->wal_pages_ = pages;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(handle, count_pages, this);  // stands where SQLite's automatic checkpoint would
}

Run Connection::run(Query const& query) {
  if (began_ && !in_transaction()) std::rethrow_exception(lost_);
  auto& statement = statements_[&query];
  try {
    if (!statement) statement = std::make_unique<SQLite::Statement>(database_, query.text);
  } catch (SQLite::Exception const& why) {
    fail(why, query.name);
  }
  return {*this, *statement, query};
}

void Connection::execute_once(std::string const& sql) {
  try {
    database_.exec(sql);
  } catch (SQLite::Exception const& why) {
    fail(why, sql);
  }
}

std::int64_t Connection::integer_once(std::string const& sql) {
  try {
    return database_.execAndGet(sql).getInt64();
  } catch (SQLite::Exception const& why) {
    fail(why, sql);
  }
}

std::string Connection::text_once(std::string const& sql) {
  try {
    return database_.execAndGet(sql).getString();
  } catch (SQLite::Exception const& why) {
    fail(why, sql);
  }
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

void Connection::fail(SQLite::Exception const& why, std::string_view doing) {
  DiskError const error(why, doing);
  if (error.is_damage() && !damage_) damage_ = std::make_exception_ptr(error);
  if (began_ && !in_transaction() && !lost_) lost_ = std::make_exception_ptr(error);
  throw error;
}

void Connection::begin() {
  execute(queries::begin);
  began_ = true;
}

void Connection::commit() {
  execute(queries::commit);
  began_ = false;
}

void Connection::roll_back() noexcept {
  began_ = false;
  lost_ = nullptr;
  try {
    if (in_transaction()) execute(queries::rollback);
  } catch (FaultError const&) {  // what cannot be undone here is undone by the next start, from the log
    if (!damage_) damage_ = std::current_exception();
  }
}

void Connection::check() const {
  if (damage_) std::rethrow_exception(damage_);
  if (began_ && !in_transaction()) std::rethrow_exception(lost_);
}

SecretKey const& Connection::shop_key(std::string_view shop) {
  if (!shop_keys_)
    throw FaultError({FaultKind::internal,
                      {"缺少 personal.key：个人信息的文字无法读写",
                       "personal.key is missing: words about persons can be neither read nor written"}});
  if (!last_shop_key_ || last_shop_key_->first != shop) last_shop_key_.emplace(std::string(shop), shop_keys_->of(shop));
  return last_shop_key_->second;
}

std::exception_ptr Connection::log_synced(int code) {
  if (code == SQLITE_OK) return nullptr;
  auto const why = std::make_exception_ptr(DiskError(SQLite::Exception(sqlite3_errstr(code), code), "sync the log"));
  if (!damage_) damage_ = why;
  return why;
}

bool Connection::checkpoint(Checkpoint how) {
  int const mode = how == Checkpoint::passive   ? SQLITE_CHECKPOINT_PASSIVE
                   : how == Checkpoint::restart ? SQLITE_CHECKPOINT_RESTART
                                                : SQLITE_CHECKPOINT_TRUNCATE;
  bool const commands_wait = how == Checkpoint::restart || how == Checkpoint::cut;
  sqlite3_busy_timeout(database_.getHandle(), commands_wait ? restart_patience_ms : busy_timeout_ms);
  int in_log = 0;
  int moved = 0;
  int const code = sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, mode, &in_log, &moved);
  if (code == SQLITE_BUSY) return false;  // readers outstayed the busy timeout; the log simply stays longer
  if (code != SQLITE_OK) fail(SQLite::Exception(database_.getHandle(), code), "checkpoint");
  return in_log == moved;
}

void Connection::copy_to(std::filesystem::path const& file,
                         std::function<void(std::int64_t, std::int64_t)> const& on_progress) {
  try {
    SQLite::Database copy(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, busy_timeout_ms);
    copy.exec("PRAGMA synchronous = FULL");
    {
      SQLite::Backup backup(copy, database_);
      while (backup.executeStep(copied_pages) != SQLITE_DONE)
        on_progress(backup.getTotalPageCount() - backup.getRemainingPageCount(), backup.getTotalPageCount());
      on_progress(backup.getTotalPageCount(), backup.getTotalPageCount());
    }
    copy.exec("PRAGMA journal_mode = DELETE");  // one file, whole in itself; a store that opens it sets its own mode
  } catch (SQLite::Exception const& why) {
    throw DiskError(why, fmt::format("copy to {}", file.string()));
  }
}

void Connection::leave_log() { sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }

Run::~Run() { statement_.tryReset(); }

bool Run::next() {
  try {
    return statement_.executeStep();
  } catch (SQLite::Exception const& why) {
    connection_.fail(why, query_.name);
  }
}

int Run::execute() {
  while (next()) {
  }
  return connection_.database_.getChanges();
}

std::int64_t Run::integer(int column) const { return statement_.getColumn(column).getInt64(); }
std::string Run::text(int column) const { return statement_.getColumn(column).getString(); }
bool Run::is_null(int column) const { return statement_.isColumnNull(column); }

std::optional<std::string> Run::text_or_none(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<Instant> Run::instant_or_none(int column) const {
  if (is_null(column)) return std::nullopt;
  return instant(column);
}

boost::json::object Run::object(int column) const {
  auto const cell = statement_.getColumn(column);
  return parsed({cell.getText(), static_cast<std::size_t>(cell.getBytes())});
}

std::string Run::kept_text(int column, int dictionary_column) const {
  if (is_null(dictionary_column)) return text(column);
  auto const cell = statement_.getColumn(dictionary_column + 1);
  auto const* bytes = static_cast<char const*>(cell.getBlob());
  return connection_.dictionaries()->expand(connection_, integer(dictionary_column),
                                            {bytes, static_cast<std::size_t>(cell.getBytes())});
}

boost::json::object Run::kept_object(int column, int dictionary_column) const {
  return is_null(dictionary_column) ? object(column) : parsed(kept_text(column, dictionary_column));
}

boost::json::object Run::parsed(std::string_view text) const {
  boost::json::error_code wrong;
  auto value = boost::json::parse(text, wrong);
  if (wrong || !value.is_object())
    throw FaultError({FaultKind::internal,
                      {fmt::format("{} 读到的内容不是 JSON 对象", query_.name),
                       fmt::format("{} read something that is no JSON object", query_.name)}});
  return std::move(value.get_object());
}

void Run::bind_at(int position, std::int64_t value) { statement_.bind(position, value); }
void Run::bind_at(int position, std::string const& value) { statement_.bindNoCopy(position, value); }
void Run::bind_at(int position, std::string_view value) { statement_.bind(position, std::string(value)); }
void Run::bind_at(int position, RawBytes value) {
  statement_.bindNoCopy(position, value.bytes.data(), static_cast<int>(value.bytes.size()));
}
void Run::bind_null(int position) { statement_.bind(position); }

Savepoint::~Savepoint() {
  if (!open_) return;
  try {
    undo();
  } catch (FaultError const&) {  // the connection remembers damage, and a lost transaction shows at the commit
  }
}

void Savepoint::release() {
  connection_.execute(queries::release);
  open_ = false;
}

void Savepoint::undo() {
  open_ = false;
  connection_.execute(queries::undo);
  connection_.execute(queries::release);
}

}  // namespace redress::storage

#include "storage/sqlite/sqlite_store.hpp"

#include "engine/ledger/hash.hpp"
#include "engine/ledger/merkle.hpp"
#include "storage/common/file.hpp"
#include "storage/common/folder_lock.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/reader_pool.hpp"
#include "storage/sqlite/sealing_sweep.hpp"
#include "storage/sqlite/settling.hpp"
#include "storage/sqlite/sqlite_reader.hpp"
#include "storage/sqlite/sqlite_rows.hpp"
#include "storage/sqlite/writer_thread.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cassert>

namespace redress::storage {
namespace {

// WAL mode is a property of the file and cannot change inside a transaction, so it is set before the first one. The
// change is a commit of its own after the pragma has answered, so it is run to its end, and asked for again.
Result<void> use_write_ahead_log(Connection& connection) {
  connection.execute_once("PRAGMA journal_mode = WAL");
  auto const mode = connection.text_once("PRAGMA journal_mode");
  if (mode == "wal") return {};
  return Fault{FaultKind::internal,
               {fmt::format("文件系统不支持 WAL 模式（得到 {}）", mode),
                fmt::format("the file system has no write-ahead log mode (got {})", mode)}};
}

// The newest entry is the one a crash could have torn; the whole ledger is `audit verify`'s to check.
Result<void> check_last_entry(Connection& connection) {
  SqliteReads<StoreReader> reader(connection);
  auto const size = reader.ledger_size();
  if (size == 0) return {};
  auto const entry = reader.entries_from(size - 1, 1).front();
  auto const case_ = reader.find_case(entry.case_id);
  bool const stands =
      is_office(entry.case_id) || (case_ && case_->last_hash == entry.hash && case_->version == entry.case_seq + 1);
  if (stands && entry.hash == ledger::hex(ledger::leaf_hash(entry.bytes))) return {};
  return Fault{FaultKind::ledger_broken,
               {fmt::format("第 {} 条记录 {} 与存储的散列或案件不符", entry.seq, entry.id),
                fmt::format("entry {} ({}) does not go with its stored hash or its case", entry.seq, entry.id)}};
}

// A lost key file is not made anew: what is encrypted under the old one would be lost for good, and silently.
Result<void> give_keys(Connection& connection, std::filesystem::path const& dir, bool may_stay_closed) {
  bool const nothing_sealed = connection.integer_once(
                                  "SELECT EXISTS (SELECT 1 FROM person_keys)"
                                  " + EXISTS (SELECT 1 FROM second_factors)"
                                  " + EXISTS (SELECT 1 FROM hooks)") == 0;
  if (may_stay_closed && !nothing_sealed && !std::filesystem::exists(dir / "personal.key")) return {};
  auto keys = ShopKeys::open(dir, nothing_sealed);
  if (!keys) return keys.error();
  connection.use_keys(std::make_shared<ShopKeys const>(std::move(*keys)));
  return {};
}

Result<std::unique_ptr<Connection>> open_connection(std::filesystem::path const& file, SqliteOptions const& options) {
  try {
    auto connection = std::make_unique<Connection>(file, Connection::Use::writing, options.vfs);
    auto const keys_dir = options.keys_dir.empty() ? file.parent_path() : options.keys_dir;
    if (auto const ready = migrate(*connection); !ready) return ready.error();
    if (auto const ready = use_write_ahead_log(*connection); !ready) return ready.error();
    if (auto const ready = give_keys(*connection, keys_dir, options.words_may_stay_closed); !ready)
      return ready.error();
    seal_plain_rows(*connection);
    if (options.check_last_entry)
      if (auto const ready = check_last_entry(*connection); !ready) return ready.error();
    if (options.pages_max > 0) connection->execute_once(fmt::format("PRAGMA max_page_count = {}", options.pages_max));
    return connection;
  } catch (FaultError const& why) {
    return why.fault();
  }
}

}  // namespace

// Ends in reverse: the writer before the lock that keeps others out.
class SqliteStore::Parts {
 public:
  Parts(FolderLock lock, std::filesystem::path const& file, std::unique_ptr<Connection> connection,
        SqliteOptions const& options)
      : lock_(std::move(lock)),
        readers(file, options.vfs, connection->shared_keys(), connection->dictionaries()),
        writer(std::move(connection), options, readers) {}

 private:
  FolderLock lock_;

 public:
  ReaderPool readers;
  WriterThread writer;
};

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(std::filesystem::path const& dir, Options const& options) {
  if (auto const made = make_private_folder(dir); !made) return made.error();
  auto lock = FolderLock::take(dir / "redress.lock");
  if (!lock) return lock.error();
  auto const file = dir / "redress.db";
  if (auto const made = make_private_file(file); !made) return made.error();
  if (auto const settled = settle_files(file, options.vfs); !settled) return settled.error();
  auto connection = open_connection(file, options);
  if (!connection) return connection.error();
  try {
    auto parts = std::make_unique<Parts>(std::move(*lock), file, std::move(*connection), options);
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(parts)));
  } catch (FaultError const& why) {  // the writer reads what it begins with
    return why.fault();
  }
}

SqliteStore::SqliteStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

SqliteStore::~SqliteStore() {
  parts_->writer.stop([this] { parts_->readers.clear(); });
}

void SqliteStore::write(Unit unit, Done done) { parts_->writer.write(std::move(unit), std::move(done)); }

void SqliteStore::read(std::function<void(StoreReader&)> const& body) {
  assert(!parts_->writer.in_unit() && "a unit reads through the writer it is given");
  parts_->readers.read(body);
}

void SqliteStore::drain() { parts_->writer.drain(); }

std::optional<CaseSnapshot> SqliteStore::look(std::string_view case_id) {
  return parts_->writer.memory().look(case_id);
}

std::string SqliteStore::shop_of(std::string_view case_id) { return parts_->writer.memory().shop_of(case_id); }

std::optional<std::optional<std::string>> SqliteStore::look_at_setting(std::string_view name) {
  return parts_->writer.memory().look_at_setting(name);
}

std::uint64_t SqliteStore::settings_stamp() { return parts_->writer.memory().settings_stamp(); }

bool SqliteStore::stands(CaseSnapshot::Stamp const& seen, std::string_view case_id) {
  return parts_->writer.memory().stands(seen, case_id);
}

void SqliteStore::audit(std::function<void(audit::StoreRows&)> const& body) {
  parts_->readers.look([&](Connection& connection) {
    SqliteRows rows(connection);
    body(rows);
  });
}

void SqliteStore::copy_to(std::filesystem::path const& file,
                          std::function<void(std::int64_t, std::int64_t)> const& on_progress) {
  parts_->readers.look([&](Connection& connection) { connection.copy_to(file, on_progress); });
}

SqliteStatus SqliteStore::status() const { return parts_->writer.status(); }

bool SqliteStore::cut_log() { return parts_->writer.cut_log(); }

std::string_view SqliteStore::sqlite_version() { return sqlite3_libversion(); }

}  // namespace redress::storage

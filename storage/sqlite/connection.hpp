// One connection to the store's file with its pragmas and prepared statements; and one run of a statement.
//
// Used by one thread at a time. Whatever SQLite refuses leaves as a DiskError; the first one that means damage is also
// remembered, so that a unit which swallows it cannot make the store believe all is well.
#pragma once

#include "engine/base/instant.hpp"
#include "storage/common/shop_keys.hpp"
#include "storage/sqlite/dictionaries.hpp"
#include "storage/sqlite/disk_error.hpp"
#include "storage/sqlite/queries.hpp"
#include "storage/sqlite/write_log.hpp"

#include <boost/json.hpp>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace redress::storage {

class Connection;

/// A parameter of type BLOB; the bytes must outlive the run.
struct RawBytes {
  std::string_view bytes;
};

/// One run of a prepared statement: `(bind next* | bind execute)`, reset at the end of its scope. Columns count from 0
/// and are valid until the next row. Texts bound as std::string lvalues must outlive the run; others are copied.
class Run {
 public:
  ~Run();
  Run(Run const&) = delete;
  Run& operator=(Run const&) = delete;

  template <class... Values>
  Run& bind(Values&&... values) {
    int position = 0;
    (bind_at(++position, std::forward<Values>(values)), ...);
    return *this;
  }

  /// Whether there is a row to read.
  bool next();
  /// For statements without rows: how many rows they changed.
  int execute();

  std::int64_t integer(int column) const;
  std::string text(int column) const;  // of a BLOB: its bytes
  bool is_null(int column) const;
  std::optional<std::string> text_or_none(int column) const;
  std::optional<Instant> instant_or_none(int column) const;
  Instant instant(int column) const { return {integer(column)}; }
  boost::json::object object(int column) const;

  /// A text that may be squeezed: plain in `column`, else in the two that begin at `dictionary_column`. Throws
  /// FaultError as Dictionaries does.
  std::string kept_text(int column, int dictionary_column) const;
  boost::json::object kept_object(int column, int dictionary_column) const;

 private:
  friend class Connection;
  Run(Connection& connection, SQLite::Statement& statement, Query const& query)
      : connection_(connection), statement_(statement), query_(query) {}

  void bind_at(int position, std::int64_t value);
  void bind_at(int position, int value) { bind_at(position, std::int64_t{value}); }
  void bind_at(int position, bool value) { bind_at(position, std::int64_t{value}); }
  void bind_at(int position, Instant value) { bind_at(position, value.ms); }
  void bind_at(int position, std::string const& value);
  void bind_at(int position, std::string&& value) { bind_at(position, std::string_view(value)); }
  void bind_at(int position, std::string_view value);
  void bind_at(int position, char const* value) { bind_at(position, std::string_view(value)); }
  void bind_at(int position, RawBytes value);
  template <class Value>
  void bind_at(int position, std::optional<Value> const& value) {
    if (value) return bind_at(position, *value);
    bind_null(position);
  }
  void bind_null(int position);
  boost::json::object parsed(std::string_view text) const;

  Connection& connection_;
  SQLite::Statement& statement_;
  Query const& query_;
};

class Connection {
 public:
  enum class Use { writing, reading };

  /// Opens the file, which exists, and sets the pragmas of its use (docs/storage.md says why each). Throws DiskError.
  Connection(std::filesystem::path const& file, Use use, std::string const& vfs);
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;

  Run run(Query const& query);
  void execute(Query const& query) { run(query).execute(); }

  /// SQL that is not kept prepared: pragmas, migrations.
  void execute_once(std::string const& sql);
  std::int64_t integer_once(std::string const& sql);
  std::string text_once(std::string const& sql);

  /// `(begin (commit | roll_back))*`. Where an error makes SQLite give up the transaction by itself, every run() until
  /// roll_back() throws that error: a statement outside of the transaction would commit on its own.
  void begin();
  void commit();
  void roll_back() noexcept;
  bool in_transaction() const;

  /// Throws the damage seen so far, or the error that cost the transaction; otherwise nothing.
  void check() const;
  std::exception_ptr damage() const { return damage_; }

  /// The library's own handle, for questions only SQLite can answer: a query's plan, what a connection may do.
  SQLite::Database& database() { return database_; }

  std::int64_t last_row() const { return database_.getLastInsertRowid(); }

  /// The log in front of a connection that writes.
  WriteLog& log() { return log_.value(); }
  /// What came of a sync that was put off: where it failed, this is damage, and the answer says so.
  std::exception_ptr log_synced(int code);

  /// Pages in the write-ahead log after the last commit of this connection.
  std::int64_t wal_pages() const { return wal_pages_; }
  enum class Checkpoint {
    passive,   // what no reader is in the way of
    restart,   // wait for readers, so that the log starts again from its beginning
    truncate,  // and is cut to nothing
    cut,       // the same, waiting no longer than a restart does
  };
  /// Whether all of the log is in the file now. Throws DiskError.
  bool checkpoint(Checkpoint how);
  /// Copies what this connection sees in its transaction, page by page, into an empty file. Throws DiskError.
  void copy_to(std::filesystem::path const& file, std::function<void(std::int64_t, std::int64_t)> const& on_progress);
  /// What persons' keys are encrypted under; given once, by whoever opens the store.
  void use_keys(std::shared_ptr<ShopKeys const> keys) {
    shop_keys_ = std::move(keys);
    last_shop_key_.reset();
  }
  /// The shop's, for the moment. Throws FaultError `internal` where none were given: nothing sealed can be opened then.
  SecretKey const& shop_key(std::string_view shop);
  bool has_keys() const { return shop_keys_ != nullptr; }
  std::shared_ptr<ShopKeys const> const& shared_keys() const { return shop_keys_; }

  /// What squeezed rows are read with; shared by the connections of one store.
  std::shared_ptr<Dictionaries> const& dictionaries() const { return dictionaries_; }
  void use_dictionaries(std::shared_ptr<Dictionaries> dictionaries) { dictionaries_ = std::move(dictionaries); }

  /// Closing will leave the log to the next start.
  void leave_log();

 private:
  friend class Run;
  [[noreturn]] void fail(SQLite::Exception const& why, std::string_view doing);
  void set_pragmas(Use use);

  std::optional<WriteLog> log_;  // outlives the database
  SQLite::Database database_;
  std::unordered_map<Query const*, std::unique_ptr<SQLite::Statement>> statements_;  // closed before the database
  std::shared_ptr<ShopKeys const> shop_keys_;
  std::optional<std::pair<std::string, SecretKey>> last_shop_key_;  // most reads are about one shop
  std::shared_ptr<Dictionaries> dictionaries_ = std::make_shared<Dictionaries>();
  std::int64_t wal_pages_ = 0;
  bool began_ = false;
  std::exception_ptr lost_;    // why the transaction is gone
  std::exception_ptr damage_;  // the first that was seen
};

/// A named place to return to inside a transaction: left without release(), everything since is undone. SQLiteCpp's own
/// class (3.2.1) leaves the savepoint open after undoing it, so these are plain statements.
class Savepoint {
 public:
  explicit Savepoint(Connection& connection) : connection_(connection) { connection_.execute(queries::savepoint); }
  ~Savepoint();
  Savepoint(Savepoint const&) = delete;
  Savepoint& operator=(Savepoint const&) = delete;

  void release();
  /// Throws DiskError where undoing is not possible (the disk failed, or SQLite gave up the whole transaction).
  void undo();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace redress::storage

// The ceiling: the very rows of a store written again through SQLite's own C API, with nothing else done.
//
//   build/release/tests/bench/raw_sqlite STORE [BATCH...]
//
// STORE is the folder of a store that no server runs on, e.g. one that `redress bench` filled. Its schema and indexes
// are made anew in STORE/raw.db; every entry's rows (case, entry, evidence, outbox, personal texts, answer) are written
// in the order of the ledger, BATCH transitions to a commit (default 1, 64 and 512), synchronous = FULL, one
// connection, checkpoints as the server does them. Prints one line of JSON for each batch.
#include "storage/squeeze/dictionary.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Cells = std::vector<sqlite3_value*>;

[[noreturn]] void give_up(sqlite3* db, char const* doing) {
  std::fprintf(stderr, "%s: %s\n", doing, db ? sqlite3_errmsg(db) : "?");
  std::exit(1);
}

void execute(sqlite3* db, std::string const& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) give_up(db, sql.c_str());
}

sqlite3_stmt* prepared(sqlite3* db, std::string const& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) give_up(db, sql.c_str());
  return statement;
}

std::string text_at(sqlite3_stmt* statement, int column) {
  auto const* text = sqlite3_column_text(statement, column);
  return text ? reinterpret_cast<char const*>(text) : "";
}

// All rows of a table, each as bindable values.
std::vector<Cells> rows_of(sqlite3* db, std::string const& sql) {
  auto* const select = prepared(db, sql);
  std::vector<Cells> rows;
  while (sqlite3_step(select) == SQLITE_ROW) {
    Cells cells;
    for (int i = 0; i < sqlite3_column_count(select); ++i)
      cells.push_back(sqlite3_value_dup(sqlite3_column_value(select, i)));
    rows.push_back(std::move(cells));
  }
  sqlite3_finalize(select);
  return rows;
}

std::string first_text(Cells const& cells) { return reinterpret_cast<char const*>(sqlite3_value_text(cells.front())); }

// What one command wrote.
struct Written {
  Cells entry;
  std::string case_id;
  bool opens = false;
  std::vector<std::pair<std::string, Cells>> rows;  // table, cells
};

struct Table {
  std::string name;
  std::string columns;
  std::string of_entry;  // how a row names its entry
};

std::vector<Table> const tables{
    {"evidence",
     "id, case_id, shop, kind, sha256, text, salt, commitment, size_bytes, mime, source, captured_ms, added_ms, helps, "
     "added_by, note, more, sealed",
     "(SELECT e.id FROM entries e WHERE e.case_id = evidence.case_id AND instr(plain(e.bytes, e.dictionary, "
     "e.squeezed), "
     "'\"' || evidence.id || '\"') > "
     "0 ORDER BY e.case_seq LIMIT 1)"},
    {"outbox", "key, case_id, shop, kind, content, due_ms, attempts, delivered_ms, last_failure",
     "substr(key, 1, instr(key, '/') - 1)"},
    {"personal", "case_id, entry_id, name, salt, text, sealed", "entry_id"},
    {"answers", "actor_id, request_id, fingerprint, text, at_ms, dictionary, squeezed",
     "coalesce(json_extract(plain(text, dictionary, squeezed), '$.entry_id'), "
     "json_extract(plain(text, dictionary, squeezed), '$.error.data.entry_id'))"},
};

std::string marks(std::size_t count) {
  std::string text = "?";
  for (std::size_t i = 1; i < count; ++i) text += ", ?";
  return text;
}

// SQL's plain(text, dictionary, squeezed): the text of a row that may be squeezed.
using Dictionaries = std::map<sqlite3_int64, redress::storage::Dictionary>;

void plain(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[1]) == SQLITE_NULL) return sqlite3_result_value(context, arguments[0]);
  auto const& dictionaries = *static_cast<Dictionaries const*>(sqlite3_user_data(context));
  auto const at = dictionaries.find(sqlite3_value_int64(arguments[1]));
  auto const* bytes = static_cast<char const*>(sqlite3_value_blob(arguments[2]));
  auto const size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[2]));
  auto const text = at == dictionaries.end() ? std::nullopt : at->second.expand({bytes, size});
  if (!text) return sqlite3_result_error(context, "a squeezed row cannot be read", -1);
  sqlite3_result_text(context, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
}

class Replay {
 public:
  explicit Replay(std::filesystem::path const& dir) : target_(dir / "raw.db") {
    auto const file = (dir / "redress.db").string();
    if (sqlite3_open_v2(file.c_str(), &from_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) give_up(from_, "open");
    for (auto& cells : rows_of(from_, "SELECT n, bytes FROM dictionaries"))
      dictionaries_.emplace(sqlite3_value_int64(cells[0]),
                            std::string_view(static_cast<char const*>(sqlite3_value_blob(cells[1])),
                                             static_cast<std::size_t>(sqlite3_value_bytes(cells[1]))));
    sqlite3_create_function(from_, "plain", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC, &dictionaries_, plain, nullptr,
                            nullptr);
    for (auto& cells : rows_of(from_, "SELECT " + std::string(entry_columns) + " FROM entries ORDER BY seq")) {
      Written written{
          .entry = cells, .case_id = reinterpret_cast<char const*>(sqlite3_value_text(cells[2])), .rows = {}};
      written.opens = sqlite3_value_int64(cells[3]) == 0;
      places_.emplace(reinterpret_cast<char const*>(sqlite3_value_text(cells[1])), commands_.size());
      commands_.push_back(std::move(written));
    }
    for (auto const& table : tables)
      for (auto& cells : rows_of(from_, "SELECT " + table.of_entry + ", " + table.columns + " FROM " + table.name)) {
        if (sqlite3_value_type(cells.front()) == SQLITE_NULL) continue;
        auto const at = places_.find(first_text(cells));
        if (at == places_.end()) continue;
        cells.erase(cells.begin());
        commands_[at->second].rows.emplace_back(table.name, std::move(cells));
      }
    for (auto& cells : rows_of(from_, "SELECT " + std::string(case_columns) + " FROM cases"))
      cases_.emplace(first_text(cells), std::move(cells));
    for (auto& cells : rows_of(from_,
                               "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'case_words_%' "
                               "AND name NOT LIKE 'sqlite_%' ORDER BY rootpage"))
      schema_.push_back(first_text(cells));
  }

  void run(std::size_t batch) {
    begin_file();
    using clock = std::chrono::steady_clock;
    auto const started = clock::now();
    std::int64_t transitions = 0;
    std::int64_t commits = 0;
    for (std::size_t at = 0; at < commands_.size(); at += batch) {
      execute(to_, "BEGIN IMMEDIATE");
      for (auto i = at; i < std::min(at + batch, commands_.size()); ++i) {
        write(commands_[i]);
        transitions += commands_[i].opens ? 0 : 1;
      }
      execute(to_, "COMMIT");
      ++commits;
      int in_log = 0;
      if (pages_ > checkpoint_pages) {
        sqlite3_wal_checkpoint_v2(to_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, nullptr);
        pages_ = 0;
      }
    }
    auto const seconds = std::chrono::duration<double>(clock::now() - started).count();
    std::printf("{\"batch\":%zu,\"transitions_per_s\":%.0f,\"commits_per_s\":%.0f,\"seconds\":%.2f}\n", batch,
                static_cast<double>(transitions) / seconds, static_cast<double>(commits) / seconds, seconds);
    std::fflush(stdout);
    for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    statements_.clear();
    sqlite3_close(to_);
    for (auto const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(target_.string() + suffix);
  }

 private:
  static constexpr char const* case_columns =
      "id, shop, kind, platform, order_id, state, final, owed_by, due_ms, version, last_hash, content, dictionary, "
      "squeezed";
  static constexpr char const* entry_columns = "seq, id, case_id, case_seq, hash, bytes, dictionary, squeezed";
  static constexpr int checkpoint_pages = 4072;  // 16 MiB of log, as the server has it

  void begin_file() {
    for (auto const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(target_.string() + suffix);
    if (sqlite3_open_v2(target_.string().c_str(), &to_,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
      give_up(to_, "open raw.db");
    for (auto const* pragma : {"journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 0",
                               "cache_size = -65536", "temp_store = MEMORY"})
      execute(to_, std::string("PRAGMA ") + pragma);
    for (auto const& sql : schema_) execute(to_, sql);
    auto const count = [](void* self, sqlite3*, char const*, int pages) {
      static_cast<Replay*>(self)->pages_ = pages;
      return SQLITE_OK;
    };
    sqlite3_wal_hook(to_, count, this);
  }

  sqlite3_stmt* statement(std::string const& sql) {
    auto& known = statements_[sql];
    if (!known) known = prepared(to_, sql);
    return known;
  }

  void run_with(sqlite3_stmt* statement, Cells const& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) sqlite3_bind_value(statement, static_cast<int>(i) + 1, cells[i]);
    if (sqlite3_step(statement) != SQLITE_DONE) give_up(to_, sqlite3_sql(statement));
    sqlite3_reset(statement);
  }

  void write(Written const& command) {
    auto const& case_ = cases_.find(command.case_id);
    if (case_ != cases_.end()) {
      auto const& cells = case_->second;
      if (command.opens)
        run_with(
            statement("INSERT INTO cases (" + std::string(case_columns) + ") VALUES (" + marks(cells.size()) + ")"),
            cells);
      else
        run_with(statement("UPDATE cases SET due_ms = ?2 - length(last_hash), content = ?3, dictionary = ?4, "
                           "squeezed = ?5 WHERE id = ?1"),
                 {cells[0], cells[8], cells[11], cells[12], cells[13]});
    }
    run_with(statement("INSERT INTO entries (" + std::string(entry_columns) + ") VALUES (" +
                       marks(command.entry.size()) + ")"),
             command.entry);
    for (auto const& [name, cells] : command.rows) {
      auto const table =
          std::find_if(tables.begin(), tables.end(), [&](Table const& each) { return each.name == name; });
      run_with(statement("INSERT INTO " + name + " (" + table->columns + ") VALUES (" + marks(cells.size()) + ")"),
               cells);
    }
  }

  std::filesystem::path target_;
  Dictionaries dictionaries_;
  sqlite3* from_ = nullptr;
  sqlite3* to_ = nullptr;
  int pages_ = 0;
  std::vector<std::string> schema_;
  std::vector<Written> commands_;
  std::map<std::string, std::size_t> places_;
  std::map<std::string, Cells> cases_;
  std::map<std::string, sqlite3_stmt*> statements_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: raw_sqlite STORE [BATCH...]\n");
    return 2;
  }
  Replay replay(argv[1]);
  std::vector<std::size_t> batches;
  for (int i = 2; i < argc; ++i) batches.push_back(std::strtoul(argv[i], nullptr, 10));
  if (batches.empty()) batches = {1, 64, 512};
  for (auto const batch : batches) replay.run(batch);
  return 0;
}

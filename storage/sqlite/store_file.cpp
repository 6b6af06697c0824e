#include "storage/sqlite/store_file.hpp"

#include "engine/ledger/hash.hpp"
#include "storage/sqlite/connection.hpp"

#include <fmt/format.h>

#include <cctype>

namespace redress::storage {
namespace {

// A path as a URI of SQLite's, which reads no lock and no log of an immutable file.
std::string immutable(std::filesystem::path const& file) {
  std::string uri = "file:";
  for (unsigned char const c : file.string()) {
    if (std::isalnum(c) != 0 || c == '/' || c == '.' || c == '-' || c == '_')
      uri += static_cast<char>(c);
    else
      uri += fmt::format("%{:02X}", c);
  }
  return uri + "?immutable=1";
}

constexpr Query forget{"forget_setting", "DELETE FROM settings WHERE name = ?1"};

}  // namespace

Result<void> forget_setting(std::filesystem::path const& dir, std::string_view name) {
  try {
    Connection connection(dir / "redress.db", Connection::Use::writing, {});
    connection.run(forget).bind(name).execute();
    connection.checkpoint(Connection::Checkpoint::truncate);
    return {};
  } catch (FaultError const& why) {
    return why.fault();
  }
}

Result<std::vector<std::int64_t>> damaged_dictionaries(std::filesystem::path const& dir) {
  auto const file = dir / "redress.db";
  try {
    SQLite::Database const database(immutable(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    std::vector<std::int64_t> damaged;
    if (!database.tableExists("dictionaries")) return damaged;
    SQLite::Statement rows(database, "SELECT n, sha256, bytes FROM dictionaries ORDER BY n");
    std::int64_t next = 1;
    for (; rows.executeStep(); ++next) {
      for (; next < rows.getColumn(0).getInt64(); ++next) damaged.push_back(next);
      auto const bytes = rows.getColumn(2).getString();
      if (ledger::hex(ledger::sha256(bytes)) != rows.getColumn(1).getString()) damaged.push_back(next);
    }
    SQLite::Statement newest(database, "SELECT dictionary FROM entries ORDER BY seq DESC LIMIT 1");
    if (newest.executeStep())
      for (; next <= newest.getColumn(0).getInt64(); ++next) damaged.push_back(next);
    return damaged;
  } catch (SQLite::Exception const& why) {
    return DiskError(why, "dictionaries").fault();
  }
}

}  // namespace redress::storage

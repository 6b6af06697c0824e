#include "storage/sqlite/store_file.hpp"

#include "storage/sqlite/connection.hpp"

namespace redress::storage {
namespace {

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

}  // namespace redress::storage

#include "storage/sqlite/migrations.hpp"

#include <fmt/format.h>

#include <cassert>

namespace redress::storage {
namespace {

Fault not_ours(std::int64_t found) {
  return {FaultKind::internal,
          {fmt::format("文件不是 Redress 的数据文件（应用编号 {:#x}）", found),
           fmt::format("the file is no store of Redress (application id {:#x})", found)}};
}

Fault newer(std::int64_t found, int known) {
  return {FaultKind::internal,
          {fmt::format("数据文件的结构版本是 {}，本程序只认识到 {}；请使用更新的程序", found, known),
           fmt::format("the file has schema version {}, this program knows versions up to {}; use a newer program",
                       found, known)}};
}

bool is_empty(Connection& connection) { return connection.integer_once("SELECT count(*) FROM sqlite_schema") == 0; }

// One transaction for all steps; the caller undoes it where a step throws.
void run(Connection& connection, std::span<Migration const> steps) {
  connection.begin();
  for (auto const& step : steps) connection.execute_once(step.sql);
  connection.execute_once(fmt::format("PRAGMA user_version = {}", steps.back().number));
  connection.execute_once(fmt::format("PRAGMA application_id = {}", application_id));
  connection.commit();
}

}  // namespace

Result<void> migrate(Connection& connection, std::span<Migration const> steps) {
  auto const known = static_cast<int>(steps.size());
  assert(known > 0 && steps.back().number == known);
  auto const had = connection.integer_once("PRAGMA user_version");
  auto const owner = connection.integer_once("PRAGMA application_id");
  if (owner != application_id && !(owner == 0 && had == 0 && is_empty(connection))) return not_ours(owner);
  if (had > known) return newer(had, known);
  if (had == known) return {};
  try {
    run(connection, steps.subspan(static_cast<std::size_t>(had)));
  } catch (FaultError const& why) {
    connection.roll_back();
    return why.fault();
  }
  return {};
}

}  // namespace redress::storage

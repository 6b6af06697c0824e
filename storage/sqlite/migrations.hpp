// The schema as numbered steps: a file says in user_version how many it has had, and opening it runs the rest.
//
// A step never changes once a file may have had it. All missing steps run in one transaction: a file has the old schema
// or the new one, nothing in between.
#pragma once

#include "engine/base/fault.hpp"
#include "storage/sqlite/connection.hpp"

#include <cstdint>
#include <span>

namespace redress::storage {

struct Migration {
  int number;  // 1, 2, 3 ... without a gap
  char const* what;
  char const* sql;
};

std::span<Migration const> migrations();

/// Marks files of ours in their header ("RDRS"), so that another program's file is not taken for a store.
inline constexpr std::int64_t application_id = 0x52445253;

/// Brings the file to the last step. Faults (`internal`): the file is no store of ours, its schema is newer than the
/// last step, or a step fails; the file is then as it was.
Result<void> migrate(Connection& connection, std::span<Migration const> steps = migrations());

}  // namespace redress::storage

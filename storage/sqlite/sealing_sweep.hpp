// Encrypts, once, what a release without keys of persons stored plain.
#pragma once

#include "storage/sqlite/connection.hpp"

namespace redress::storage {

/// Does nothing unless the migration asked for it. Works in transactions of a few hundred cases, so that a start that
/// is broken off goes on where it was; then rebuilds the file (VACUUM), because free pages may keep plain copies.
/// Throws DiskError.
void seal_plain_rows(Connection& connection);

}  // namespace redress::storage

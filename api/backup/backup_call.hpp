// `backup.create` on the store of a running server.
#pragma once

#include "api/backup/backup.hpp"
#include "api/service/office.hpp"

namespace redress::api {

/// {name?} -> {folder, ...backup.json}. Writes DIR/backups/NAME and records `backup_made`.
AnswerText answer_backup(storage::SqliteStore& store, std::filesystem::path const& data_dir, Clock const& clock,
                         Ids& ids, DeskCall const& call);

}  // namespace redress::api

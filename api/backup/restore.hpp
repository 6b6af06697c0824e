// Restores a backup into a new folder, proves it equal, and begins a new epoch where the ledger may have lost its tail.
#pragma once

#include "api/backup/backup.hpp"
#include "api/seam/ids.hpp"

namespace redress::api {

struct RestoreOrder {
  std::filesystem::path backup;
  std::filesystem::path data_dir;                    // must not be there
  std::optional<std::string> known_checkpoint = {};  // the newest signed note anybody has of this ledger
  std::filesystem::path keys = {};      // folder with ledger.key, pseudonym.key and personal.key; empty: none
  std::filesystem::path erasures = {};  // folder with the newest erasures.log, besides the backup's own
  std::string reason = {};              // why it was restored, in the operator's words
  VerifyProgress on_progress = {};
};

struct Restored {
  BackupManifest manifest;
  std::string origin = {};   // the ledger's name from now on
  std::string because = {};  // why a new epoch began; "" where the old one goes on
  std::optional<std::int64_t> lost_entries = {};
  std::int64_t erasures = 0;      // in the list the restored folder begins with: shredded again at its first start
  std::int64_t words_closed = 0;  // texts that nobody can read until personal.key is put into the folder
};

/// Faults: `not_found` (no whole backup), `invalid_params` (the folder is there), `ledger_broken` (the backup is
/// damaged, or the checkpoint is of another ledger), `internal`. On a Fault `data_dir` is not made.
Result<Restored> restore_backup(RestoreOrder const& order, Clock const& clock, Ids& ids);

boost::json::object to_json(Restored const& restored);

}  // namespace redress::api

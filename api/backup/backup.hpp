// Backups of a store: made while it works, and proven before they count.
//
// A backup is a folder (docs/backup.md). It is built under NAME.partial and renamed once it is whole, verified and
// durable, so that whatever has the name is a whole backup. Times are UTC. Errors: Fault `internal` where the disk
// fails, `ledger_broken` where the store or the copy does not verify.
#pragma once

#include "api/audit/verify_run.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace redress::api {

/// backup.json.
struct BackupManifest {
  Instant made_at;
  std::int64_t entries = 0;
  std::int64_t cases = 0;
  std::string root = {};                       // base64
  std::optional<std::string> checkpoint = {};  // the newest signed note in it
  std::string database_sha256 = {};
  std::int64_t database_bytes = 0;
  std::int64_t blobs = 0;
  std::int64_t blob_bytes = 0;
};

boost::json::object to_json(BackupManifest const& manifest);

/// Fault `not_found`: no whole backup in that folder; `parse_error`: not one of ours.
Result<BackupManifest> read_manifest(std::filesystem::path const& folder);

struct BackupOrder {
  std::filesystem::path data_dir;
  std::filesystem::path folder;  // must not be there; its parent must
  Instant now;
  bool with_keys = false;
  VerifyProgress on_progress = {};
};

Result<BackupManifest> make_backup(storage::SqliteStore& store, BackupOrder const& order);

/// A folder beside `folder` for what is not whole yet: made empty. Fault `internal`, or `invalid_params` if `folder`
/// is there already.
Result<std::filesystem::path> begin_folder(std::filesystem::path const& folder);
/// Makes everything in `partial` durable and gives it its name.
Result<void> finish_folder(std::filesystem::path const& partial, std::filesystem::path const& folder);

/// Copies blobs and proves each by its name. Fault `ledger_broken` for one that is not what it is called.
Result<void> copy_blobs(std::filesystem::path const& from, std::filesystem::path const& to,
                        VerifyProgress const& on_progress);

/// The rulebooks that were activated by their texts, where there are any; their folder is beside the database.
Result<void> copy_rulebooks(std::filesystem::path const& from, std::filesystem::path const& to);

}  // namespace redress::api

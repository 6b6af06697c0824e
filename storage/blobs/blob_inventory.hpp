// Every file under DIR/blobs, read to its last byte and hashed again: for audits and backups.
//
// Takes as long as the disk does. Files that arrive meanwhile may or may not be seen; those still arriving are not
// looked at. Safe beside writers, because a blob never changes under its name. Errors: Fault `internal` where the disk
// fails.
#pragma once

#include "engine/base/fault.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::storage {

struct BlobSeen {
  std::string name = {};    // as its place says: 64 hex digits; else the path under blobs/
  std::string sha256 = {};  // of its bytes
  std::int64_t size_bytes = 0;
  std::filesystem::path path = {};

  bool is_itself() const { return name == sha256; }
};

struct BlobPlace {
  std::string name;  // as BlobSeen has it
  std::filesystem::path path;
};

/// All files under DIR/blobs but those arriving, in the order of their places; nothing where there is no folder.
Result<std::vector<BlobPlace>> blob_files(std::filesystem::path const& dir);

/// In the same order, each read. Nothing to visit where there is no folder. `visit` answers whether to go on.
Result<void> each_blob(std::filesystem::path const& dir, std::function<bool(BlobSeen const&)> const& visit);

/// The SHA-256 of a file's bytes, hex.
Result<std::string> sha256_of_file(std::filesystem::path const& file);

/// Copies the file and makes the copy durable (mode as given); answers the SHA-256 of what was copied.
Result<std::string> copy_file_hashing(std::filesystem::path const& from, std::filesystem::path const& to, int mode);

}  // namespace redress::storage

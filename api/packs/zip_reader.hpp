// Reads a stranger's ZIP by way of libarchive, unpacking nothing to the disk: names, sizes, hashes, and short
// documents.
//
// Refused (`invalid_params` with the name in `position`): names that are no bag paths under one folder, a name twice,
// anything but regular files, encryption, damage, whatever is past a limit, and a ZIP that reads otherwise from its
// front than from its directory, since two programs would then see two packs. Constant memory but for documents.
#pragma once

#include "engine/base/fault.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace redress::packs {

struct ZipLimits {
  std::size_t files = 10'000;
  std::int64_t file_bytes = 100LL * 1024 * 1024;
  std::int64_t document_bytes = 16LL * 1024 * 1024;    // what is kept of one file; originals over it are only hashed
  std::int64_t documents_bytes = 256LL * 1024 * 1024;  // of all that is kept
  std::int64_t total_bytes = 6LL * 1024 * 1024 * 1024;
  std::int64_t ratio = 200;  // unpacked bytes for each byte of the ZIP
};

struct PackedFile {
  std::int64_t size_bytes = 0;
  std::string sha256;
  std::string bytes = {};  // of documents and text exhibits
  bool kept = false;
};

struct OpenedPack {
  std::string folder;
  std::map<std::string, PackedFile, std::less<>> files;  // by path under the folder
};

/// Fault `not_found` where there is no such file.
Result<OpenedPack> open_pack(std::filesystem::path const& zip, ZipLimits const& limits = {});

}  // namespace redress::packs

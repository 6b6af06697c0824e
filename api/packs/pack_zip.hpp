// Writes a pack's ZIP from its documents and originals: one code for the command line and for the server's own door.
//
// Files are written sorted by path, so that the ZIP is the same whatever order they came in; an original is passed on
// piece by piece and never held whole. Every file is hashed on its way, and one that does not hash to what the pack
// says ends the writing (`ledger_broken`, the path in `position`). Units are bytes. ZIP keeps times as the clock on
// the wall shows them: the process must run in UTC. One thread.
#pragma once

#include "api/packs/documents.hpp"
#include "api/packs/zip_writer.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::packs {

/// Takes the next bytes of an original; false: no more of it is wanted.
using TakePiece = std::function<bool(ledger::Bytes)>;

/// Passes the bytes of an original on, from wherever they are. A Fault where they cannot be had.
using FetchOriginal = std::function<Result<void>(std::string const& sha256, TakePiece const& take)>;

/// One file of a pack: a document with its bytes, or an original with its size.
struct PackFile {
  std::string path;
  std::string sha256;
  std::optional<std::string> bytes = {};
  std::int64_t size_bytes = 0;  // of an original
};

/// What the server made, as files.
std::vector<PackFile> files_of(PackContent const& content);

/// `on_file` is told how many files are written.
Result<void> write_pack(ZipWriter& zip, std::string const& folder, std::vector<PackFile> files,
                        FetchOriginal const& fetch, std::function<void(std::int64_t)> const& on_file = {});

}  // namespace redress::packs

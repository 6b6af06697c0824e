// The files of evidence, each under the SHA-256 of its bytes, never changed; removed only when a person is erased.
//
// DIR/blobs/ab/cdef... (62 more hex digits) holds the bytes, mode 0400; DIR/blobs/arriving/ what is still being
// written. A blob is either whole and durable under its name or not there: it is written aside, synced, then renamed.
// The kind of file is sniffed from the bytes whenever it is asked for and kept nowhere here; what it was when the item
// was added stands in the item of evidence. Any kind is taken: which kinds a shop allows is the caller's to say.
//
// Threads: any number of writers and finders at once; one writer object is used by one thread at a time. Errors: Fault
// `internal` where the disk fails or is full, `too_large` past the limit; nothing is left behind then.
#pragma once

#include "engine/ledger/hash.hpp"
#include "storage/common/folder_lock.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace redress::storage {

struct Blob {
  std::string sha256;  // lower-case hex
  std::int64_t size_bytes = 0;
  std::string mime;
};

/// Takes the bytes of one blob: `append* finish`. Left without finish(), nothing stays.
class BlobWriter {
 public:
  ~BlobWriter();
  BlobWriter(BlobWriter&& other) noexcept;
  BlobWriter& operator=(BlobWriter&& other) noexcept;

  /// After a Fault the writer takes nothing more; drop it.
  Result<void> append(ledger::Bytes bytes);

  /// The blob is durable when this returns. The same bytes stored before are stored once. `accept` sees the whole file
  /// while it still lies aside, and what it refuses is not kept.
  using Accept = std::function<Result<void>(std::filesystem::path const& aside, Blob const& blob)>;
  Result<Blob> finish(Accept const& accept = {});

 private:
  friend class BlobStore;
  class Arrival;
  explicit BlobWriter(std::unique_ptr<Arrival> arrival);

  std::unique_ptr<Arrival> arrival_;
};

class BlobStore {
 public:
  /// Makes the folders, removes what a crash left half written. Faults (`internal`): another process holds them.
  static Result<std::unique_ptr<BlobStore>> open(std::filesystem::path const& dir);

  /// Room for one blob of at most `size_max_bytes`.
  Result<BlobWriter> writer(std::int64_t size_max_bytes);

  struct Found {
    std::filesystem::path path;
    std::int64_t size_bytes = 0;
    std::string mime;
  };
  /// Nothing for a hash that is not stored or is not 64 lower-case hex digits. Fault `internal`: it cannot be read.
  Result<std::optional<Found>> find(std::string_view sha256) const;

  /// Removes the file, durably; nothing to do where there is none. The caller knows that nobody needs it any more.
  Result<void> remove(std::string_view sha256);

 private:
  BlobStore(std::filesystem::path folder, FolderLock lock) : folder_(std::move(folder)), lock_(std::move(lock)) {}

  std::filesystem::path const folder_;
  FolderLock const lock_;
  std::atomic<std::int64_t> arrivals_ = 0;
};

}  // namespace redress::storage

// A blob on its way in: a file aside, its hash so far, its first bytes for sniffing.
#pragma once

#include "storage/blobs/blob_store.hpp"

#include <vector>

namespace redress::storage {

/// DIR/blobs/ab/cdef... of a hash.
std::filesystem::path blob_path(std::filesystem::path const& folder, std::string_view sha256);

class BlobWriter::Arrival {
 public:
  /// `folder` is DIR/blobs, `aside` a name in it that nobody else uses; the file is made here.
  static Result<std::unique_ptr<Arrival>> begin(std::filesystem::path folder, std::filesystem::path aside,
                                                std::int64_t size_max_bytes);
  ~Arrival();
  Arrival(Arrival const&) = delete;
  Arrival& operator=(Arrival const&) = delete;

  Result<void> append(ledger::Bytes bytes);
  Result<Blob> finish(Accept const& accept);

 private:
  Arrival(std::filesystem::path folder, std::filesystem::path aside, int descriptor, std::int64_t size_max_bytes)
      : folder_(std::move(folder)),
        aside_(std::move(aside)),
        descriptor_(descriptor),
        size_max_bytes_(size_max_bytes) {}

  Result<void> write_all(ledger::Bytes bytes);
  Result<void> move_to(std::filesystem::path const& place);

  std::filesystem::path const folder_;
  std::filesystem::path const aside_;
  int const descriptor_;
  std::int64_t const size_max_bytes_;
  std::int64_t size_bytes_ = 0;
  ledger::Sha256 sha256_;
  std::vector<std::uint8_t> head_;  // at most sniffed_bytes
  bool spoiled_ = false;
};

}  // namespace redress::storage

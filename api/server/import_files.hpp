// Files uploaded to be imported: PUT /v1/imports. Apart from evidence, kept for a short while, and for their shop
// alone.
//
// They hold buyers' data, so none outlives a day or the process: DIR/imports is emptied at the start, the oldest file
// goes when there are too many. They are not sniffed: the reader of a file says with line and column what it is not.
// Sizes are bytes. Thread-safe; writing and reading wait for the disk.
#pragma once

#include "api/http/service.hpp"
#include "api/seam/clock.hpp"
#include "engine/cases/party.hpp"
#include "storage/blobs/blob_store.hpp"

#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <variant>

namespace redress::api {

inline constexpr std::int64_t import_bytes_max = 64LL * 1024 * 1024;  // of one file
inline constexpr std::size_t import_files_max = 16;                   // of all shops

class ImportFiles {
 public:
  /// Makes DIR/imports anew. Throws FaultError where the disk fails.
  ImportFiles(std::filesystem::path const& data_dir, Clock const& clock);

  /// For managers and services.
  std::variant<std::unique_ptr<http::BlobSink>, http::Response> begin(std::uint64_t bytes, Actor const& actor);

  /// What was uploaded for that shop ("" all shops). Fault `not_found`.
  Result<std::string> text_of(std::string_view sha256, Actor const& actor);

  /// Remembers an uploaded file for the actor's shop.
  void keep(std::string const& sha256, Actor const& actor);

  /// Removes what has had its day; to be called now and then. Throws FaultError where the disk fails.
  void forget_expired();

 private:
  struct Kept {
    std::string sha256;
    std::string shop;
    Instant at;
  };
  void forget_old();

  Clock const& clock_;
  std::unique_ptr<storage::BlobStore> files_;
  std::mutex mutex_;
  std::list<Kept> kept_;  // the oldest first
};

}  // namespace redress::api

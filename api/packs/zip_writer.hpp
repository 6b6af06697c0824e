// Writes a ZIP by way of libarchive: documents deflated, originals stored, every file with one time and one mode.
//
// begin (document | (original append*))* finish. Written beside its name and renamed at the end, so a ZIP is whole or
// not there. The same calls give the same bytes; ZIP keeps local times, so the process must run in UTC (TZ). One
// thread.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/base/instant.hpp"
#include "engine/ledger/hash.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace redress::packs {

class ZipWriter {
 public:
  /// Fault `internal`: the file cannot be written.
  static Result<ZipWriter> begin(std::filesystem::path file, Instant time);
  ~ZipWriter();  // without `finish`, nothing remains
  ZipWriter(ZipWriter&&) noexcept;
  ZipWriter& operator=(ZipWriter&&) noexcept;

  Result<void> document(std::string const& name, std::string_view bytes);
  /// Exactly `size_bytes` are to be appended.
  Result<void> original(std::string const& name, std::int64_t size_bytes);
  Result<void> append(ledger::Bytes bytes);
  Result<void> finish();

 private:
  struct Parts;
  explicit ZipWriter(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::packs

#include "api/packs/zip_writer.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <utility>

namespace redress::packs {
namespace {

constexpr int file_mode = 0644;

}  // namespace

struct ZipWriter::Parts {
  std::filesystem::path file;
  Instant time;
  archive* zip = archive_write_new();
  bool finished = false;

  Parts(std::filesystem::path its_file, Instant its_time) : file(std::move(its_file)), time(its_time) {}
  Parts(Parts const&) = delete;
  Parts& operator=(Parts const&) = delete;
  ~Parts() {
    archive_write_free(zip);
    std::error_code ignored;
    if (!finished) std::filesystem::remove(being_written(), ignored);
  }

  std::filesystem::path being_written() const { return file.string() + ".part"; }

  Fault cannot() const {
    auto const* reason = archive_error_string(zip);
    return {FaultKind::internal,
            {fmt::format("无法写入 {}", file.string()),
             fmt::format("cannot write {}: {}", file.string(), reason ? reason : "the disk refused it")}};
  }

  Result<void> open_file(std::string const& name, std::int64_t size_bytes) {
    std::unique_ptr<archive_entry, void (*)(archive_entry*)> const entry{archive_entry_new(), archive_entry_free};
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), file_mode);
    archive_entry_set_size(entry.get(), size_bytes);
    archive_entry_set_mtime(entry.get(), time.ms / second_ms, 0);
    if (archive_write_header(zip, entry.get()) != ARCHIVE_OK) return cannot();
    return {};
  }
};

ZipWriter::ZipWriter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ZipWriter::~ZipWriter() = default;
ZipWriter::ZipWriter(ZipWriter&&) noexcept = default;
ZipWriter& ZipWriter::operator=(ZipWriter&&) noexcept = default;

Result<ZipWriter> ZipWriter::begin(std::filesystem::path file, Instant time) {
  auto parts = std::make_unique<Parts>(std::move(file), time);
  if (archive_write_set_format_zip(parts->zip) != ARCHIVE_OK ||
      archive_write_open_filename(parts->zip, parts->being_written().c_str()) != ARCHIVE_OK)
    return parts->cannot();
  return ZipWriter{std::move(parts)};
}

Result<void> ZipWriter::document(std::string const& name, std::string_view bytes) {
  archive_write_zip_set_compression_deflate(parts_->zip);
  if (auto const opened = parts_->open_file(name, static_cast<std::int64_t>(bytes.size())); !opened) return opened;
  return append(ledger::as_bytes(bytes));
}

Result<void> ZipWriter::original(std::string const& name, std::int64_t size_bytes) {
  archive_write_zip_set_compression_store(parts_->zip);
  return parts_->open_file(name, size_bytes);
}

Result<void> ZipWriter::append(ledger::Bytes bytes) {
  while (!bytes.empty()) {
    auto const written = archive_write_data(parts_->zip, bytes.data(), bytes.size());
    if (written <= 0) return parts_->cannot();
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> ZipWriter::finish() {
  if (archive_write_close(parts_->zip) != ARCHIVE_OK) return parts_->cannot();
  std::error_code failed;
  std::filesystem::rename(parts_->being_written(), parts_->file, failed);
  if (failed) return parts_->cannot();
  parts_->finished = true;
  return {};
}

}  // namespace redress::packs

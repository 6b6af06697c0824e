#include "api/packs/squeezed_text.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>

namespace redress::packs {
namespace {

la_ssize_t append_to(archive*, void* text, void const* bytes, std::size_t count) {
  static_cast<std::string*>(text)->append(static_cast<char const*>(bytes), count);
  return static_cast<la_ssize_t>(count);
}

}  // namespace

Result<std::string> squeezed(std::string_view text) {
  std::string bytes;
  std::unique_ptr<archive, int (*)(archive*)> const gzip{archive_write_new(), archive_write_free};
  std::unique_ptr<archive_entry, void (*)(archive_entry*)> const entry{archive_entry_new(), archive_entry_free};
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  bool const written =
      archive_write_add_filter_gzip(gzip.get()) == ARCHIVE_OK &&
      archive_write_set_filter_option(gzip.get(), "gzip", "timestamp", nullptr) == ARCHIVE_OK &&
      archive_write_set_format_raw(gzip.get()) == ARCHIVE_OK &&
      archive_write_set_bytes_in_last_block(gzip.get(), 1) == ARCHIVE_OK &&
      archive_write_open(gzip.get(), &bytes, nullptr, append_to, nullptr) == ARCHIVE_OK &&
      archive_write_header(gzip.get(), entry.get()) == ARCHIVE_OK &&
      archive_write_data(gzip.get(), text.data(), text.size()) == static_cast<la_ssize_t>(text.size()) &&
      archive_write_close(gzip.get()) == ARCHIVE_OK;
  if (!written) return Fault{FaultKind::internal, {"无法压缩应答", "the answer cannot be compressed"}};
  return bytes;
}

Result<std::string> unsqueezed(std::string_view bytes, std::size_t bytes_max) {
  Fault const no_gzip{FaultKind::parse_error, {"不是 gzip", "this is no gzip"}};
  std::unique_ptr<archive, int (*)(archive*)> const gzip{archive_read_new(), archive_read_free};
  archive_entry* entry = nullptr;
  if (archive_read_support_filter_gzip(gzip.get()) != ARCHIVE_OK ||
      archive_read_support_format_raw(gzip.get()) != ARCHIVE_OK ||
      archive_read_open_memory(gzip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK ||
      archive_read_next_header(gzip.get(), &entry) != ARCHIVE_OK ||
      archive_filter_code(gzip.get(), 0) != ARCHIVE_FILTER_GZIP)
    return no_gzip;
  std::string text;
  std::array<char, 64 * 1024> piece{};
  for (;;) {
    auto const got = archive_read_data(gzip.get(), piece.data(), piece.size());
    if (got == 0) return text;
    if (got < 0) return no_gzip;
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > bytes_max)
      return Fault{FaultKind::too_large, {"解压后过大", "it is too large once it is uncompressed"}};
  }
}

}  // namespace redress::packs

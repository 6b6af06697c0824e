#include "storage/squeeze/dictionary.hpp"

#include "storage/squeeze/checksum.hpp"

#include <zstd.h>

#include <new>

namespace redress::storage {
namespace {

// What expanding works with is large to make and holds nothing between two texts.
ZSTD_DCtx& of_this_thread() {
  struct Free {
    void operator()(ZSTD_DCtx* expanding) const { ZSTD_freeDCtx(expanding); }
  };
  thread_local std::unique_ptr<ZSTD_DCtx, Free> const expanding{ZSTD_createDCtx()};
  if (!expanding) throw std::bad_alloc{};
  return *expanding;
}

}  // namespace

Dictionary::Dictionary(std::string_view bytes)
    : checksum_(checksum_of(bytes)),
      expander_(ZSTD_createDDict(bytes.data(), bytes.size()), [](ZSTD_DDict_s const* expander) {
        ZSTD_freeDDict(const_cast<ZSTD_DDict_s*>(expander));  // the library frees by pointer to what may change
      }) {}

std::optional<std::string> Dictionary::expand(std::string_view squeezed) const {
  if (!expander_ || squeezed.size() < checksum_bytes) return std::nullopt;
  auto const frame = squeezed.substr(0, squeezed.size() - checksum_bytes);
  if (squeezed.substr(frame.size()) != checksum_behind(frame, checksum_)) return std::nullopt;
  auto const size = ZSTD_getFrameContentSize(frame.data(), frame.size());  // above any limit where it says none
  if (size == 0 || size > squeezed_text_bytes_max) return std::nullopt;    // nothing is said of frames to be skipped
  if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size()) return std::nullopt;
  std::string text(static_cast<std::size_t>(size), '\0');
  auto const made = ZSTD_decompress_usingDDict(&of_this_thread(), text.data(), text.size(), frame.data(), frame.size(),
                                               expander_.get());
  if (made != text.size()) return std::nullopt;
  return text;
}

}  // namespace redress::storage

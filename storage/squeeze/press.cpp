#include "storage/squeeze/press.hpp"

#include "engine/base/fault.hpp"
#include "storage/squeeze/checksum.hpp"

#include <zstd.h>

#include <new>

namespace redress::storage {
namespace {

// Higher levels save little more of texts this short and cost more; the negative ones save a fifth less for no less
// time (docs/performance.md).
constexpr int level = 1;

}  // namespace

Press::Press(std::string_view dictionary)
    : presser_(ZSTD_createCDict(dictionary.data(), dictionary.size(), level),
               [](ZSTD_CDict_s const* presser) { ZSTD_freeCDict(const_cast<ZSTD_CDict_s*>(presser)); }),
      pressing_(ZSTD_createCCtx(), [](ZSTD_CCtx_s* pressing) { ZSTD_freeCCtx(pressing); }),
      checksum_(checksum_of(dictionary)) {
  if (!pressing_) throw std::bad_alloc{};
  if (!presser_) throw FaultError({FaultKind::internal, {"压缩字典已损坏", "the dictionary for squeezing is broken"}});
  ZSTD_CCtx_setParameter(pressing_.get(), ZSTD_c_dictIDFlag, 0);  // whoever keeps the text says which it was
  ZSTD_CCtx_refCDict(pressing_.get(), presser_.get());
}

std::optional<std::string_view> Press::squeeze(std::string_view text) {
  if (text.size() > squeezed_text_bytes_max) return std::nullopt;
  if (auto const most = ZSTD_compressBound(text.size()) + checksum_bytes; room_.size() < most) room_.resize(most);
  auto const size = ZSTD_compress2(pressing_.get(), room_.data(), room_.size(), text.data(), text.size());
  if (ZSTD_isError(size) != 0 || size + checksum_bytes > text.size() - text.size() / 10) return std::nullopt;
  room_.replace(size, checksum_bytes, checksum_behind(std::string_view(room_).substr(0, size), checksum_));
  return std::string_view(room_).substr(0, size + checksum_bytes);
}

}  // namespace redress::storage

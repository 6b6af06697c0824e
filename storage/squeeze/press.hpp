// Squeezes texts under a dictionary (zstd, RFC 8878): each becomes one frame that says its length, and a checksum.
//
// The same text under the same dictionary gives the same bytes. Used by one thread at a time.
#pragma once

#include "storage/squeeze/dictionary.hpp"

struct ZSTD_CCtx_s;
struct ZSTD_CDict_s;

namespace redress::storage {

class Press {
 public:
  /// Copies the bytes; "" is no dictionary. Throws FaultError `internal` where they are a broken one.
  explicit Press(std::string_view dictionary);

  /// The squeezed text, valid until the next call. Nothing where it is longer than squeezed_text_bytes_max, or
  /// squeezing saves less than a tenth: then it is better kept as it is.
  std::optional<std::string_view> squeeze(std::string_view text);

 private:
  std::shared_ptr<ZSTD_CDict_s const> presser_;
  std::shared_ptr<ZSTD_CCtx_s> pressing_;
  std::uint32_t checksum_;  // of the dictionary
  std::string room_;
};

}  // namespace redress::storage

// Makes squeezed texts whole again, under the dictionary they were squeezed under (zstd, RFC 8878).
//
// A dictionary is bytes that many texts have in common; whoever keeps the texts keeps it as well. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ZSTD_DDict_s;

namespace redress::storage {

/// Longer texts are kept as they are; and nothing longer is made of squeezed bytes, whatever they claim.
inline constexpr std::size_t squeezed_text_bytes_max = 16 * 1024 * 1024;

class Dictionary {
 public:
  /// Copies the bytes; "" is no dictionary.
  explicit Dictionary(std::string_view bytes);

  /// The text. Nothing where the bytes are not, to the bit, what Press made under this dictionary.
  std::optional<std::string> expand(std::string_view squeezed) const;

 private:
  std::uint32_t checksum_;
  std::shared_ptr<ZSTD_DDict_s const> expander_;  // null where zstd refuses the bytes
};

}  // namespace redress::storage

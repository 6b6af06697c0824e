// CRC-32 (ISO-HDLC, zlib's): finds every one or two flipped bits, wherever they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace redress::storage {

inline constexpr std::size_t checksum_bytes = 4;

std::uint32_t checksum_of(std::string_view bytes);

/// What stands behind a squeezed frame, so that it is only taken as it was written and under the same dictionary: the
/// checksum, least byte first, of that one's bytes and the frame. `of_dictionary` is that of the dictionary alone.
std::string checksum_behind(std::string_view frame, std::uint32_t of_dictionary);

}  // namespace redress::storage

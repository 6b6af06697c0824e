#include "storage/squeeze/checksum.hpp"

#include <zlib.h>

namespace redress::storage {
namespace {

std::uint32_t with(std::uint32_t sum, std::string_view bytes) {
  auto const* first = reinterpret_cast<unsigned char const*>(bytes.data());  // zlib's type of bytes
  return static_cast<std::uint32_t>(crc32_z(sum, first, bytes.size()));
}

}  // namespace

std::uint32_t checksum_of(std::string_view bytes) { return with(0, bytes); }

std::string checksum_behind(std::string_view frame, std::uint32_t of_dictionary) {
  auto const sum = with(of_dictionary, frame);
  std::string bytes(checksum_bytes, '\0');
  for (std::size_t i = 0; i < checksum_bytes; ++i) bytes[i] = static_cast<char>(sum >> (8 * i));
  return bytes;
}

}  // namespace redress::storage

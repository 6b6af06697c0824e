#include "engine/cel/span.hpp"

#include <algorithm>

namespace redress::cel {

Position position_of(std::string_view source, std::uint32_t offset) {
  Position at;
  for (char byte : source.substr(0, std::min<std::size_t>(offset, source.size()))) {
    if (byte == '\n') {
      ++at.line;
      at.column = 1;
    } else if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) {  // continuation bytes are no columns of their own
      ++at.column;
    }
  }
  return at;
}

}  // namespace redress::cel

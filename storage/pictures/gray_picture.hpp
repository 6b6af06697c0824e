// A picture as brightness alone, row by row from the top left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace redress::storage {

struct GrayPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> gray;  // width * height values, 0 black to 255 white

  std::uint8_t at(int x, int y) const {
    return gray[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

/// How bright a colour looks (ITU-R BT.601, which JPEG and WebP use themselves).
constexpr std::uint8_t brightness(int red, int green, int blue) {
  return static_cast<std::uint8_t>((299 * red + 587 * green + 114 * blue + 500) / 1000);
}

}  // namespace redress::storage

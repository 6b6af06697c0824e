// Pictures made up from a seed, and the real encoders to keep them with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace redress::storage {

struct Painted {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;

  std::uint8_t* at(int x, int y) {
    return rgb.data() +
           3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
  }
  std::uint8_t const* at(int x, int y) const { return const_cast<Painted*>(this)->at(x, y); }
};

/// Three sorts by `seed % 3`: a photograph's soft areas with sharp things in them, a chat window on white with bubbles,
/// one thing on a white table.
Painted paint(std::uint32_t seed, int width = 640, int height = 480);

Painted scaled(Painted const& picture, int width, int height);  // by area
Painted mirrored(Painted const& picture);                       // left and right exchanged

void write_jpeg(Painted const& picture, std::filesystem::path const& file, int quality, bool progressive = false);
void write_png(Painted const& picture, std::filesystem::path const& file);
void write_webp(Painted const& picture, std::filesystem::path const& file, float quality);
void write_blank_png(int width, int height, std::filesystem::path const& file);  // white, one bit a pixel
void write_gif(Painted const& picture, std::filesystem::path const& file, bool interlaced = false);  // 216 colours

}  // namespace redress::storage

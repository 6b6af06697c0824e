// The first frame of a GIF through giflib, line by line: later frames are never unpacked.
#include "storage/pictures/decoders.hpp"

#include <gif_lib.h>

#include <array>
#include <memory>

namespace redress::storage {
namespace {

constexpr std::int64_t frame_pixels_max = 50'000'000;

struct CloseGif {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, CloseGif>;

Gif open(std::filesystem::path const& file) { return Gif(DGifOpenFileName(file.c_str(), nullptr)); }

// Up to the first frame's description; false where there is none.
bool go_to_frame(GifFileType* gif) {
  GifRecordType record = UNDEFINED_RECORD_TYPE;
  while (DGifGetRecordType(gif, &record) == GIF_OK) {
    if (record == IMAGE_DESC_RECORD_TYPE) return DGifGetImageDesc(gif) == GIF_OK;
    if (record != EXTENSION_RECORD_TYPE) return false;
    int code = 0;
    GifByteType* block = nullptr;
    if (DGifGetExtension(gif, &code, &block) != GIF_OK) return false;
    while (block)
      if (DGifGetExtensionNext(gif, &block) != GIF_OK) return false;
  }
  return false;
}

std::array<std::uint8_t, 256> grays_of(ColorMapObject const* colors) {
  std::array<std::uint8_t, 256> grays{};
  for (int i = 0; colors && i < colors->ColorCount && i < 256; ++i)
    grays[static_cast<std::size_t>(i)] =
        brightness(colors->Colors[i].Red, colors->Colors[i].Green, colors->Colors[i].Blue);
  return grays;
}

// The rows of a frame in the order they are stored.
std::vector<int> rows_of(int height, bool interlaced) {
  std::vector<int> rows;
  if (!interlaced) {
    for (int y = 0; y < height; ++y) rows.push_back(y);
    return rows;
  }
  constexpr std::array<std::array<int, 2>, 4> passes{{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
  for (auto const& [first, step] : passes)
    for (int y = first; y < height; y += step) rows.push_back(y);
  return rows;
}

}  // namespace

std::optional<PictureSize> gif_size(std::filesystem::path const& file) {
  auto const gif = open(file);
  if (!gif) return std::nullopt;
  return PictureSize{gif->SWidth, gif->SHeight};
}

std::optional<GrayPicture> gif_gray(std::filesystem::path const& file) {
  auto const gif = open(file);
  if (!gif || !go_to_frame(gif.get())) return std::nullopt;
  auto const& frame = gif->Image;
  if (frame.Width <= 0 || frame.Height <= 0 || frame.Width > frame_pixels_max / frame.Height) return std::nullopt;
  auto const grays = grays_of(frame.ColorMap ? frame.ColorMap : gif->SColorMap);
  GrayPicture picture{frame.Width, frame.Height, {}};
  auto const width = static_cast<std::size_t>(frame.Width);
  picture.gray.resize(width * static_cast<std::size_t>(frame.Height));
  std::vector<GifPixelType> line(width);
  for (auto const y : rows_of(frame.Height, frame.Interlace)) {
    if (DGifGetLine(gif.get(), line.data(), frame.Width) != GIF_OK) return std::nullopt;
    for (std::size_t x = 0; x < width; ++x) picture.gray[static_cast<std::size_t>(y) * width + x] = grays[line[x]];
  }
  return picture;
}

}  // namespace redress::storage

#include "storage/pictures/picture_look.hpp"

#include "storage/pictures/decoders.hpp"
#include "storage/pictures/picture_mark.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::storage {
namespace {

struct Format {
  std::string_view mime;
  std::optional<PictureSize> (*size)(std::filesystem::path const&);
  std::optional<GrayPicture> (*gray)(std::filesystem::path const&);
};

constexpr std::array formats{Format{"image/jpeg", &jpeg_size, &jpeg_gray}, Format{"image/png", &png_size, &png_gray},
                             Format{"image/gif", &gif_size, &gif_gray}, Format{"image/webp", &webp_size, &webp_gray}};

Format const* find_format(std::string_view mime) {
  auto const at = std::ranges::find(formats, mime, &Format::mime);
  return at == formats.end() ? nullptr : &*at;
}

}  // namespace

bool can_look_at(std::string_view mime) { return find_format(mime) != nullptr; }

Result<PictureMark> look_at_picture(std::filesystem::path const& file, std::string_view mime,
                                    std::int64_t most_pixels) {
  auto const* format = find_format(mime);
  auto const size = format ? format->size(file) : std::nullopt;
  if (!size || size->width <= 0 || size->height <= 0)
    return Fault{
        FaultKind::evidence_rejected,
        {"图片文件头无法读取，请上传完好的原件", "the picture's header cannot be read: upload the sound original"}};
  if (size->width > most_pixels / size->height)
    return Fault{
        FaultKind::too_large,
        {fmt::format("图片有 {}×{} 像素，最多 {} 像素", size->width, size->height, most_pixels),
         fmt::format("the picture has {} x {} pixels, the limit is {}", size->width, size->height, most_pixels)}};
  PictureMark picture{size->width, size->height, {}};
  if (auto const gray = format->gray(file)) picture.mark = mark_of(*gray);
  return picture;
}

std::optional<GrayPicture> gray_of(std::filesystem::path const& file, std::string_view mime) {
  auto const* format = find_format(mime);
  return format ? format->gray(file) : std::nullopt;
}

}  // namespace redress::storage

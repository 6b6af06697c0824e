// PNG through libpng's simplified interface; what shines through is taken as white paper.
#include "storage/pictures/decoders.hpp"

#include <png.h>

#include <memory>

namespace redress::storage {
namespace {

class Image {
 public:
  explicit Image(std::filesystem::path const& file) {
    image_.version = PNG_IMAGE_VERSION;
    good_ = png_image_begin_read_from_file(&image_, file.c_str()) != 0;
  }
  ~Image() { png_image_free(&image_); }
  Image(Image const&) = delete;
  Image& operator=(Image const&) = delete;

  bool good() const { return good_; }
  PictureSize size() const { return {image_.width, image_.height}; }

  std::optional<GrayPicture> gray() {
    image_.format = PNG_FORMAT_RGB;
    std::vector<png_byte> rgb(PNG_IMAGE_SIZE(image_));
    png_color const white{255, 255, 255};
    if (png_image_finish_read(&image_, &white, rgb.data(), 0, nullptr) == 0) return std::nullopt;
    GrayPicture picture{static_cast<int>(image_.width), static_cast<int>(image_.height), {}};
    picture.gray.resize(rgb.size() / 3);
    for (std::size_t i = 0; i < picture.gray.size(); ++i)
      picture.gray[i] = brightness(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
    return picture;
  }

 private:
  png_image image_{};
  bool good_ = false;
};

}  // namespace

std::optional<PictureSize> png_size(std::filesystem::path const& file) {
  Image const image(file);
  if (!image.good()) return std::nullopt;
  return image.size();
}

std::optional<GrayPicture> png_gray(std::filesystem::path const& file) {
  Image image(file);
  if (!image.good()) return std::nullopt;
  return image.gray();
}

}  // namespace redress::storage

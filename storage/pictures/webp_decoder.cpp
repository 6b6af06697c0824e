// WebP through libwebp, scaled down while it is decoded; its own brightness plane is taken as it is.
#include "storage/pictures/decoders.hpp"

#include <webp/decode.h>

#include <fstream>
#include <iterator>

namespace redress::storage {
namespace {

constexpr int enough = 512;  // pixels of the longer side

std::vector<std::uint8_t> bytes_of(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Decoded {
 public:
  Decoded() { good_ = WebPInitDecoderConfig(&config) != 0; }
  ~Decoded() { WebPFreeDecBuffer(&config.output); }
  Decoded(Decoded const&) = delete;
  Decoded& operator=(Decoded const&) = delete;
  bool good() const { return good_; }

  WebPDecoderConfig config{};

 private:
  bool good_ = false;
};

}  // namespace

std::optional<PictureSize> webp_size(std::filesystem::path const& file) {
  auto const bytes = bytes_of(file);
  int width = 0;
  int height = 0;
  if (WebPGetInfo(bytes.data(), bytes.size(), &width, &height) == 0) return std::nullopt;
  return PictureSize{width, height};
}

std::optional<GrayPicture> webp_gray(std::filesystem::path const& file) {
  auto const bytes = bytes_of(file);
  Decoded decoded;
  auto& config = decoded.config;
  if (!decoded.good() || WebPGetFeatures(bytes.data(), bytes.size(), &config.input) != VP8_STATUS_OK)
    return std::nullopt;
  if (config.input.has_animation != 0) return std::nullopt;
  auto const longer = std::max(config.input.width, config.input.height);
  if (longer > enough) {
    config.options.use_scaling = 1;
    config.options.scaled_width = std::max(1, config.input.width * enough / longer);
    config.options.scaled_height = std::max(1, config.input.height * enough / longer);
  }
  config.output.colorspace = MODE_RGB;
  if (WebPDecode(bytes.data(), bytes.size(), &config) != VP8_STATUS_OK) return std::nullopt;
  auto const& out = config.output;
  GrayPicture picture{out.width, out.height, {}};
  picture.gray.reserve(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
  for (int y = 0; y < out.height; ++y) {
    auto const* row = out.u.RGBA.rgba + static_cast<std::ptrdiff_t>(y) * out.u.RGBA.stride;
    for (int x = 0; x < out.width; ++x) picture.gray.push_back(brightness(row[3 * x], row[3 * x + 1], row[3 * x + 2]));
  }
  return picture;
}

}  // namespace redress::storage

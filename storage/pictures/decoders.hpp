// One pair of functions a format: the size its header says, and its brightness.
//
// Each answers nothing where the bytes are not what they should be; none throws for that, none prints.
#pragma once

#include "storage/pictures/gray_picture.hpp"

#include <filesystem>
#include <optional>

namespace redress::storage {

struct PictureSize {
  std::int64_t width = 0;
  std::int64_t height = 0;
};

std::optional<PictureSize> jpeg_size(std::filesystem::path const& file);
std::optional<GrayPicture> jpeg_gray(std::filesystem::path const& file);
std::optional<PictureSize> png_size(std::filesystem::path const& file);
std::optional<GrayPicture> png_gray(std::filesystem::path const& file);
std::optional<PictureSize> gif_size(std::filesystem::path const& file);
std::optional<GrayPicture> gif_gray(std::filesystem::path const& file);
std::optional<PictureSize> webp_size(std::filesystem::path const& file);
std::optional<GrayPicture> webp_gray(std::filesystem::path const& file);

}  // namespace redress::storage

// Looks at the bytes of a picture: its size from the header, then its mark.
//
// The decoders are libjpeg, libpng, giflib (first frame) and libwebp. They read bytes of strangers, so callers run this
// in a process of its own with bounded memory and time (api/server/picture_child.hpp); here it is an ordinary function.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/cases/store.hpp"
#include "storage/pictures/gray_picture.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace redress::storage {

/// A picture of more pixels is refused unread, whatever its file weighs: 50 million unless the caller says otherwise.
inline constexpr std::int64_t pixels_max = 50'000'000;

/// image/jpeg, image/png, image/gif and image/webp can be looked at.
bool can_look_at(std::string_view mime);

/// Width and height from the header; the mark is "" where the rest cannot be decoded or is too plain. Faults:
/// `too_large` past pixels_max, `evidence_rejected` where not even the header can be read.
Result<PictureMark> look_at_picture(std::filesystem::path const& file, std::string_view mime,
                                    std::int64_t most_pixels = pixels_max);

/// The brightness of the picture, scaled down where its decoder can; nothing where it cannot be decoded. The header has
/// been found to be within pixels_max.
std::optional<GrayPicture> gray_of(std::filesystem::path const& file, std::string_view mime);

}  // namespace redress::storage

// A picture's mark: 256 bits that stay nearly the same when the picture is compressed again, scaled or mirrored.
//
// The picture is averaged down to 64 x 64 and turned into its frequencies (a discrete cosine transform); each of the
// 256 lowest gives one bit, its sign. Two pictures are as far apart as their marks have different bits. Mirroring a
// picture left to right turns exactly the signs of the odd horizontal frequencies, so a mirrored copy is found from its
// mark alone. docs/evidence.md has the distances that were measured.
#pragma once

#include "storage/pictures/gray_picture.hpp"

#include <string>
#include <string_view>

namespace redress::storage {

/// 64 hex characters; "" where the picture is too plain or too small to be told from others.
std::string mark_of(GrayPicture const& picture);

/// Bits in which two marks differ, 0 to 256. Both must be marks of 64 characters.
int mark_distance(std::string_view a, std::string_view b);

/// The mark of the same picture, left and right exchanged.
std::string mirrored(std::string_view mark);

/// At this distance or nearer two pictures are reported as the same one. A store's index surely finds what is within 15
/// bits, and nearly all of what is within 24.
inline constexpr int same_picture_bits_max = 24;

}  // namespace redress::storage

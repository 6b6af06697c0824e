// Marks of real files: the same picture encoded again, scaled and mirrored stays near, other pictures stay far.
#include "storage/pictures/picture_mark.hpp"

#include "storage/pictures/picture_look.hpp"
#include "tests/storage/pictures/painted.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>

namespace redress::storage {
namespace {

constexpr std::uint32_t pictures = 30;

class PictureMarkTest : public testing::Test {
 protected:
  std::filesystem::path file(std::string const& name) const { return folder_.path() / name; }
  static std::string mark(std::filesystem::path const& path, std::string_view mime) {
    auto const looked = look_at_picture(path, mime);
    EXPECT_TRUE(looked.has_value());
    return looked ? looked->mark : std::string{};
  }
  std::string png_mark(Painted const& picture) {
    write_png(picture, file("a.png"));
    return mark(file("a.png"), "image/png");
  }

  TemporaryFolder folder_;
};

struct Copy {
  char const* name;
  char const* mime;
  bool turned;
  void (*write)(Painted const&, std::filesystem::path const&);
};

Copy const copies[] = {
    {"JPEG quality 95", "image/jpeg", false, [](auto const& p, auto const& f) { write_jpeg(p, f, 95); }},
    {"JPEG quality 50", "image/jpeg", false, [](auto const& p, auto const& f) { write_jpeg(p, f, 50); }},
    {"JPEG quality 20, progressive", "image/jpeg", false,
     [](auto const& p, auto const& f) { write_jpeg(p, f, 20, true); }},
    {"WebP quality 80", "image/webp", false, [](auto const& p, auto const& f) { write_webp(p, f, 80); }},
    {"WebP quality 20", "image/webp", false, [](auto const& p, auto const& f) { write_webp(p, f, 20); }},
    {"GIF of 216 colours", "image/gif", false, [](auto const& p, auto const& f) { write_gif(p, f); }},
    {"half the size, JPEG 80", "image/jpeg", false,
     [](auto const& p, auto const& f) { write_jpeg(scaled(p, 320, 240), f, 80); }},
    {"a quarter of the size, JPEG 70", "image/jpeg", false,
     [](auto const& p, auto const& f) { write_jpeg(scaled(p, 160, 120), f, 70); }},
    {"twice the size, PNG", "image/png", false,
     [](auto const& p, auto const& f) { write_png(scaled(p, 1280, 960), f); }},
    {"squeezed to a square, WebP 75", "image/webp", false,
     [](auto const& p, auto const& f) { write_webp(scaled(p, 400, 400), f, 75); }},
    {"mirrored, PNG", "image/png", true, [](auto const& p, auto const& f) { write_png(mirrored(p), f); }},
    {"mirrored, half, JPEG 60", "image/jpeg", true,
     [](auto const& p, auto const& f) { write_jpeg(scaled(mirrored(p), 320, 240), f, 60); }},
};

TEST_F(PictureMarkTest, CopiesStayNearWhateverWasDoneToThem) {
  std::map<std::string, std::vector<int>> distances;
  for (std::uint32_t seed = 0; seed < pictures; ++seed) {
    auto const picture = paint(seed);
    auto const original = png_mark(picture);
    if (original.empty()) continue;  // too plain to be told from others
    for (auto const& copy : copies) {
      copy.write(picture, file("copy"));
      auto const found = mark(file("copy"), copy.mime);
      ASSERT_EQ(found.size(), 64U) << copy.name;
      auto const distance = mark_distance(copy.turned ? storage::mirrored(original) : original, found);
      distances[copy.name].push_back(distance);
    }
  }
  for (auto& [name, found] : distances) {
    std::ranges::sort(found);
    auto const near = std::ranges::count_if(found, [](int bits) { return bits <= same_picture_bits_max; });
    fmt::print("{:32} median {:3}, worst {:3}, found {}/{}\n", name, found[found.size() / 2], found.back(), near,
               found.size());
    // Few colours without dithering change large areas; whoever wants to hide a picture can do worse.
    EXPECT_GE(near * 100, std::ssize(found) * (name.starts_with("GIF") ? 80 : 100)) << name;
  }
}

TEST_F(PictureMarkTest, OtherPicturesAreFarAway) {
  std::vector<std::string> marks;
  for (std::uint32_t seed = 0; seed < 8 * pictures; ++seed)
    if (auto made = png_mark(paint(seed, 320, 240)); !made.empty()) marks.push_back(std::move(made));
  ASSERT_GE(marks.size(), 7U * pictures);
  int nearest = 256;
  std::int64_t pairs = 0;
  for (std::size_t a = 0; a < marks.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      ++pairs;
      nearest = std::min({nearest, mark_distance(marks[a], marks[b]), mark_distance(mirrored(marks[a]), marks[b])});
    }
  fmt::print("{} pairs of other pictures, the nearest {} bits apart\n", pairs, nearest);
  EXPECT_GT(nearest, 2 * same_picture_bits_max) << "a false alarm is close";
}

TEST_F(PictureMarkTest, MirroringTheMarkIsMirroringThePicture) {
  for (std::uint32_t seed = 0; seed < 12; ++seed) {
    auto const picture = paint(seed, 320, 240);
    if (png_mark(picture).empty()) continue;
    EXPECT_LE(mark_distance(mirrored(png_mark(picture)), png_mark(storage::mirrored(picture))), 2) << seed;
    EXPECT_EQ(mirrored(mirrored(png_mark(picture))), png_mark(picture));
  }
}

TEST_F(PictureMarkTest, WhatIsTooPlainHasNoMark) {
  Painted plain{640, 480, std::vector<std::uint8_t>(640 * 480 * 3, 200)};
  EXPECT_EQ(png_mark(plain), "");
  for (int x = 0; x < plain.width; ++x)
    for (int y = 0; y < plain.height; ++y)
      plain.at(x, y)[0] = plain.at(x, y)[1] = static_cast<std::uint8_t>(x * 255 / 640);
  EXPECT_EQ(png_mark(plain), "") << "one even slope is no picture to know again";
  EXPECT_EQ(png_mark(scaled(paint(0), 15, 15)), "") << "too small";
}

}  // namespace
}  // namespace redress::storage

// Headers that lie, pictures that end early, bombs: none of them does more than answer nothing.
#include "storage/pictures/picture_look.hpp"

#include "tests/storage/pictures/painted.hpp"
#include "tests/storage/store_test.hpp"

#include <zlib.h>

#include <fstream>
#include <iterator>
#include <random>

namespace redress::storage {
namespace {

class PictureLookTest : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_.path() / "picture"; }
  std::string bytes() const {
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void put(std::string_view content) const {
    std::ofstream(path(), std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
  }
  TemporaryFolder folder_;
};

std::string four(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

std::string chunk(std::string type, std::string const& content) {
  auto const body = type + content;
  auto const sum = crc32(0, reinterpret_cast<Bytef const*>(body.data()), static_cast<uInt>(body.size()));
  return four(static_cast<std::uint32_t>(content.size())) + body + four(static_cast<std::uint32_t>(sum));
}

// A PNG whose header names any size, with a few bytes of pixels.
std::string png_of(std::uint32_t width, std::uint32_t height) {
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1A\n"s + chunk("IHDR", four(width) + four(height) + "\x08\x02\x00\x00\x00"s) +
         chunk("IDAT", "\x78\x9C\x03\x00\x00\x00\x00\x01"s) + chunk("IEND", "");
}

TEST_F(PictureLookTest, TellsTheSizeOfEveryFormat) {
  auto const picture = paint(3, 321, 123);
  struct {
    char const* mime;
    void (*write)(Painted const&, std::filesystem::path const&);
  } const rows[] = {{"image/jpeg", [](auto const& p, auto const& f) { write_jpeg(p, f, 80); }},
                    {"image/png", [](auto const& p, auto const& f) { write_png(p, f); }},
                    {"image/webp", [](auto const& p, auto const& f) { write_webp(p, f, 80); }},
                    {"image/gif", [](auto const& p, auto const& f) { write_gif(p, f); }}};
  for (auto const& row : rows) {
    row.write(picture, path());
    auto const looked = look_at_picture(path(), row.mime);
    ASSERT_TRUE(looked.has_value()) << row.mime;
    EXPECT_EQ(looked->width, 321) << row.mime;
    EXPECT_EQ(looked->height, 123) << row.mime;
    EXPECT_EQ(looked->mark.size(), 64U) << row.mime;
  }
}

TEST_F(PictureLookTest, AnInterlacedGifLooksLikeAPlainOne) {
  for (int const height : {1, 2, 3, 5, 8, 9, 123}) {
    auto const picture = paint(3, 321, height);
    write_gif(picture, path());
    auto const plain_bytes = bytes();
    auto const plain = gray_of(path(), "image/gif");
    write_gif(picture, path(), true);
    ASSERT_TRUE(height < 3 || bytes() != plain_bytes) << "its rows are stored in another order";
    auto const interlaced = gray_of(path(), "image/gif");
    ASSERT_TRUE(plain && interlaced) << height;
    EXPECT_EQ(interlaced->gray, plain->gray) << height;
  }
}

TEST_F(PictureLookTest, RefusesMorePixelsThanTheLimitByTheHeaderAlone) {
  struct {
    std::uint32_t width, height;
    bool refused;
  } const rows[] = {{10'000, 5'000, false}, {10'000, 5'001, true}, {100'000, 100'000, true}, {1, 1'000'000, false}};
  for (auto const& row : rows) {
    put(png_of(row.width, row.height));
    auto const looked = look_at_picture(path(), "image/png");
    EXPECT_EQ(looked.has_value(), !row.refused) << row.width << "x" << row.height;
    if (looked)
      EXPECT_EQ(looked->mark, "") << "its pixels are not there";
    else
      EXPECT_EQ(looked.error().kind, FaultKind::too_large);
  }
}

TEST_F(PictureLookTest, APictureThatEndsEarlyHasASizeAndNoMarkOrIsRefused) {
  write_jpeg(paint(1), path(), 80);
  auto const whole = bytes();
  put(whole.substr(0, 2));
  EXPECT_EQ(look_at_picture(path(), "image/jpeg").error().kind, FaultKind::evidence_rejected);
  write_png(paint(1), path());
  auto const png = bytes();
  put(png.substr(0, png.size() / 2));
  auto const looked = look_at_picture(path(), "image/png");
  ASSERT_TRUE(looked.has_value());
  EXPECT_EQ(looked->mark, "");
}

TEST_F(PictureLookTest, DamagedBytesNeverDoMoreThanAnswer) {
  struct {
    char const* mime;
    void (*write)(Painted const&, std::filesystem::path const&);
  } const rows[] = {{"image/jpeg", [](auto const& p, auto const& f) { write_jpeg(p, f, 70); }},
                    {"image/jpeg", [](auto const& p, auto const& f) { write_jpeg(p, f, 70, true); }},
                    {"image/png", [](auto const& p, auto const& f) { write_png(p, f); }},
                    {"image/webp", [](auto const& p, auto const& f) { write_webp(p, f, 70); }},
                    {"image/gif", [](auto const& p, auto const& f) { write_gif(p, f); }}};
  std::mt19937 random(7);
  int refused = 0, unmarked = 0, marked = 0;
  for (auto const& row : rows) {
    row.write(paint(4, 64, 48), path());
    auto const whole = bytes();
    ASSERT_FALSE(whole.empty());
    for (int round = 0; round < 300; ++round) {
      auto content = whole;
      for (int changes = static_cast<int>(random() % 8) + 1; changes > 0; --changes)
        content[random() % content.size()] = static_cast<char>(random());
      if (round % 3 == 0) content.resize(random() % content.size());
      put(content);
      auto const looked = look_at_picture(path(), row.mime);
      (!looked ? refused : looked->mark.empty() ? unmarked : marked) += 1;
      EXPECT_TRUE(!looked || looked->mark.empty() || looked->mark.size() == 64);
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(unmarked, 0);
  EXPECT_GT(marked, 0);
}

}  // namespace
}  // namespace redress::storage

#include "tests/storage/pictures/painted.hpp"

#include <gif_lib.h>
#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>
#include <stdexcept>

namespace redress::storage {
namespace {

using Random = std::mt19937;

int draw(Random& random, int least, int most) {
  return std::uniform_int_distribution<int>(least, std::max(least, most))(random);
}

struct Colour {
  int red, green, blue;
};

Colour any_colour(Random& random) { return {draw(random, 0, 255), draw(random, 0, 255), draw(random, 0, 255)}; }

void put(Painted& picture, int x, int y, Colour colour) {
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return;
  auto* at = picture.at(x, y);
  at[0] = static_cast<std::uint8_t>(colour.red);
  at[1] = static_cast<std::uint8_t>(colour.green);
  at[2] = static_cast<std::uint8_t>(colour.blue);
}

void fill(Painted& picture, Colour colour) {
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) put(picture, x, y, colour);
}

void box(Painted& picture, int left, int top, int width, int height, Colour colour) {
  for (int y = top; y < top + height; ++y)
    for (int x = left; x < left + width; ++x) put(picture, x, y, colour);
}

void disc(Painted& picture, int cx, int cy, int rx, int ry, Colour colour) {
  for (int y = cy - ry; y <= cy + ry; ++y)
    for (int x = cx - rx; x <= cx + rx; ++x) {
      double const dx = static_cast<double>(x - cx) / rx;
      double const dy = static_cast<double>(y - cy) / ry;
      if (dx * dx + dy * dy <= 1) put(picture, x, y, colour);
    }
}

void grain(Painted& picture, Random& random, int strength) {
  for (auto& value : picture.rgb)
    value = static_cast<std::uint8_t>(std::clamp(value + draw(random, -strength, strength), 0, 255));
}

void photograph(Painted& picture, Random& random) {
  Colour const corners[4] = {any_colour(random), any_colour(random), any_colour(random), any_colour(random)};
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      double const h = static_cast<double>(x) / picture.width;
      double const v = static_cast<double>(y) / picture.height;
      auto const mix = [&](int Colour::*part) {
        return static_cast<int>((1 - v) * ((1 - h) * (corners[0].*part) + h * (corners[1].*part)) +
                                v * ((1 - h) * (corners[2].*part) + h * (corners[3].*part)));
      };
      put(picture, x, y, {mix(&Colour::red), mix(&Colour::green), mix(&Colour::blue)});
    }
  for (int i = draw(random, 6, 14); i > 0; --i)
    disc(picture, draw(random, 0, picture.width), draw(random, 0, picture.height), draw(random, 10, picture.width / 5),
         draw(random, 10, picture.height / 5), any_colour(random));
  for (int i = draw(random, 3, 8); i > 0; --i)
    box(picture, draw(random, 0, picture.width), draw(random, 0, picture.height), draw(random, 8, picture.width / 3),
        draw(random, 8, picture.height / 4), any_colour(random));
  grain(picture, random, 8);
}

void chat_window(Painted& picture, Random& random) {
  fill(picture, {245, 245, 245});
  box(picture, 0, 0, picture.width, picture.height / 14, {60, 60, 70});
  int y = picture.height / 12;
  while (y < picture.height) {
    bool const ours = draw(random, 0, 1) == 1;
    int const width = draw(random, picture.width / 6, picture.width * 2 / 3);
    int const height = draw(random, picture.height / 20, picture.height / 6);
    int const left = ours ? picture.width - width - picture.width / 12 : picture.width / 12;
    box(picture, left, y, width, height, ours ? Colour{150, 235, 110} : Colour{255, 255, 255});
    for (int line = y + 8; line + 6 < y + height; line += 18)
      for (int x = left + 8; x < left + width - 12; x += draw(random, 9, 16))
        if (draw(random, 0, 5) > 0) box(picture, x, line, 7, 9, {40, 40, 40});
    disc(picture, ours ? picture.width - picture.width / 24 : picture.width / 24, y + 14, 12, 12, any_colour(random));
    y += height + draw(random, 8, 40);
  }
}

void thing_on_white(Painted& picture, Random& random) {
  fill(picture, {250, 250, 248});
  auto const cx = picture.width / 2 + draw(random, -picture.width / 8, picture.width / 8);
  auto const cy = picture.height / 2 + draw(random, -picture.height / 8, picture.height / 8);
  for (int i = draw(random, 4, 9); i > 0; --i)
    if (draw(random, 0, 1) == 1)
      disc(picture, cx + draw(random, -120, 120), cy + draw(random, -90, 90), draw(random, 12, 130),
           draw(random, 12, 110), any_colour(random));
    else
      box(picture, cx + draw(random, -150, 60), cy + draw(random, -110, 50), draw(random, 12, 160),
          draw(random, 12, 140), any_colour(random));
  grain(picture, random, 3);
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

Painted paint(std::uint32_t seed, int width, int height) {
  Random random(seed);
  Painted picture{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height))};
  switch (seed % 3) {
    case 0:
      photograph(picture, random);
      break;
    case 1:
      chat_window(picture, random);
      break;
    default:
      thing_on_white(picture, random);
  }
  return picture;
}

Painted scaled(Painted const& picture, int width, int height) {
  Painted out{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height))};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      auto const x0 = x * picture.width / width, x1 = std::max(x0 + 1, (x + 1) * picture.width / width);
      auto const y0 = y * picture.height / height, y1 = std::max(y0 + 1, (y + 1) * picture.height / height);
      int sums[3] = {0, 0, 0};
      for (int sy = y0; sy < y1; ++sy)
        for (int sx = x0; sx < x1; ++sx)
          for (int c = 0; c < 3; ++c) sums[c] += picture.at(sx, sy)[c];
      for (int c = 0; c < 3; ++c) out.at(x, y)[c] = static_cast<std::uint8_t>(sums[c] / ((x1 - x0) * (y1 - y0)));
    }
  return out;
}

Painted mirrored(Painted const& picture) {
  auto out = picture;
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x)
      for (int c = 0; c < 3; ++c) out.at(x, y)[c] = picture.at(picture.width - 1 - x, y)[c];
  return out;
}

void write_jpeg(Painted const& picture, std::filesystem::path const& file, int quality, bool progressive) {
  std::unique_ptr<std::FILE, CloseFile> const out(std::fopen(file.c_str(), "wb"));
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  jpeg_stdio_dest(&info, out.get());
  info.image_width = static_cast<JDIMENSION>(picture.width);
  info.image_height = static_cast<JDIMENSION>(picture.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  if (progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(picture.at(0, static_cast<int>(info.next_scanline)));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
}

void write_png(Painted const& picture, std::filesystem::path const& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&image, file.c_str(), 0, picture.rgb.data(), 0, nullptr) == 0)
    throw std::runtime_error("libpng wrote nothing");
}

void write_webp(Painted const& picture, std::filesystem::path const& file, float quality) {
  std::uint8_t* bytes = nullptr;
  auto const size =
      WebPEncodeRGB(picture.rgb.data(), picture.width, picture.height, 3 * picture.width, quality, &bytes);
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<char const*>(bytes), static_cast<std::streamsize>(size));
  WebPFree(bytes);
}

void write_blank_png(int width, int height, std::filesystem::path const& file) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> const out{std::fopen(file.c_str(), "wb"), &std::fclose};
  auto* png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  auto* info = png_create_info_struct(png);
  png_init_io(png, out.get());
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), 1, PNG_COLOR_TYPE_GRAY,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  std::vector<png_byte> const row(static_cast<std::size_t>(width) / 8 + 1, 0xFF);
  for (int y = 0; y < height; ++y) png_write_row(png, row.data());
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
}

void write_gif(Painted const& picture, std::filesystem::path const& file, bool interlaced) {
  GifColorType colours[256] = {};
  for (int i = 0; i < 216; ++i)
    colours[i] = {static_cast<GifByteType>(51 * (i / 36)), static_cast<GifByteType>(51 * (i / 6 % 6)),
                  static_cast<GifByteType>(51 * (i % 6))};
  auto* map = GifMakeMapObject(256, colours);
  auto* gif = EGifOpenFileName(file.c_str(), false, nullptr);
  EGifPutScreenDesc(gif, picture.width, picture.height, 8, 0, map);
  EGifPutImageDesc(gif, 0, 0, picture.width, picture.height, interlaced, nullptr);
  std::vector<GifPixelType> line(static_cast<std::size_t>(picture.width));
  std::vector<int> rows;
  constexpr int passes[][2] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
  for (auto const& [first, step] : passes)
    for (int y = first; y < picture.height; y += step) rows.push_back(y);
  if (!interlaced) std::ranges::sort(rows);
  for (auto const y : rows) {
    for (int x = 0; x < picture.width; ++x) {
      auto const* at = picture.at(x, y);
      line[static_cast<std::size_t>(x)] =
          static_cast<GifPixelType>(36 * ((at[0] + 25) / 51) + 6 * ((at[1] + 25) / 51) + (at[2] + 25) / 51);
    }
    EGifPutLine(gif, line.data(), picture.width);
  }
  EGifCloseFile(gif, nullptr);
  GifFreeMapObject(map);
}

}  // namespace redress::storage

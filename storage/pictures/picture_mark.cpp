#include "storage/pictures/picture_mark.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <charconv>
#include <cmath>
#include <numbers>
#include <vector>

namespace redress::storage {
namespace {

constexpr int side = 64;         // of the averaged picture
constexpr int frequencies = 16;  // lowest, each way
constexpr int words = 16;        // of 16 bits: one a vertical frequency
constexpr int side_min = 16;     // of a picture worth marking
// A frequency weaker than this turns its sign by the noise of compressing; a picture needs this many strong ones.
constexpr double strong = 4.0;
constexpr int strong_min = 48;

using Square = std::array<std::array<double, side>, side>;
using Words = std::array<std::uint16_t, words>;

// The part of one of the picture's rows or columns that lies in one of the 64 it is averaged into.
struct Share {
  int cell;
  double part;
};

// By area, so that pictures of any size, smaller than 64 too, come out alike.
std::vector<std::vector<Share>> shares_of(int length) {
  double const cell = static_cast<double>(length) / side;
  std::vector<std::vector<Share>> shares(static_cast<std::size_t>(length));
  for (int i = 0; i < length; ++i)
    for (int c = static_cast<int>(i / cell); c < side && c * cell < i + 1; ++c)
      if (double const part = std::min<double>(i + 1, (c + 1) * cell) - std::max<double>(i, c * cell); part > 0)
        shares[static_cast<std::size_t>(i)].push_back({c, part / cell});
  return shares;
}

Square averaged(GrayPicture const& picture) {
  auto const columns = shares_of(picture.width);
  auto const rows = shares_of(picture.height);
  Square cells{};
  for (int y = 0; y < picture.height; ++y) {
    std::array<double, side> line{};
    for (int x = 0; x < picture.width; ++x)
      for (auto const& [cell, part] : columns[static_cast<std::size_t>(x)])
        line[static_cast<std::size_t>(cell)] += part * picture.at(x, y);
    for (auto const& [cell, part] : rows[static_cast<std::size_t>(y)])
      for (std::size_t x = 0; x < side; ++x) cells[static_cast<std::size_t>(cell)][x] += part * line[x];
  }
  return cells;
}

// cosines[f][i] of the orthonormal transform.
using Cosines = std::array<std::array<double, side>, frequencies>;
Cosines make_cosines() {
  Cosines cosines{};
  for (std::size_t f = 0; f < frequencies; ++f)
    for (std::size_t i = 0; i < side; ++i)
      cosines[f][i] =
          std::sqrt((f == 0 ? 1.0 : 2.0) / side) *
          std::cos(std::numbers::pi * static_cast<double>(f) * (2.0 * static_cast<double>(i) + 1) / (2 * side));
  return cosines;
}

using Frequencies = std::array<std::array<double, frequencies>, frequencies>;  // [vertical][horizontal]
Frequencies transformed(Square const& cells) {
  static Cosines const cosines = make_cosines();
  std::array<std::array<double, frequencies>, side> rows{};
  for (std::size_t y = 0; y < side; ++y)
    for (std::size_t f = 0; f < frequencies; ++f)
      for (std::size_t x = 0; x < side; ++x) rows[y][f] += cosines[f][x] * cells[y][x];
  Frequencies found{};
  for (std::size_t v = 0; v < frequencies; ++v)
    for (std::size_t h = 0; h < frequencies; ++h)
      for (std::size_t y = 0; y < side; ++y) found[v][h] += cosines[v][y] * rows[y][h];
  return found;
}

std::string text_of(Words const& bits) {
  std::string text;
  for (auto const word : bits) text += fmt::format("{:04x}", word);
  return text;
}

Words words_of(std::string_view mark) {
  assert(mark.size() == 4 * words);
  Words bits{};
  for (std::size_t i = 0; i < words; ++i) std::from_chars(mark.data() + 4 * i, mark.data() + 4 * i + 4, bits[i], 16);
  return bits;
}

}  // namespace

std::string mark_of(GrayPicture const& picture) {
  if (picture.width < side_min || picture.height < side_min) return {};
  auto const found = transformed(averaged(picture));
  Words bits{};
  int strong_ones = 0;
  for (std::size_t v = 0; v < frequencies; ++v)
    for (std::size_t h = 0; h < frequencies; ++h) {
      if (v == 0 && h == 0) continue;  // the mean brightness, always positive
      if (std::abs(found[v][h]) >= strong) ++strong_ones;
      if (found[v][h] > 0) bits[v] = static_cast<std::uint16_t>(bits[v] | (1U << h));
    }
  return strong_ones < strong_min ? std::string{} : text_of(bits);
}

int mark_distance(std::string_view a, std::string_view b) {
  auto const first = words_of(a);
  auto const second = words_of(b);
  int distance = 0;
  for (std::size_t i = 0; i < words; ++i) distance += std::popcount(static_cast<std::uint16_t>(first[i] ^ second[i]));
  return distance;
}

std::string mirrored(std::string_view mark) {
  constexpr std::uint16_t odd = 0xAAAA;
  auto bits = words_of(mark);
  for (auto& word : bits) word = static_cast<std::uint16_t>(word ^ odd);
  return text_of(bits);
}

}  // namespace redress::storage

#include "engine/ledger/tile.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace redress::ledger {
namespace {

constexpr unsigned levels_max = 63;
constexpr std::size_t index_digits_max = 18;  // six elements of three; a ledger of 256 * 10^18 entries has more

std::optional<std::uint64_t> plain_number(std::string_view text) {
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || fmt::format("{}", number) != text) return std::nullopt;
  return number;
}

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  for (;;) {
    auto const slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

std::string index_path(std::uint64_t index) {
  auto path = fmt::format("{:03}", index % 1000);
  for (index /= 1000; index > 0; index /= 1000) path = fmt::format("x{:03}/{}", index % 1000, path);
  return path;
}

}  // namespace

std::string path_of(Tile const& tile) {
  auto path =
      fmt::format("tile/{}/{}", tile.entries ? "entries" : fmt::format("{}", tile.level), index_path(tile.index));
  if (tile.width != tile_width) path += fmt::format(".p/{}", tile.width);
  return path;
}

// Whatever could be a tile's path is read, and is one if the tile is spelled so.
std::optional<Tile> parse_tile_path(std::string_view path) {
  auto parts = split(path);
  if (parts.size() < 3 || parts[0] != "tile") return std::nullopt;
  Tile tile;
  tile.entries = parts[1] == "entries";
  if (!tile.entries) {
    auto const level = plain_number(parts[1]);
    if (!level || *level > levels_max) return std::nullopt;
    tile.level = static_cast<unsigned>(*level);
  }
  constexpr std::string_view partial = ".p";
  if (parts.size() > 3 && parts[parts.size() - 2].ends_with(partial)) {
    auto const width = plain_number(parts.back());
    if (!width || *width == 0 || *width >= tile_width) return std::nullopt;
    tile.width = *width;
    parts.pop_back();
    parts.back().remove_suffix(partial.size());
  }
  std::string digits;
  for (std::size_t i = 2; i < parts.size(); ++i) digits += parts[i].starts_with('x') ? parts[i].substr(1) : parts[i];
  if (digits.size() > index_digits_max) return std::nullopt;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), tile.index);
  if (error != std::errc{} || path_of(tile) != path) return std::nullopt;
  return tile;
}

std::uint64_t row_size(std::uint64_t size, unsigned level) {
  auto const shift = level * tile_height;
  return shift >= 64 ? 0 : size >> shift;
}

bool has_tile(std::uint64_t size, Tile const& tile) {
  auto const row = row_size(size, tile.level);
  auto const first = tile.index * tile_width;
  return first / tile_width == tile.index && first <= row && row - first >= tile.width;
}

}  // namespace redress::ledger

// The names of a ledger's tiles: runs of 256 hashes of one level of the tree, or the entries below one (C2SP
// tlog-tiles).
//
// Level L has the hashes of complete subtrees of 256^L entries; tile N of it holds the hashes from 256 N on. A tile is
// full with 256 hashes and partial with fewer. Pure arithmetic; sizes and indices count from 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress::ledger {

inline constexpr std::uint64_t tile_width = 256;
inline constexpr unsigned tile_height = 8;  // 2^8 hashes

struct Tile {
  unsigned level = 0;
  bool entries = false;  // the entries under tile (0, index), not hashes
  std::uint64_t index = 0;
  std::uint64_t width = tile_width;  // 1 to 256

  bool operator==(Tile const&) const = default;
};

/// "tile/0/x001/x234/067", "tile/entries/000.p/12"; nothing for what is no tile's path: another spelling of a number
/// among them.
std::optional<Tile> parse_tile_path(std::string_view path);
std::string path_of(Tile const& tile);

/// How many hashes level `level` has in a tree of `size` entries.
std::uint64_t row_size(std::uint64_t size, unsigned level);

/// Whether a tree of `size` entries has all of the tile's hashes.
bool has_tile(std::uint64_t size, Tile const& tile);

}  // namespace redress::ledger

#include "engine/ledger/tile_tree.hpp"

#include <cassert>

namespace redress::ledger {
namespace {

constexpr std::size_t tiles_a_write = 64;

Digest root_of_run(std::vector<Digest> hashes) {
  while (hashes.size() > 1) {
    for (std::size_t i = 0; i < hashes.size() / 2; ++i) hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
    hashes.resize(hashes.size() / 2);
  }
  return hashes.front();
}

}  // namespace

TileTree::TileTree(HashRows& rows) : rows_(rows) {
  cut(rows_.size(0));
  complete();
}

void TileTree::append(std::span<Digest const> leaves) {
  rows_.append(0, leaves);
  complete();
}

void TileTree::cut(std::uint64_t size) {
  for (unsigned row = 0; row < hash_rows_max; ++row)
    if (auto const most = row_size(size, row); rows_.size(row) > most) rows_.cut(row, most);
}

void TileTree::complete() {
  for (unsigned row = 1; row < hash_rows_max; ++row) {
    auto have = rows_.size(row);
    auto const want = rows_.size(row - 1) / tile_width;
    std::vector<Digest> made;
    for (; have < want; ++have) {
      made.push_back(root_of_run(rows_.read(row - 1, have * tile_width, tile_width)));
      if (made.size() == tiles_a_write || have + 1 == want) {
        rows_.append(row, made);
        made.clear();
      }
    }
  }
}

NodeReader TileTree::nodes() {
  return [this](NodeId node) {
    auto const count = std::size_t{1} << node.level % tile_height;
    return root_of_run(rows_.read(node.level / tile_height, node.index * count, count));
  };
}

std::optional<std::vector<Digest>> TileTree::tile(Tile const& tile, std::uint64_t size) {
  assert(!tile.entries);
  if (tile.level >= hash_rows_max || !has_tile(size, tile)) return std::nullopt;
  return rows_.read(tile.level, tile.index * tile_width, static_cast<std::size_t>(tile.width));
}

}  // namespace redress::ledger

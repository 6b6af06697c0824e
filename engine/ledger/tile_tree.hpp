// The tree over kept hashes: appends leaves, completes the tiles above them, gives nodes, roots and tiles.
//
// Costs 33 bytes of the rows an entry and next to no memory. What the rows hold is believed here; that they agree with
// the entries is shown by hashing those again (api/service/ledger_signer.hpp). One caller at a time.
#pragma once

#include "engine/ledger/hash_rows.hpp"
#include "engine/ledger/merkle.hpp"
#include "engine/ledger/tile.hpp"

#include <optional>

namespace redress::ledger {

class TileTree {
 public:
  /// Completes or cuts the rows above the leaves, as a crash may have left them.
  explicit TileTree(HashRows& rows);

  std::uint64_t size() { return rows_.size(0); }
  void append(std::span<Digest const> leaves);
  /// Forgets the leaves from `size` on, and every hash over one of them.
  void cut(std::uint64_t size);

  /// Of complete subtrees whose leaves are there. Borrows this.
  NodeReader nodes();
  Digest root(std::uint64_t size) { return root_of(nodes(), size); }

  /// The tile's hashes; nothing if a tree of `size` entries does not have them. Not for tiles of entries.
  std::optional<std::vector<Digest>> tile(Tile const& tile, std::uint64_t size);

 private:
  void complete();

  HashRows& rows_;
};

}  // namespace redress::ledger

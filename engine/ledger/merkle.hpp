// The Merkle tree of the ledger (RFC 6962, section 2.1): hashes, roots, proofs, and the edge a writer appends at.
//
// leaf = SHA-256(0x00 || entry bytes); node = SHA-256(0x01 || left || right); the empty tree's root is SHA-256("").
// Sizes and indices count leaves, from 0. Making a proof of an index or size out of range is our bug (an assertion);
// checking one never is. Everything here is pure and safe from any thread.
#pragma once

#include "engine/ledger/hash.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace redress::ledger {

Digest leaf_hash(Bytes entry);
inline Digest leaf_hash(std::string_view entry) { return leaf_hash(as_bytes(entry)); }
Digest node_hash(Digest const& left, Digest const& right);

/// The root of the complete subtree of 2^level leaves that begins at leaf index * 2^level. Level 0 is the leaves.
struct NodeId {
  unsigned level = 0;
  std::uint64_t index = 0;
  bool operator==(NodeId const&) const = default;
};

/// Gives the hash of a complete subtree. A proof asks for O(log size) of them, so a store that keeps nodes is quick.
/// A reader whose disk fails throws FaultError.
using NodeReader = std::function<Digest(NodeId)>;

/// A reader over leaf hashes alone, which computes the nodes above them: O(size) per proof. The span must outlive it.
NodeReader nodes_over(std::span<Digest const> leaves);
/// The same over leaves fetched one by one.
NodeReader nodes_over(std::function<Digest(std::uint64_t index)> leaf_at);

Digest root_of(std::span<Digest const> leaves);
Digest root_of(NodeReader const& nodes, std::uint64_t size);

using Proof = std::vector<Digest>;

/// That the leaf at `index` is in the tree of `size` leaves; index < size.
Proof inclusion_proof(NodeReader const& nodes, std::uint64_t index, std::uint64_t size);
/// That the tree of `new_size` leaves begins with the tree of `old_size` leaves; 0 < old_size <= new_size.
Proof consistency_proof(NodeReader const& nodes, std::uint64_t old_size, std::uint64_t new_size);

/// The root a proof leads to; nothing where it has the wrong length for index and size.
std::optional<Digest> root_of_inclusion(Digest const& leaf, std::uint64_t index, std::uint64_t size,
                                        std::span<Digest const> proof);
bool verify_inclusion(Digest const& leaf, std::uint64_t index, std::uint64_t size, std::span<Digest const> proof,
                      Digest const& root);
/// False for old_size 0: an empty tree proves nothing about what follows.
bool verify_consistency(std::uint64_t old_size, std::uint64_t new_size, std::span<Digest const> proof,
                        Digest const& old_root, Digest const& new_root);

/// The right edge of a growing tree: what a writer keeps so that each entry costs O(log size) hashes.
class Frontier {
 public:
  Frontier() = default;
  /// `peaks` as `peaks()` gave them, one per set bit of `size`, the largest subtree first. Fault `ledger_broken`.
  static Result<Frontier> restore(std::uint64_t size, std::vector<Digest> peaks);

  void append(Digest const& leaf);
  /// The same, and tells `on_node` of the leaf and of each subtree it completes, lowest first, for a store to keep.
  void append(Digest const& leaf, std::function<void(NodeId, Digest const&)> const& on_node);

  std::uint64_t size() const { return size_; }
  std::vector<Digest> const& peaks() const { return peaks_; }
  Digest root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> peaks_;
};

}  // namespace redress::ledger

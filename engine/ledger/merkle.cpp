#include "engine/ledger/merkle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cassert>

namespace redress::ledger {
namespace {

constexpr std::uint8_t leaf_prefix = 0x00;
constexpr std::uint8_t node_prefix = 0x01;

// Where RFC 6962 splits a range of `count` leaves (count >= 2): the largest power of two below it.
std::uint64_t split_of(std::uint64_t count) { return std::bit_floor(count - 1); }

// The root of leaves [begin, begin + count), count >= 1. RFC 6962 only ever asks for ranges that begin at a multiple of
// the power of two that covers them, so every complete part of one is a node of the tree.
Digest range_root(NodeReader const& nodes, std::uint64_t begin, std::uint64_t count) {
  if (std::has_single_bit(count)) return nodes({static_cast<unsigned>(std::countr_zero(count)), begin / count});
  auto const left = split_of(count);
  return node_hash(range_root(nodes, begin, left), range_root(nodes, begin + left, count - left));
}

void prove_inclusion(NodeReader const& nodes, std::uint64_t begin, std::uint64_t count, std::uint64_t index,
                     Proof& proof) {
  if (count == 1) return;
  auto const left = split_of(count);
  if (index < left) {
    prove_inclusion(nodes, begin, left, index, proof);
    proof.push_back(range_root(nodes, begin + left, count - left));
  } else {
    prove_inclusion(nodes, begin + left, count - left, index - left, proof);
    proof.push_back(range_root(nodes, begin, left));
  }
}

// `whole`: the old tree is this very range so far, so its root is known to the one who checks (RFC 6962, 2.1.2).
void prove_consistency(NodeReader const& nodes, std::uint64_t begin, std::uint64_t count, std::uint64_t old_count,
                       bool whole, Proof& proof) {
  if (old_count == count) {
    if (!whole) proof.push_back(range_root(nodes, begin, count));
    return;
  }
  auto const left = split_of(count);
  if (old_count <= left) {
    prove_consistency(nodes, begin, left, old_count, whole, proof);
    proof.push_back(range_root(nodes, begin + left, count - left));
  } else {
    prove_consistency(nodes, begin + left, count - left, old_count - left, false, proof);
    proof.push_back(range_root(nodes, begin, left));
  }
}

Digest subtree_root(std::function<Digest(std::uint64_t)> const& leaf_at, NodeId node) {
  if (node.level == 0) return leaf_at(node.index);
  return node_hash(subtree_root(leaf_at, {node.level - 1, node.index * 2}),
                   subtree_root(leaf_at, {node.level - 1, node.index * 2 + 1}));
}

}  // namespace

Digest leaf_hash(Bytes entry) { return sha256({Bytes{&leaf_prefix, 1}, entry}); }
Digest node_hash(Digest const& left, Digest const& right) { return sha256({Bytes{&node_prefix, 1}, left, right}); }

NodeReader nodes_over(std::function<Digest(std::uint64_t)> leaf_at) {
  return [leaf_at = std::move(leaf_at)](NodeId node) { return subtree_root(leaf_at, node); };
}

NodeReader nodes_over(std::span<Digest const> leaves) {
  return nodes_over([leaves](std::uint64_t index) {
    assert(index < leaves.size());
    return leaves[index];
  });
}

Digest root_of(NodeReader const& nodes, std::uint64_t size) {
  return size == 0 ? sha256(Bytes{}) : range_root(nodes, 0, size);
}

Digest root_of(std::span<Digest const> leaves) { return root_of(nodes_over(leaves), leaves.size()); }

Proof inclusion_proof(NodeReader const& nodes, std::uint64_t index, std::uint64_t size) {
  assert(index < size);
  Proof proof;
  prove_inclusion(nodes, 0, size, index, proof);
  return proof;
}

Proof consistency_proof(NodeReader const& nodes, std::uint64_t old_size, std::uint64_t new_size) {
  assert(0 < old_size && old_size <= new_size);
  Proof proof;
  prove_consistency(nodes, 0, new_size, old_size, true, proof);
  return proof;
}

std::optional<Digest> root_of_inclusion(Digest const& leaf, std::uint64_t index, std::uint64_t size,
                                        std::span<Digest const> proof) {
  if (index >= size) return std::nullopt;
  // The walk of RFC 9162, section 2.1.3.2: `last` is where the tree's last leaf is on the same level.
  std::uint64_t last = size - 1;
  Digest hash = leaf;
  for (auto const& sibling : proof) {
    if (last == 0) return std::nullopt;
    if (index % 2 == 1 || index == last) {
      hash = node_hash(sibling, hash);
      auto const alone = std::countr_zero(index);  // levels on the right edge without a left sibling; index > 0 here
      index >>= alone;
      last >>= alone;
    } else {
      hash = node_hash(hash, sibling);
    }
    index /= 2;
    last /= 2;
  }
  if (last != 0) return std::nullopt;
  return hash;
}

bool verify_inclusion(Digest const& leaf, std::uint64_t index, std::uint64_t size, std::span<Digest const> proof,
                      Digest const& root) {
  auto const reached = root_of_inclusion(leaf, index, size, proof);
  return reached && *reached == root;
}

bool verify_consistency(std::uint64_t old_size, std::uint64_t new_size, std::span<Digest const> proof,
                        Digest const& old_root, Digest const& new_root) {
  if (old_size == 0 || old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  // RFC 9162, section 2.1.4.2. A complete old tree is its own first node and is left out of the proof.
  std::uint64_t node = old_size - 1;
  std::uint64_t last = new_size - 1;
  auto const skipped = std::countr_one(node);
  node >>= skipped;
  last >>= skipped;
  auto rest = proof;
  Digest start = old_root;
  if (!std::has_single_bit(old_size)) {
    if (rest.empty()) return false;
    start = rest.front();
    rest = rest.subspan(1);
  }
  Digest old_hash = start;
  Digest new_hash = start;
  for (auto const& sibling : rest) {
    if (last == 0) return false;
    if (node % 2 == 1 || node == last) {
      old_hash = node_hash(sibling, old_hash);
      new_hash = node_hash(sibling, new_hash);
      auto const alone = std::countr_zero(node);
      node >>= alone;
      last >>= alone;
    } else {
      new_hash = node_hash(new_hash, sibling);
    }
    node /= 2;
    last /= 2;
  }
  return last == 0 && old_hash == old_root && new_hash == new_root;
}

Result<Frontier> Frontier::restore(std::uint64_t size, std::vector<Digest> peaks) {
  if (peaks.size() != static_cast<std::size_t>(std::popcount(size)))
    return Fault{
        FaultKind::ledger_broken,
        {fmt::format("总账边缘有 {} 个节点，{} 条记录应有 {} 个", peaks.size(), size, std::popcount(size)),
         fmt::format("the frontier has {} nodes, {} entries need {}", peaks.size(), size, std::popcount(size))}};
  Frontier frontier;
  frontier.size_ = size;
  frontier.peaks_ = std::move(peaks);
  return frontier;
}

void Frontier::append(Digest const& leaf) {
  append(leaf, [](NodeId, Digest const&) {});
}

void Frontier::append(Digest const& leaf, std::function<void(NodeId, Digest const&)> const& on_node) {
  Digest hash = leaf;
  NodeId node{0, size_};
  on_node(node, hash);
  while (node.index % 2 == 1) {  // each set low bit of the size is a subtree this one completes
    hash = node_hash(peaks_.back(), hash);
    peaks_.pop_back();
    node = {node.level + 1, node.index / 2};
    on_node(node, hash);
  }
  peaks_.push_back(hash);
  ++size_;
}

Digest Frontier::root() const {
  if (peaks_.empty()) return sha256(Bytes{});
  Digest hash = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) hash = node_hash(*peak, hash);
  return hash;
}

}  // namespace redress::ledger

#include "engine/ledger/merkle.hpp"

#include "tests/engine/ledger/vectors.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <map>

namespace redress::ledger {
namespace {

std::vector<Digest> leaves_of(std::uint64_t size) {
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < size; ++i) leaves.push_back(leaf_hash(fmt::format("entry {}", i)));
  return leaves;
}

// The definition in RFC 6962, section 2.1, word for word; slow, and shares nothing with the code under test but
// SHA-256.
Digest defined_root(std::span<Digest const> leaves) {
  if (leaves.empty()) return sha256("");
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  auto const left = defined_root(leaves.first(k));
  auto const right = defined_root(leaves.subspan(k));
  std::string bytes = "\x01";
  bytes.append(left.begin(), left.end()).append(right.begin(), right.end());
  return sha256(bytes);
}

// Nothing where a vector's hash is not 32 bytes: our types cannot even express such a claim.
std::optional<Digest> whole_digest_in(boost::json::value const& text) {
  auto const digest = digest_from_base64(std::string_view(text.as_string()));
  return digest ? std::optional{*digest} : std::nullopt;
}

std::optional<Proof> proof_in(boost::json::value const& test) {
  Proof proof;
  if (test.at("proof").is_null()) return proof;
  for (auto const& text : test.at("proof").as_array()) {
    auto const digest = whole_digest_in(text);
    if (!digest) return std::nullopt;
    proof.push_back(*digest);
  }
  return proof;
}

// Some consistency vectors say "don't care 2" where a root is only compared; hashed, such a text stays equal to itself
// alone.
Digest root_in(boost::json::value const& test, std::string_view member) {
  auto const bytes = from_base64(text_at(test, member)).value();
  Digest digest = sha256(bytes);
  if (bytes.size() == digest.size()) std::ranges::copy(bytes, digest.begin());
  return digest;
}

TEST(Merkle, public_inclusion_vectors) {
  int verified = 0;
  auto const file = json_vector("merkle/inclusion.json");
  ASSERT_EQ(file.as_array().size(), 98u);
  for (auto const& test : file.as_array()) {
    auto const proof = proof_in(test);
    auto const leaf = whole_digest_in(test.at("leafHash"));
    auto const root = whole_digest_in(test.at("root"));
    bool const holds = proof && leaf && root &&
                       verify_inclusion(*leaf, test.at("leafIdx").to_number<std::uint64_t>(),
                                        test.at("treeSize").to_number<std::uint64_t>(), *proof, *root);
    EXPECT_EQ(holds, !test.at("wantErr").as_bool()) << text_at(test, "file");
    verified += holds;
  }
  EXPECT_EQ(verified, 6);
}

TEST(Merkle, public_consistency_vectors) {
  int verified = 0;
  auto const file = json_vector("merkle/consistency.json");
  ASSERT_EQ(file.as_array().size(), 98u);
  for (auto const& test : file.as_array()) {
    auto const proof = proof_in(test);
    bool const holds = proof && verify_consistency(test.at("size1").to_number<std::uint64_t>(),
                                                   test.at("size2").to_number<std::uint64_t>(), *proof,
                                                   root_in(test, "root1"), root_in(test, "root2"));
    EXPECT_EQ(holds, !test.at("wantErr").as_bool()) << text_at(test, "file");
    verified += holds;
  }
  EXPECT_EQ(verified, 6);
}

TEST(Merkle, hashes_of_nothing) {
  // RFC 6962's empty tree, and the leaf over the empty byte string.
  EXPECT_EQ(hex(root_of(std::span<Digest const>{})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Frontier{}.root(), root_of(std::span<Digest const>{}));
  EXPECT_EQ(hex(leaf_hash("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Merkle, every_proof_of_every_small_tree) {
  auto const all = leaves_of(33);
  for (std::uint64_t size = 1; size <= all.size(); ++size) {
    auto const leaves = std::span(all).first(size);
    auto const nodes = nodes_over(leaves);
    auto const root = root_of(leaves);
    ASSERT_EQ(root, defined_root(leaves));
    for (std::uint64_t index = 0; index < size; ++index) {
      auto const proof = inclusion_proof(nodes, index, size);
      ASSERT_TRUE(verify_inclusion(leaves[index], index, size, proof, root)) << index << " of " << size;
      for (std::uint64_t other = 0; other < size + 2; ++other)
        ASSERT_EQ(verify_inclusion(leaves[index], other, size, proof, root), other == index) << index << " of " << size;
    }
    for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
      auto const old_root = root_of(leaves.first(old_size));
      auto const proof = consistency_proof(nodes, old_size, size);
      ASSERT_TRUE(verify_consistency(old_size, size, proof, old_root, root)) << old_size << " in " << size;
      for (std::uint64_t other = 0; other < size + 2; ++other)
        ASSERT_EQ(verify_consistency(other, size, proof, old_root, root), other == old_size)
            << old_size << " in " << size;
    }
  }
}

TEST(Merkle, a_frontier_follows_the_tree) {
  auto const leaves = leaves_of(200);
  std::map<std::pair<unsigned, std::uint64_t>, Digest> kept;
  Frontier frontier;
  for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
    frontier.append(leaves[size - 1], [&](NodeId node, Digest const& hash) {
      ASSERT_TRUE(kept.emplace(std::pair{node.level, node.index}, hash).second) << "told twice";
    });
    ASSERT_EQ(frontier.root(), defined_root(std::span(leaves).first(size))) << size;
    ASSERT_EQ(frontier.peaks().size(), static_cast<std::size_t>(std::popcount(size)));
    auto const restored = Frontier::restore(frontier.size(), frontier.peaks()).value();
    ASSERT_EQ(restored.root(), frontier.root());
  }
  // The nodes it told of are all a store needs to prove anything.
  NodeReader const stored = [&](NodeId node) { return kept.at({node.level, node.index}); };
  auto const computed = nodes_over(std::span<Digest const>(leaves));
  for (std::uint64_t index : {0, 1, 63, 64, 127, 128, 198, 199})
    EXPECT_EQ(inclusion_proof(stored, index, 200), inclusion_proof(computed, index, 200));
  for (std::uint64_t old_size : {1, 2, 63, 64, 65, 128, 199, 200})
    EXPECT_EQ(consistency_proof(stored, old_size, 200), consistency_proof(computed, old_size, 200));
}

TEST(Merkle, a_frontier_of_the_wrong_width_is_refused) {
  auto const refused = Frontier::restore(3, leaves_of(3));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FaultKind::ledger_broken);
  EXPECT_TRUE(Frontier::restore(0, {}));
}

// One proof of one tree, and what a forger may do to it.
struct Claim {
  std::vector<Digest> leaves;
  std::uint64_t size = 0;
  Digest root;
};

Claim any_claim() {
  Claim claim;
  claim.size = *rc::gen::inRange<std::uint64_t>(1, 300);
  claim.leaves = leaves_of(claim.size);
  claim.root = root_of(claim.leaves);
  return claim;
}

void flip_a_bit(Digest& digest) {
  auto const bit = *rc::gen::inRange<std::size_t>(0, 256);
  digest[bit / 8] = static_cast<std::uint8_t>(digest[bit / 8] ^ 1u << bit % 8);
}

RC_GTEST_PROP(MerkleLaws, a_flipped_bit_never_verifies, ()) {
  auto const claim = any_claim();
  auto const nodes = nodes_over(std::span<Digest const>(claim.leaves));
  auto const index = *rc::gen::inRange<std::uint64_t>(0, claim.size);
  auto proof = inclusion_proof(nodes, index, claim.size);
  auto leaf = claim.leaves[index];
  auto root = claim.root;
  RC_ASSERT(verify_inclusion(leaf, index, claim.size, proof, root));
  auto const what = *rc::gen::inRange<std::size_t>(0, proof.size() + 2);
  flip_a_bit(what < proof.size() ? proof[what] : what == proof.size() ? leaf : root);
  RC_ASSERT(!verify_inclusion(leaf, index, claim.size, proof, root));
}

RC_GTEST_PROP(MerkleLaws, a_flipped_bit_never_proves_consistency, ()) {
  auto const claim = any_claim();
  auto const nodes = nodes_over(std::span<Digest const>(claim.leaves));
  auto const old_size = *rc::gen::inRange<std::uint64_t>(1, claim.size + 1);
  auto old_root = root_of(std::span(claim.leaves).first(old_size));
  auto new_root = claim.root;
  auto proof = consistency_proof(nodes, old_size, claim.size);
  RC_ASSERT(verify_consistency(old_size, claim.size, proof, old_root, new_root));
  auto const what = *rc::gen::inRange<std::size_t>(0, proof.size() + 2);
  flip_a_bit(what < proof.size() ? proof[what] : what == proof.size() ? old_root : new_root);
  RC_ASSERT(!verify_consistency(old_size, claim.size, proof, old_root, new_root));
}

RC_GTEST_PROP(MerkleLaws, a_longer_or_shorter_proof_never_verifies, ()) {
  auto const claim = any_claim();
  auto const nodes = nodes_over(std::span<Digest const>(claim.leaves));
  auto const index = *rc::gen::inRange<std::uint64_t>(0, claim.size);
  auto const proof = inclusion_proof(nodes, index, claim.size);
  auto longer = proof;
  longer.push_back(claim.root);
  RC_ASSERT(!verify_inclusion(claim.leaves[index], index, claim.size, longer, claim.root));
  if (!proof.empty())
    RC_ASSERT(!verify_inclusion(claim.leaves[index], index, claim.size, std::span(proof).first(proof.size() - 1),
                                claim.root));
}

RC_GTEST_PROP(MerkleLaws, numbers_near_the_end_of_the_range_are_only_wrong, ()) {
  auto const huge = [] { return ~*rc::gen::inRange<std::uint64_t>(0, 4); };
  Proof const proof(*rc::gen::inRange<std::size_t>(0, 70), leaf_hash("x"));
  RC_ASSERT(!verify_inclusion(leaf_hash("a"), huge(), huge(), proof, leaf_hash("r")));
  RC_ASSERT(!verify_consistency(huge(), huge(), proof, leaf_hash("a"), leaf_hash("r")));
}

}  // namespace
}  // namespace redress::ledger

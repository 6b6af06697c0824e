#include "engine/ledger/tile.hpp"

#include "engine/ledger/tile_tree.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress::ledger {
namespace {

std::vector<Digest> leaves_of(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(fmt::format("leaf {}", i)));
  return leaves;
}

TEST(TilePath, names_what_the_specification_names) {
  struct Row {
    std::string_view path;
    Tile tile;
  };
  Row const rows[] = {
      {"tile/0/000", {.level = 0, .index = 0}},
      {"tile/0/x001/x234/067", {.level = 0, .index = 1234067}},
      {"tile/63/999", {.level = 63, .index = 999}},
      {"tile/1/x001/000.p/1", {.level = 1, .index = 1000, .width = 1}},
      {"tile/2/007.p/255", {.level = 2, .index = 7, .width = 255}},
      {"tile/entries/x012/345.p/12", {.entries = true, .index = 12345, .width = 12}},
  };
  for (auto const& [path, tile] : rows) {
    EXPECT_EQ(path_of(tile), path);
    EXPECT_EQ(parse_tile_path(path), tile) << path;
  }
}

TEST(TilePath, no_other_spelling_is_one) {
  for (std::string_view const path : {"",
                                      "tile",
                                      "tile/0",
                                      "tile/0/",
                                      "tile/0/0",
                                      "tile/0/00",
                                      "tile/0/0000",
                                      "tile/0/1000",
                                      "tile/0/x000/001",
                                      "tile/00/000",
                                      "tile/64/000",
                                      "tile/-1/000",
                                      "tile/0/001/002",
                                      "tile/0/x001",
                                      "tile/0/000.p",
                                      "tile/0/000.p/",
                                      "tile/0/000.p/0",
                                      "tile/0/000.p/256",
                                      "tile/0/000.p/01",
                                      "tile/0/000/12",
                                      "tile/0/.p/1",
                                      "tile/0/x001.p/1",
                                      "tile/0/+01",
                                      "tile/entries",
                                      "tile/Entries/000",
                                      "tiles/0/000",
                                      "tile/0/000 ",
                                      "/tile/0/000",
                                      "tile/0/x999/x999/x999/x999/x999/x999/999"})
    EXPECT_EQ(parse_tile_path(path), std::nullopt) << path;
}

RC_GTEST_PROP(TilePathLaws, every_tile_reads_back, ()) {
  Tile tile{.level = *rc::gen::inRange(0u, 64u),
            .entries = *rc::gen::arbitrary<bool>(),
            .index = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000),
            .width = *rc::gen::inRange<std::uint64_t>(1, 257)};
  if (tile.entries) tile.level = 0;
  RC_ASSERT(parse_tile_path(path_of(tile)) == tile);
}

TEST(Tiles, of_a_tree_of_seventy_thousand_are_those_of_the_specification) {
  constexpr std::uint64_t size = 70'000;
  auto const widest = [](unsigned level, std::uint64_t index) {
    std::uint64_t width = 256;
    while (width > 0 && !has_tile(size, {.level = level, .index = index, .width = width})) --width;
    return width;
  };
  EXPECT_EQ(widest(0, 272), 256U);
  EXPECT_EQ(widest(0, 273), 112U);
  EXPECT_EQ(widest(0, 274), 0U);
  EXPECT_EQ(widest(1, 0), 256U);
  EXPECT_EQ(widest(1, 1), 17U);
  EXPECT_EQ(widest(2, 0), 1U);
  EXPECT_EQ(widest(3, 0), 0U);
  EXPECT_TRUE(has_tile(256, {.level = 0}));
  EXPECT_TRUE(has_tile(256, {.level = 1, .width = 1}));
  EXPECT_FALSE(has_tile(256, {.level = 0, .index = std::uint64_t{1} << 60, .width = 1}));
}

// Roots, proofs and tiles of the kept hashes against those of the leaves alone, at and around the borders of tiles.
TEST(TileTree, gives_what_the_leaves_give) {
  auto const leaves = leaves_of(66'000);
  MemoryHashRows rows;
  TileTree tree(rows);
  std::size_t had = 0;
  for (std::size_t const size : {1, 2, 255, 256, 257, 511, 512, 1000, 65'535, 65'536, 65'537, 66'000}) {
    tree.append(std::span(leaves).subspan(had, size - had));
    had = size;
    auto const whole = std::span(leaves).first(size);
    ASSERT_EQ(tree.size(), size);
    ASSERT_EQ(tree.root(size), root_of(whole)) << size;
    auto const reference = nodes_over(whole);
    for (std::size_t const index : {std::size_t{0}, size / 2, size - 1}) {
      auto const proof = inclusion_proof(tree.nodes(), index, size);
      EXPECT_TRUE(verify_inclusion(leaves[index], index, size, proof, tree.root(size)));
    }
    for (std::size_t const old : {std::size_t{1}, size / 2 + 1, size})
      EXPECT_EQ(consistency_proof(tree.nodes(), old, size), consistency_proof(reference, old, size));
  }
  EXPECT_EQ(rows.size(1), 257U);
  EXPECT_EQ(rows.size(2), 1U);
  auto const tile = tree.tile({.level = 1, .index = 1, .width = 1}, 66'000);
  ASSERT_TRUE(tile);
  EXPECT_EQ(tile->front(), root_of(std::span(leaves).subspan(65'536, 256)));
  EXPECT_FALSE(tree.tile({.level = 1, .index = 1, .width = 2}, 66'000));
  EXPECT_FALSE(tree.tile({.level = 0, .index = 0}, 255)) << "not of the tree that was signed";
}

TEST(TileTree, mends_the_rows_above_the_leaves) {
  auto const leaves = leaves_of(1000);
  MemoryHashRows rows;
  TileTree(rows).append(leaves);
  rows.cut(1, 1);
  TileTree completed(rows);
  EXPECT_EQ(completed.root(1000), root_of(leaves));
  rows.cut(0, 300);
  TileTree cut(rows);
  EXPECT_EQ(rows.size(1), 1U);
  cut.append(std::span(leaves).subspan(300));
  EXPECT_EQ(cut.root(1000), root_of(leaves));
}

}  // namespace
}  // namespace redress::ledger

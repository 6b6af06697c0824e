#include "engine/ledger/checkpoint.hpp"

#include "tests/engine/ledger/keys.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::ledger {
namespace {

constexpr std::string_view name = "ledger.example/redress/1";

// The body of the C2SP tlog-checkpoint specification's example.
constexpr std::string_view specification_body =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

Checkpoint checkpoint_of(std::span<Digest const> leaves) { return {std::string(name), leaves.size(), root_of(leaves)}; }

std::vector<Digest> leaves_of(std::size_t size, std::string_view kind = "entry") {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < size; ++i) leaves.push_back(leaf_hash(fmt::format("{} {}", kind, i)));
  return leaves;
}

TEST(Checkpoint, parses_the_example_of_the_specification) {
  auto const checkpoint = parse_checkpoint(specification_body).value();
  EXPECT_EQ(checkpoint.origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint.size, 20852163u);
  EXPECT_EQ(base64(checkpoint.root), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  EXPECT_EQ(to_text(checkpoint), specification_body);
}

TEST(Checkpoint, keeps_extension_lines) {
  auto const body = std::string(specification_body) + "one\ntwo two\n";
  auto const checkpoint = parse_checkpoint(body).value();
  EXPECT_EQ(checkpoint.extensions, (std::vector<std::string>{"one", "two two"}));
  EXPECT_EQ(to_text(checkpoint), body);
}

TEST(Checkpoint, malformed_bodies) {
  constexpr std::string_view root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  struct Row {
    std::string body;
    std::string_view position;
  };
  Row const rows[] = {
      {"", "line 1"},
      {"\n1\nx\n", "line 1"},
      {"o", "line 1"},
      {"o\n", "line 2"},
      {"o\n\n", "line 2"},
      {fmt::format("o\n01\n{}\n", root), "line 2"},
      {fmt::format("o\n+1\n{}\n", root), "line 2"},
      {fmt::format("o\n-1\n{}\n", root), "line 2"},
      {fmt::format("o\n1 \n{}\n", root), "line 2"},
      {fmt::format("o\n18446744073709551616\n{}\n", root), "line 2"},
      {"o\n1\n", "line 3"},
      {"o\n1\nAAAA\n", "line 3"},
      {fmt::format("o\n1\n{}", root), "line 3"},
      {fmt::format("o\n1\n{}\n\n", root), "line 4"},
      {fmt::format("o\n1\n{}\nx\n\ny\n", root), "line 5"},
      {fmt::format("o\n1\n{}\nx", root), "line 4"},
  };
  for (auto const& [body, position] : rows) {
    auto const parsed = parse_checkpoint(body);
    ASSERT_FALSE(parsed) << body;
    EXPECT_EQ(parsed.error().kind, FaultKind::parse_error);
    EXPECT_EQ(parsed.error().position, position) << body;
  }
  EXPECT_TRUE(parse_checkpoint(fmt::format("o\n18446744073709551615\n{}\n", root)));
  EXPECT_TRUE(parse_checkpoint(fmt::format("o\n0\n{}\n", root)));
}

TEST(Checkpoint, opens_only_under_its_own_key_and_name) {
  auto const leaves = leaves_of(5);
  std::vector<SigningKey> const keys{key_named(std::string(name))};
  auto const note = sign_checkpoint(checkpoint_of(leaves), std::nullopt, {}, keys).value();
  EXPECT_EQ(open_checkpoint(note, keys[0].verifier()).value(), checkpoint_of(leaves));
  EXPECT_FALSE(open_checkpoint(note, key_named(std::string(name), 8).verifier()));
  EXPECT_FALSE(open_checkpoint(note, key_named("other.example").verifier()));

  // A right signature of another ledger's key over this ledger's head proves nothing.
  std::vector<SigningKey> const others{key_named("other.example")};
  auto const foreign = sign_note(to_text(checkpoint_of(leaves)), others).value();
  EXPECT_EQ(open_checkpoint(foreign, others[0].verifier()).error().kind, FaultKind::ledger_broken);
  auto const no_checkpoint = sign_note("hello\n", keys).value();
  EXPECT_EQ(open_checkpoint(no_checkpoint, keys[0].verifier()).error().kind, FaultKind::parse_error);
}

TEST(Checkpoint, is_signed_only_for_a_ledger_that_grew) {
  std::vector<SigningKey> const keys{key_named(std::string(name))};
  auto const leaves = leaves_of(40);
  auto const fork = leaves_of(40, "forged");
  auto const of = [&](std::size_t size) { return checkpoint_of(std::span(leaves).first(size)); };
  auto const growth = [](std::vector<Digest> const& tree, std::size_t from, std::size_t to) {
    return consistency_proof(nodes_over(std::span<Digest const>(tree)), from, to);
  };

  EXPECT_TRUE(sign_checkpoint(of(0), std::nullopt, {}, keys));
  EXPECT_TRUE(sign_checkpoint(of(13), of(0), {}, keys));
  for (std::size_t from = 1; from <= 40; ++from)
    EXPECT_TRUE(sign_checkpoint(of(40), of(from), growth(leaves, from, 40), keys)) << from;

  auto const refused = [&](Checkpoint const& next, Checkpoint const& last, Proof const& proof) {
    auto const note = sign_checkpoint(next, last, proof, keys);
    return !note && note.error().kind == FaultKind::ledger_broken;
  };
  EXPECT_TRUE(refused(of(12), of(13), {}));  // a tail was lost
  EXPECT_NE(sign_checkpoint(of(12), of(13), {}, keys).error().says.en.find("shrank"), std::string::npos);
  EXPECT_TRUE(refused(of(13), of(13), growth(leaves, 12, 13)));                // surplus proof
  EXPECT_TRUE(refused(of(40), of(13), {}));                                    // no proof
  EXPECT_TRUE(refused(of(40), of(13), growth(leaves, 12, 40)));                // of another size
  EXPECT_TRUE(refused(checkpoint_of(fork), of(13), growth(fork, 13, 40)));     // a fork proves its own past
  EXPECT_TRUE(refused(checkpoint_of(std::span(fork).first(13)), of(13), {}));  // same size, other root
  auto renamed = of(13);
  renamed.origin = "ledger.example/redress/2";
  EXPECT_TRUE(refused(of(40), renamed, growth(leaves, 13, 40)));
  auto empty_lie = of(0);
  empty_lie.root = leaf_hash("x");
  EXPECT_FALSE(sign_checkpoint(empty_lie, std::nullopt, {}, keys));
  EXPECT_TRUE(refused(of(13), empty_lie, {}));
}

TEST(Checkpoint, is_signed_only_by_keys_of_its_name) {
  std::vector<SigningKey> const rotation{key_named(std::string(name), 1), key_named(std::string(name), 2)};
  auto const note = sign_checkpoint(checkpoint_of(leaves_of(3)), std::nullopt, {}, rotation).value();
  for (auto const& key : rotation) EXPECT_TRUE(open_checkpoint(note, key.verifier()));
  std::vector<SigningKey> const mixed{rotation[0], key_named("other.example")};
  EXPECT_FALSE(sign_checkpoint(checkpoint_of(leaves_of(3)), std::nullopt, {}, mixed));
  EXPECT_FALSE(sign_checkpoint(checkpoint_of(leaves_of(3)), std::nullopt, {}, {}));
}

}  // namespace
}  // namespace redress::ledger

// The vectors under tests/vectors/ledger were written by a second implementation; here the program must agree with
// them, and docs/ledger-format.md must show the same numbers.

#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/commitment.hpp"
#include "engine/ledger/entry_form.hpp"
#include "engine/ledger/receipt.hpp"
#include "tests/engine/ledger/vectors.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::ledger {
namespace {

namespace json = boost::json;

std::vector<Digest> published_leaves() {
  std::vector<Digest> leaves;
  auto const entries = json_vector("ledger/entries.json");
  for (auto const& entry : entries.as_array()) leaves.push_back(leaf_hash(text_at(entry, "bytes")));
  return leaves;
}

Proof proof_of(json::value const& texts) {
  Proof proof;
  for (auto const& text : texts.as_array())
    proof.push_back(digest_from_base64(std::string_view(text.as_string())).value());
  return proof;
}

TEST(PublishedVectors, entries) {
  std::map<std::string, std::string> newest;
  std::int64_t seq = 0;
  auto const entries = json_vector("ledger/entries.json");
  for (auto const& published : entries.as_array()) {
    auto const bytes = text_at(published, "bytes");
    auto const entry = parse_strict_json(bytes).value();
    EXPECT_EQ(canonical_json(entry).value(), bytes);
    auto const form = check_entry_form(entry);
    EXPECT_TRUE(form) << form.error().says.en;
    EXPECT_EQ(hex(leaf_hash(bytes)), text_at(published, "hash"));
    EXPECT_EQ(entry.at("seq").as_int64(), seq++);
    EXPECT_EQ(text_at(entry, "prev_hash"), newest[text_at(entry, "case_id")]);
    newest[text_at(entry, "case_id")] = text_at(published, "hash");
  }
  EXPECT_EQ(seq, 3);
}

TEST(PublishedVectors, entries_of_version_2) {
  auto const published = json_vector("ledger/entries-v2.json");
  ASSERT_EQ(published.as_array().size(), 1u);
  auto const bytes = text_at(published.at(0), "bytes");
  auto const entry = parse_strict_json(bytes).value();
  EXPECT_EQ(canonical_json(entry).value(), bytes);
  auto const form = check_entry_form(entry);
  EXPECT_TRUE(form) << form.error().says.en;
  EXPECT_EQ(hex(leaf_hash(bytes)), text_at(published.at(0), "hash"));
}

TEST(PublishedVectors, tree) {
  auto const leaves = published_leaves();
  auto const nodes = nodes_over(std::span<Digest const>(leaves));
  auto const tree = json_vector("ledger/tree.json");
  for (std::size_t size = 0; size <= leaves.size(); ++size)
    EXPECT_EQ(base64(root_of(std::span(leaves).first(size))), tree.at("roots").at(size).as_string());
  for (auto const& row : tree.at("inclusion").as_array())
    EXPECT_EQ(
        inclusion_proof(nodes, row.at("index").to_number<std::uint64_t>(), row.at("size").to_number<std::uint64_t>()),
        proof_of(row.at("proof")));
  for (auto const& row : tree.at("consistency").as_array())
    EXPECT_EQ(consistency_proof(nodes, row.at("old_size").to_number<std::uint64_t>(),
                                row.at("new_size").to_number<std::uint64_t>()),
              proof_of(row.at("proof")));
  EXPECT_EQ(tree.at("inclusion").as_array().size() + tree.at("consistency").as_array().size(), 12u);
}

TEST(PublishedVectors, checkpoint) {
  auto const published = json_vector("ledger/checkpoint.json");
  auto const leaves = published_leaves();
  Checkpoint const head{"ledger.example/redress/1", leaves.size(), root_of(leaves)};
  std::vector<SigningKey> const keys{
      SigningKey::from_seed(head.origin, from_hex(text_at(published, "seed")).value()).value()};
  EXPECT_EQ(keys[0].verifier().text(), text_at(published, "vkey"));
  EXPECT_EQ(to_text(head), text_at(published, "body"));
  EXPECT_EQ(sign_checkpoint(head, std::nullopt, {}, keys).value(), text_at(published, "note"));
}

TEST(PublishedVectors, commitments) {
  auto const published = json_vector("ledger/commitments.json");
  for (auto const& row : published.as_array()) {
    Salt const salt = digest_from_hex(text_at(row, "salt")).value();
    auto const text = text_at(row, "text");
    EXPECT_EQ(commitment_to(salt, text), text_at(row, "commitment"));
    EXPECT_TRUE(commitment_holds(text_at(row, "commitment"), salt, text));
    EXPECT_FALSE(commitment_holds(text_at(row, "commitment"), salt, text + "x"));
    auto other_salt = salt;
    other_salt[31] ^= 1;
    EXPECT_FALSE(commitment_holds(text_at(row, "commitment"), other_salt, text));
    EXPECT_FALSE(commitment_holds("", salt, text));
  }
}

TEST(PublishedVectors, rulebook_digest) {
  auto const rulebook = json_vector("ledger/receipt.json").at("rulebook");
  std::vector<RulebookText> texts;
  for (auto const& text : rulebook.at("texts").as_array())
    texts.push_back({text_at(text, "name"), text_at(text, "text")});
  EXPECT_EQ(rulebook_digest(texts), text_at(rulebook, "digest"));
  EXPECT_EQ(rulebook_digest(std::vector<RulebookText>{{"a", "b"}}), hex(sha256(std::string_view("a\0b\0", 4))));
}

TEST(PublishedVectors, the_document_shows_these_numbers) {
  std::ifstream file(REDRESS_SOURCE_DIR "/docs/ledger-format.md");
  std::string const document{std::istreambuf_iterator<char>(file), {}};
  auto const shows = [&](std::string const& text) { EXPECT_NE(document.find(text), std::string::npos) << text; };

  auto const entries = json_vector("ledger/entries.json");
  shows(text_at(entries.at(2), "bytes"));
  for (auto const& entry : entries.as_array()) shows(text_at(entry, "hash"));
  shows(text_at(json_vector("ledger/entries-v2.json").at(0), "bytes"));
  shows(text_at(json_vector("ledger/entries-v2.json").at(0), "hash"));
  auto const tree = json_vector("ledger/tree.json");
  for (auto const& root : tree.at("roots").as_array()) shows(std::string(root.as_string()));
  for (auto const& row : tree.at("inclusion").as_array())
    for (auto const& hash : row.at("proof").as_array()) shows(std::string(hash.as_string()));
  auto const checkpoint = json_vector("ledger/checkpoint.json");
  for (auto member : {"seed", "vkey", "note"}) shows(text_at(checkpoint, member));
  auto const commitments = json_vector("ledger/commitments.json");
  for (auto const& row : commitments.as_array()) shows(text_at(row, "commitment"));
  shows(text_at(json_vector("ledger/receipt.json").at("rulebook"), "digest"));

  std::size_t at = 0;
  for (auto const& member : entry_members()) {  // the table of members, in the program's order
    auto const row = fmt::format("\n| `{}` | {} |", member.name, member.required ? "yes" : "no");
    auto const found = document.find(row, at);
    ASSERT_NE(found, std::string::npos) << row;
    at = found;
  }
}

}  // namespace
}  // namespace redress::ledger

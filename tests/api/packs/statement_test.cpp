#include "api/packs/statement.hpp"

#include <gtest/gtest.h>

namespace redress::packs {
namespace {

CaseHead const head{
    .case_id = "case_1", .entries = 3, .last_hash = std::string(64, 'a'), .tree = {.size = 7, .root = {1, 2, 3}}};
Seal const seal{
    .case_id = "case_1", .tagmanifest_sha256 = std::string(64, 'b'), .tree = {.size = 7, .root = {1, 2, 3}}};

TEST(Statement, is_read_back_as_it_was_written) {
  EXPECT_EQ(parse_case_head(to_text(head)).value(), head);
  EXPECT_EQ(parse_seal(to_text(seal)).value(), seal);
}

TEST(Statement, no_one_is_taken_for_another_or_for_a_checkpoint) {
  EXPECT_FALSE(parse_case_head(to_text(seal)).has_value());
  EXPECT_FALSE(parse_seal(to_text(head)).has_value());
  EXPECT_FALSE(ledger::parse_checkpoint(to_text(head)).has_value());
  EXPECT_FALSE(ledger::parse_checkpoint(to_text(seal)).has_value());
  auto const checkpoint = to_text(ledger::Checkpoint{.origin = "redress-pack/1", .size = 7});
  EXPECT_FALSE(parse_seal(checkpoint).has_value());
}

TEST(Statement, every_change_of_a_line_is_refused_or_seen) {
  auto const text = to_text(head);
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 0x01);
    auto const parsed = parse_case_head(changed);
    EXPECT_TRUE(!parsed || !(*parsed == head)) << at;
  }
  EXPECT_FALSE(parse_case_head(text + "more\n").has_value());
  EXPECT_FALSE(parse_case_head(text.substr(0, text.size() - 1)).has_value());
  for (auto const* entries : {"entries 03\n", "entries +3\n", "entries 0\n", "entries -1\n", "entries 3 \n"}) {
    auto changed = text;
    changed.replace(changed.find("entries 3\n"), 10, entries);
    EXPECT_FALSE(parse_case_head(changed).has_value()) << entries;
  }
}

TEST(Statement, opens_only_under_the_key_that_signed_it) {
  auto const key = ledger::SigningKey::from_seed("shop/1", std::vector<std::uint8_t>(32, 7)).value();
  auto const other = ledger::SigningKey::from_seed("shop/1", std::vector<std::uint8_t>(32, 8)).value();
  auto const note = ledger::sign_note(to_text(seal), std::span(&key, 1)).value();
  EXPECT_EQ(open_note(note, key.verifier()).value(), to_text(seal));
  EXPECT_FALSE(open_note(note, other.verifier()).has_value());
}

}  // namespace
}  // namespace redress::packs

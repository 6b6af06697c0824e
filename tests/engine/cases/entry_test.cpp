#include "engine/cases/entry.hpp"

#include "engine/ledger/hash.hpp"

#include <gtest/gtest.h>

namespace redress {
namespace {

EntryDraft draft() {
  return {{{"id", "entry_01"}, {"case_id", "case_01"}, {"event", "同意退款"}, {"at", "2026-01-05T02:00:00.000Z"}}};
}

TEST(Seal, PutsTheDraftInItsPlace) {
  auto const entry = seal(draft(), 7, 2, "ab");
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->seq, 7);
  EXPECT_EQ(entry->case_seq, 2);
  EXPECT_EQ(entry->id, "entry_01");
  EXPECT_EQ(entry->case_id, "case_01");
  EXPECT_EQ(entry->bytes, R"({"at":"2026-01-05T02:00:00.000Z","case_id":"case_01","case_seq":2,"event":"同意退款",)"
                          R"("id":"entry_01","prev_hash":"ab","seq":7})");
}

// Interface section 5: lower-case hex of SHA-256(0x00 followed by the canonical bytes).
TEST(Seal, HashesTheBytesAsALeaf) {
  auto const entry = seal(draft(), 0, 0, "").value();
  EXPECT_EQ(entry.hash, ledger::hex(ledger::sha256(std::string(1, '\0') + entry.bytes)));
}

TEST(Seal, EveryPlaceGivesAnotherHash) {
  auto const entry = seal(draft(), 1, 1, "aa").value();
  EXPECT_EQ(entry.hash, seal(draft(), 1, 1, "aa").value().hash);
  EXPECT_NE(entry.hash, seal(draft(), 2, 1, "aa").value().hash);
  EXPECT_NE(entry.hash, seal(draft(), 1, 2, "aa").value().hash);
  EXPECT_NE(entry.hash, seal(draft(), 1, 1, "ab").value().hash);
}

TEST(Seal, FaultsOnWhatHasNoCanonicalForm) {
  auto with_big_number = draft();
  with_big_number.members["params"] = {{"amount", std::int64_t{1} << 60}};
  auto const refused = seal(with_big_number, 0, 0, "");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, FaultKind::internal);
  EXPECT_EQ(refused.error().position, "params.amount");

  auto without_id = draft();
  without_id.members.erase("id");
  EXPECT_FALSE(seal(without_id, 0, 0, "").has_value());
}

// A draft as the desk makes it: everything that comes after `seq` is there.
EntryDraft whole_draft() {
  auto whole = draft();
  whole.members["shop"] = R"(a "seq":0,"shop": shop)";
  whole.members["standing"] = {{"final", false}};
  whole.members["params"] = {{"seq", 0}, {"shop", "inner"}};
  whole.rules = R"([{"seq":0,"shop":"of a rule"}])";
  return whole;
}

TEST(WriteBeforehand, SealsToWhatSealingInItsTurnGives) {
  for (std::int64_t const seq : {0, 7, 1234567890}) {
    auto written = whole_draft();
    ASSERT_TRUE(write_beforehand(written, 2, "ab").has_value());
    auto const sealed = seal(std::move(written), seq, 2, "ab").value();
    auto const expected = seal(whole_draft(), seq, 2, "ab").value();
    EXPECT_EQ(sealed.bytes, expected.bytes);
    EXPECT_EQ(sealed.hash, expected.hash);
    EXPECT_EQ(sealed.seq, seq);
  }
}

TEST(WriteBeforehand, SealsNowhereElse) {
  auto written = whole_draft();
  ASSERT_TRUE(write_beforehand(written, 2, "ab").has_value());
  EXPECT_FALSE(seal(written, 7, 3, "ab").has_value());
  EXPECT_FALSE(seal(written, 7, 2, "ac").has_value());
  EXPECT_FALSE(seal(written, 7, 2, "").has_value());
  EXPECT_TRUE(seal(written, 7, 2, "ab").has_value());
}

TEST(WriteBeforehand, FaultsAsSealingDoes) {
  auto with_big_number = whole_draft();
  with_big_number.members["params"] = {{"amount", std::int64_t{1} << 60}};
  auto const refused = write_beforehand(with_big_number, 0, "");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().position, "params.amount");
  EXPECT_TRUE(with_big_number.written.empty());
}

TEST(EntryJson, ShowsTheMembersAndTheHash) {
  auto const entry = seal(draft(), 3, 0, "").value();
  auto const shown = to_json(entry);
  EXPECT_EQ(shown.at("seq"), 3);
  EXPECT_EQ(shown.at("event"), "同意退款");
  EXPECT_EQ(shown.at("hash").as_string(), entry.hash);
}

}  // namespace
}  // namespace redress

// What witnesses and stamps add to a receipt, and that not one bit of all of it can change unseen.
#include "engine/base/strict_json.hpp"
#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/cosignature.hpp"
#include "engine/ledger/receipt_check.hpp"
#include "tests/engine/ledger/keys.hpp"
#include "tests/engine/ledger/vectors.hpp"

#include <gtest/gtest.h>

namespace redress::ledger {
namespace {

namespace json = boost::json;

constexpr std::string_view origin = "ledger.example/redress/1";

SigningKey witness(std::string name, std::uint8_t seed_byte) {
  return SigningKey::from_seed(std::move(name), std::vector<std::uint8_t>(32, seed_byte), KeyType::cosignature).value();
}

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

// The published ledger, its last entry (03:00) under a checkpoint that two witnesses saw at 03:01 and 03:02, after one
// of two entries that both saw at 02:50 and 02:55.
class Dated {
 public:
  Dated() {
    auto const published = json_vector("ledger/entries.json");
    for (auto const& entry : published.as_array()) {
      entries_.push_back(text_at(entry, "bytes"));
      leaves_.push_back(leaf_hash(entries_.back()));
    }
  }

  std::string note(std::uint64_t size, std::vector<std::pair<SigningKey, std::string_view>> const& cosigners) const {
    auto const text = to_text(Checkpoint{std::string(origin), size, root_of(std::span(leaves_).first(size))});
    auto note = parse_signed_note(sign_note(text, std::span(&key, 1)).value()).value();
    for (auto const& [one, when] : cosigners) note.signatures.push_back(cosign(one, text, at(when)));
    return to_text(note);
  }

  Receipt receipt() const {
    auto const published = parse_receipt(read_vector("ledger/receipt.json")).value();
    auto made = build_receipt(entries_[2], 2, nodes_over(std::span(leaves_)),
                              note(3, {{first, "2026-01-05T03:01:00Z"}, {second, "2026-01-05T03:02:00Z"}}),
                              key.verifier(), published.rulebook,
                              {.witnesses = {first.verifier().text(), second.verifier().text()},
                               .before = note(2, {{first, "2026-01-05T02:50:00Z"}, {second, "2026-01-05T02:55:00Z"}})});
    auto whole = std::move(made).value();
    whole.digest = digest_of(whole);
    return whole;
  }

  SigningKey key = key_named(std::string(origin));
  SigningKey first = witness("witness.example/w1", 1);
  SigningKey second = witness("witness.example/w2", 2);

 private:
  std::vector<std::string> entries_;
  std::vector<Digest> leaves_;
};

StepOutcome outcome_of(ReceiptReport const& report, ReceiptStep step) {
  return report.steps[static_cast<std::size_t>(step)].outcome;
}

TEST(DatedReceipt, says_between_which_moments) {
  Dated const dated;
  auto const receipt = dated.receipt();
  auto const own = check_receipt(receipt);
  EXPECT_TRUE(own.ok()) << json::serialize(to_json(own));
  EXPECT_EQ(own.not_later->at, at("2026-01-05T03:01:00Z"));
  EXPECT_FALSE(own.not_later->believed);
  auto const told = to_json(own);
  EXPECT_FALSE(told.contains("first_wrong"));
  EXPECT_EQ(told.at("not_later").at("at"), "2026-01-05T03:01:00.000Z");
  EXPECT_EQ(told.at("not_earlier").at("believed"), false);

  struct Row {
    std::vector<VerifierKey> witnesses;
    std::size_t needed;
    std::string_view not_later, not_earlier;
  };
  auto const w1 = dated.first.verifier();
  auto const w2 = dated.second.verifier();
  auto const w3 = witness("witness.example/w3", 3).verifier();
  Row const rows[] = {
      {{w1}, 1, "2026-01-05T03:01:00Z", "2026-01-05T02:50:00Z"},
      {{w2}, 0, "2026-01-05T03:02:00Z", "2026-01-05T02:55:00Z"},
      {{w1, w2}, 1, "2026-01-05T03:01:00Z", "2026-01-05T02:55:00Z"},
      {{w1, w2}, 2, "2026-01-05T03:02:00Z", "2026-01-05T02:50:00Z"},
      {{w1, w2, w3}, 2, "2026-01-05T03:02:00Z", "2026-01-05T02:50:00Z"},
  };
  for (auto const& row : rows) {
    auto const report =
        check_receipt(receipt, dated.key.verifier(), {.witnesses = row.witnesses, .needed = row.needed});
    ASSERT_TRUE(report.ok()) << json::serialize(to_json(report));
    EXPECT_EQ(report.not_later->at, at(row.not_later));
    EXPECT_EQ(report.not_earlier->at, at(row.not_earlier));
    EXPECT_TRUE(report.not_later->believed && report.not_earlier->believed);
  }
  auto const too_few = check_receipt(receipt, {}, {.witnesses = {w1, w3}});
  EXPECT_EQ(outcome_of(too_few, ReceiptStep::witnesses), StepOutcome::wrong);
}

TEST(DatedReceipt, a_backdated_entry_is_named) {
  Dated const dated;
  struct Row {
    std::string_view before, after;
    StepOutcome outcome;
  };
  // The entry says 03:00; clocks may be five minutes apart.
  Row const rows[] = {
      {"2026-01-05T03:05:00Z", "2026-01-05T03:06:00Z", StepOutcome::ok},
      {"2026-01-05T03:05:01Z", "2026-01-05T03:06:00Z", StepOutcome::wrong},
      {"2026-01-05T02:00:00Z", "2026-01-05T02:55:00Z", StepOutcome::ok},
      {"2026-01-05T02:00:00Z", "2026-01-05T02:54:59Z", StepOutcome::wrong},
  };
  for (auto const& [before, after, outcome] : rows) {
    auto receipt = dated.receipt();
    receipt.checkpoint = dated.note(3, {{dated.first, after}});
    receipt.before->checkpoint = dated.note(2, {{dated.first, before}});
    receipt.digest.clear();
    auto const report = check_receipt(receipt);
    EXPECT_EQ(outcome_of(report, ReceiptStep::time), outcome) << before << " " << after;
    EXPECT_EQ(report.ok(), outcome == StepOutcome::ok);
  }
}

TEST(DatedReceipt, an_earlier_checkpoint_that_does_not_fit_is_named) {
  Dated const dated;
  auto const wrong = [&](auto change) {
    auto receipt = dated.receipt();
    change(receipt);
    receipt.digest.clear();
    return outcome_of(check_receipt(receipt), ReceiptStep::before);
  };
  EXPECT_EQ(wrong([&](Receipt& r) {
              r.before->checkpoint = dated.note(3, {{dated.first, "2026-01-05T02:50:00Z"}});
            }),
            StepOutcome::wrong)
      << "it has the entry already";
  EXPECT_EQ(wrong([&](Receipt& r) { r.before->growth.clear(); }), StepOutcome::wrong);
  EXPECT_EQ(wrong([&](Receipt& r) { r.before->checkpoint = dated.note(2, {}); }), StepOutcome::wrong)
      << "nobody saw it";
  EXPECT_EQ(wrong([&](Receipt& r) {
              r.before->checkpoint = dated.note(1, {{dated.first, "2026-01-05T02:50:00Z"}});
            }),
            StepOutcome::wrong)
      << "the proof is of another size";
  EXPECT_EQ(wrong([&](Receipt& r) { r.before.reset(); }), StepOutcome::absent);
  EXPECT_EQ(wrong([&](Receipt& r) { r.before->checkpoint = "no note"; }), StepOutcome::wrong);
  auto const stranger = key_named("ledger.example/redress/2");
  EXPECT_EQ(wrong([&](Receipt& r) {
              auto const text = parse_signed_note(r.before->checkpoint).value().text;
              r.before->checkpoint = sign_note(text, std::span(&stranger, 1)).value();
            }),
            StepOutcome::wrong)
      << "another ledger signed it";

  // Every ledger grows from the empty one, and that takes no proof.
  auto const nothing_yet = [&](std::string_view before_any) {
    auto const text = to_text(Checkpoint{std::string(origin), 0, sha256(before_any)});
    auto note = parse_signed_note(sign_note(text, std::span(&dated.key, 1)).value()).value();
    note.signatures.push_back(cosign(dated.first, text, at("2026-01-05T02:50:00Z")));
    return to_text(note);
  };
  EXPECT_EQ(wrong([&](Receipt& r) { r.before = {nothing_yet(""), {}}; }), StepOutcome::ok);
  EXPECT_EQ(wrong([&](Receipt& r) { r.before = {nothing_yet("x"), {}}; }), StepOutcome::wrong) << "no empty tree";
  EXPECT_EQ(wrong([&](Receipt& r) {
              r.before = {nothing_yet(""), {sha256("")}};
            }),
            StepOutcome::wrong)
      << "a proof of nothing";
}

TEST(DatedReceipt, an_earlier_checkpoint_alone_says_not_earlier_than) {
  Dated const dated;
  auto receipt = dated.receipt();
  receipt.checkpoint = dated.note(3, {});
  receipt.digest.clear();
  auto const report = check_receipt(receipt);
  EXPECT_TRUE(report.ok()) << json::serialize(to_json(report));
  EXPECT_EQ(outcome_of(report, ReceiptStep::time), StepOutcome::ok);
  EXPECT_FALSE(report.not_later);
  EXPECT_TRUE(report.not_earlier);
}

TEST(DatedReceipt, what_cannot_be_read_is_named_where_it_stands) {
  Dated const dated;
  auto const first_wrong = [&](auto change) {
    auto receipt = dated.receipt();
    change(receipt);
    return check_receipt(receipt).first_wrong()->step;
  };
  EXPECT_EQ(first_wrong([](Receipt& r) { r.witnesses.emplace_back("no key"); }), ReceiptStep::key);
  EXPECT_EQ(first_wrong([](Receipt& r) { r.stamp = "no stamp"; }), ReceiptStep::stamp);
  EXPECT_EQ(first_wrong([](Receipt& r) { r.digest.back() ^= 1; }), ReceiptStep::digest);
}

TEST(DatedReceipt, a_signature_of_nobody_stated_is_named) {
  Dated const dated;
  auto receipt = dated.receipt();
  receipt.witnesses.pop_back();
  receipt.digest.clear();
  EXPECT_EQ(outcome_of(check_receipt(receipt), ReceiptStep::witnesses), StepOutcome::wrong);
}

TEST(DatedReceipt, a_pinned_old_key_is_enough_while_both_sign) {
  Dated const dated;
  auto const next = key_named(std::string(origin), 8);
  auto receipt = dated.receipt();
  SigningKey const both[] = {next, dated.key};
  receipt.checkpoint = sign_note(parse_signed_note(receipt.checkpoint)->text, both).value();
  receipt.before.reset();
  receipt.witnesses.clear();
  receipt.vkey = next.verifier().text();
  receipt.other_keys = {dated.key.verifier().text()};
  receipt.digest = digest_of(receipt);
  EXPECT_TRUE(check_receipt(receipt).ok());
  EXPECT_TRUE(check_receipt(receipt, dated.key.verifier()).ok());
  EXPECT_TRUE(check_receipt(receipt, next.verifier()).ok());
  EXPECT_FALSE(check_receipt(receipt, key_named(std::string(origin), 99).verifier()).ok());
}

TEST(DatedReceipt, reads_back_what_it_writes) {
  auto const receipt = Dated().receipt();
  EXPECT_EQ(parse_receipt(json::serialize(to_json(receipt))).value(), receipt);
}

// All of them: a receipt with every optional member but a stamp has some thirty thousand bits.
TEST(DatedReceipt, a_flipped_bit_anywhere_is_found_and_named) {
  Dated const dated;
  auto const good = json::serialize(to_json(dated.receipt()));
  std::size_t unreadable = 0;
  std::size_t named = 0;
  for (std::size_t i = 0; i < good.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      auto bent = good;
      bent[i] = static_cast<char>(bent[i] ^ 1 << bit);
      auto const receipt = parse_receipt(bent);
      if (!receipt) {
        ASSERT_FALSE(receipt.error().says.zh.empty());
        ++unreadable;
        continue;
      }
      auto const report = check_receipt(*receipt);
      ASSERT_FALSE(report.ok()) << "byte " << i << ", bit " << bit << ": " << bent.substr(i > 20 ? i - 20 : 0, 40);
      ASSERT_NE(report.first_wrong(), nullptr);
      ++named;
    }
  EXPECT_EQ(unreadable + named, good.size() * 8);
  EXPECT_GT(named, good.size()) << "most bits are inside of texts and hashes";
}

}  // namespace
}  // namespace redress::ledger

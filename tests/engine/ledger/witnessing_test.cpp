#include "engine/ledger/witnessing.hpp"

#include "engine/ledger/cosignature.hpp"
#include "tests/engine/ledger/keys.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::ledger {
namespace {

constexpr std::string_view origin = "ledger.example/redress/1";

// The example of C2SP tlog-cosignature: a checkpoint and a key ID anyone can compute; the signature is of a key whose
// secret is not published, so it is checked for its form alone.
constexpr std::string_view cosigned_example =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

SigningKey witness_named(std::string name, std::uint8_t seed_byte = 9) {
  return SigningKey::from_seed(std::move(name), std::vector<std::uint8_t>(32, seed_byte), KeyType::cosignature).value();
}

class Growing {
 public:
  explicit Growing(std::uint64_t size, std::string_view salt = "") {
    for (std::uint64_t i = 0; i < size; ++i) leaves_.push_back(leaf_hash(fmt::format("{}{}", salt, i)));
  }
  Checkpoint at(std::uint64_t size) const {
    return {std::string(origin), size, root_of(std::span(leaves_).first(size))};
  }
  CosignRequest request(std::uint64_t from, std::uint64_t to, SigningKey const& key) const {
    CosignRequest made{.old_size = from, .note = sign_note(to_text(at(to)), std::span(&key, 1)).value()};
    if (from > 0 && from < to) made.proof = consistency_proof(nodes_over(std::span(leaves_)), from, to);
    return made;
  }

 private:
  std::vector<Digest> leaves_;
};

TEST(Cosignature, reads_the_published_example) {
  auto const note = parse_signed_note(cosigned_example).value();
  ASSERT_EQ(note.signatures.size(), 2U);
  auto const& bytes = note.signatures[1].bytes;
  ASSERT_EQ(bytes.size(), 72U);
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < 8; ++i) seconds = seconds << 8 | bytes[i];
  EXPECT_EQ(seconds, 1679315147U);
}

TEST(Cosignature, says_when_and_only_of_its_own_text) {
  auto const witness = witness_named("witness.example/w1");
  auto const at = parse_rfc3339("2026-01-05T02:00:00.999Z").value();
  SignedNote note{"a\n3\nb\n", {cosign(witness, "a\n3\nb\n", at)}};
  EXPECT_EQ(cosigned_at(note, witness.verifier()).value(), parse_rfc3339("2026-01-05T02:00:00Z").value());
  EXPECT_EQ(cosigned_at(note, witness_named("witness.example/w2").verifier()).value(), std::nullopt);
  note.signatures.push_back(cosign(witness, note.text, at + -hour_ms));
  EXPECT_EQ(cosigned_at(note, witness.verifier()).value(), parse_rfc3339("2026-01-05T01:00:00Z").value())
      << "the earliest";
  for (std::size_t i = 0; i < note.signatures[0].bytes.size(); ++i) {
    auto bent = note;
    bent.signatures[0].bytes[i] ^= 1;
    EXPECT_FALSE(cosigned_at(bent, witness.verifier())) << i;
  }
  note.text = "a\n4\nb\n";
  EXPECT_FALSE(cosigned_at(note, witness.verifier()));
  note.signatures[0].bytes.resize(8);
  EXPECT_FALSE(cosigned_at(note, witness.verifier()));
}

TEST(Cosignature, keys_of_the_two_types_are_not_one_another) {
  auto const witness = witness_named("w").verifier();
  EXPECT_FALSE(VerifierKey::parse(witness.text()));
  EXPECT_EQ(VerifierKey::parse(witness.text(), KeyType::cosignature).value(), witness);
  EXPECT_FALSE(VerifierKey::parse(key_named("w", 9).verifier().text(), KeyType::cosignature));
}

TEST(CosignRequest, reads_what_it_writes) {
  auto const key = key_named(std::string(origin));
  for (auto const& request :
       {Growing(9).request(0, 9, key), Growing(9).request(3, 9, key), Growing(9).request(9, 9, key)})
    EXPECT_EQ(parse_cosign_request(to_text(request)).value(), request);
  CosignRequest longest{.old_size = 1, .proof = Proof(63), .note = "x\n"};
  EXPECT_TRUE(parse_cosign_request(to_text(longest)));
  longest.proof.emplace_back();
  EXPECT_EQ(parse_cosign_request(to_text(longest)).error().position, "line 65");
}

TEST(CosignRequest, refuses_what_is_none) {
  for (std::string_view const text :
       {"", "old 1", "old 01\n\nx\n", "old -1\n\nx\n", "old\n\nx\n", "new 1\n\nx\n", "old 1\nAAAA\n\nx\n", "old 1\n",
        "old 1 \n\nx\n", "old 99999999999999999999\n\nx\n"})
    EXPECT_FALSE(parse_cosign_request(text)) << text;
}

TEST(Weighing, answers_as_the_protocol_says) {
  auto const key = key_named(std::string(origin));
  auto const next_key = key_named(std::string(origin), 8);
  auto const other_ledger = key_named("other.example/1");
  std::vector<VerifierKey> const keys{key.verifier(), next_key.verifier()};
  Growing const ledger(20);
  auto const zero = Growing(0).at(0);
  struct Row {
    std::string_view name;
    CosignRequest request;
    std::optional<Checkpoint> last;
    int status;
    std::optional<std::uint64_t> told = {};
  };
  auto const with = [](CosignRequest request, auto change) {
    change(request);
    return request;
  };
  auto foreign = ledger.at(5);
  foreign.origin = "other.example/1";
  Row const rows[] = {
      {"the first", ledger.request(0, 5, key), {}, 200},
      {"grown", ledger.request(5, 20, key), ledger.at(5), 200},
      {"the same again", ledger.request(5, 5, key), ledger.at(5), 200},
      {"an empty ledger", ledger.request(0, 0, key), {}, 200},
      {"an empty ledger again", ledger.request(0, 0, key), zero, 200},
      {"grown from nothing", ledger.request(0, 7, key), zero, 200},
      {"by the ledger's next key", ledger.request(5, 20, next_key), ledger.at(5), 200},
      {"of a ledger not known", {.note = sign_note(to_text(foreign), std::span(&other_ledger, 1)).value()}, {}, 404},
      {"signed by a stranger", ledger.request(0, 5, key_named(std::string(origin), 77)), {}, 403},
      {"altered", with(ledger.request(0, 5, key), [](auto& r) { r.note[r.note.find("\n5\n") + 1] = '4'; }), {}, 403},
      {"the old size above the new", with(ledger.request(5, 5, key), [](auto& r) { r.old_size = 6; }), ledger.at(6),
       400},
      {"no note", with(ledger.request(0, 5, key), [](auto& r) { r.note = "x"; }), {}, 400},
      {"another old size", ledger.request(3, 20, key), ledger.at(5), 409, 5},
      {"an old size, and none was seen", ledger.request(3, 20, key), {}, 409, 0},
      {"smaller than seen", ledger.request(0, 4, key), ledger.at(5), 409, 5},
      {"another root of the same size", Growing(5, "fork").request(5, 5, key), ledger.at(5), 409, 5},
      {"a fork that grew", Growing(20, "fork").request(5, 20, key), ledger.at(5), 422},
      {"no proof", with(ledger.request(5, 20, key), [](auto& r) { r.proof.clear(); }), ledger.at(5), 422},
      {"a proof from nothing", with(ledger.request(0, 20, key), [](auto& r) { r.proof.emplace_back(); }), {}, 422},
      {"a proof of the same", with(ledger.request(5, 5, key), [](auto& r) { r.proof.emplace_back(); }), ledger.at(5),
       422},
      {"a bent proof", with(ledger.request(5, 20, key), [](auto& r) { r.proof[0][0] ^= 1; }), ledger.at(5), 422},
  };
  for (auto const& row : rows) {
    auto const verdict = weigh(row.request, keys, [&](std::string_view asked) {
      EXPECT_EQ(asked, origin);
      return row.last;
    });
    EXPECT_EQ(verdict.status, row.status) << row.name;
    EXPECT_EQ(verdict.tells_size, row.told.has_value()) << row.name;
    if (row.told) {
      EXPECT_EQ(verdict.size, *row.told) << row.name;
    }
    if (row.status == 200) {
      EXPECT_EQ(to_text(verdict.checkpoint), verdict.text) << row.name;
    } else {
      EXPECT_FALSE(verdict.says.zh.empty() || verdict.says.en.empty()) << row.name;
    }
  }
}

}  // namespace
}  // namespace redress::ledger

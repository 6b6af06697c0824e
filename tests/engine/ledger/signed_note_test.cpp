#include "engine/ledger/signed_note.hpp"

#include "tests/engine/ledger/keys.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress::ledger {
namespace {

// The key pair and note with which Go's sumdb/note package, where the format was born, documents it.
constexpr std::string_view peter_vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view peter_typed_seed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view peter_text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
constexpr std::string_view peter_signature =
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

std::string peter_note() { return fmt::format("{}\n{}", peter_text, peter_signature); }

// The example of the C2SP signed-note specification; it publishes no key.
constexpr std::string_view specification_note =
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "\u2014 quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

TEST(NoteKey, reads_and_writes_vkeys_of_others) {
  // From the tests of Go's sumdb/note and from the signed-note packages of other languages.
  for (auto vkey : {peter_vkey, std::string_view{"EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"},
                    std::string_view{"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"}}) {
    auto const key = VerifierKey::parse(vkey);
    ASSERT_TRUE(key) << vkey;
    EXPECT_EQ(key->text(), vkey);
  }
  auto const peter = VerifierKey::parse(peter_vkey).value();
  EXPECT_EQ(peter.name(), "PeterNeumann");
  EXPECT_EQ(peter.id(), 0xc74f20a3u);
}

TEST(NoteKey, no_part_of_a_vkey_is_a_vkey) {
  for (std::size_t begin = 0; begin <= peter_vkey.size(); ++begin)
    for (std::size_t length = 0; begin + length <= peter_vkey.size(); ++length)
      EXPECT_EQ(VerifierKey::parse(peter_vkey.substr(begin, length)).has_value(), length == peter_vkey.size());
  for (std::size_t i = 0; i < peter_vkey.size(); ++i) {
    std::string bent{peter_vkey};
    ++bent[i];
    EXPECT_FALSE(VerifierKey::parse(bent)) << bent;
  }
  // Right but for capital hex digits, and an ECDSA key of type 2.
  EXPECT_FALSE(VerifierKey::parse("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  EXPECT_FALSE(VerifierKey::parse("PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
}

TEST(NoteKey, names) {
  for (auto name : {"a", "example.com/redress/1", "总账.example", "a\u200Bb"})
    EXPECT_TRUE(check_key_name(name)) << name;
  for (auto name : {"", "a b", "a+b", "a\tb", "a\nb", "\x01", "a\u00A0b", "a\u2003b", "a\u3000b", "a\u0085b", "\xFF"}) {
    EXPECT_FALSE(check_key_name(name)) << name;
    EXPECT_FALSE(SigningKey::from_seed(name, std::vector<std::uint8_t>(32))) << name;
  }
}

TEST(SignedNote, signs_as_go_does) {
  auto const typed_seed = from_base64(peter_typed_seed).value();
  std::vector<SigningKey> const keys{SigningKey::from_seed("PeterNeumann", Bytes{typed_seed}.subspan(1)).value()};
  EXPECT_EQ(keys[0].verifier().text(), peter_vkey);
  EXPECT_EQ(sign_note(peter_text, keys).value(), peter_note());
}

TEST(SignedNote, verifies_what_go_signed) {
  auto const note = parse_signed_note(peter_note()).value();
  EXPECT_EQ(note.text, peter_text);
  EXPECT_TRUE(verify_note(note, VerifierKey::parse(peter_vkey).value()));
  EXPECT_EQ(to_text(note), peter_note());
}

TEST(SignedNote, parses_the_example_of_the_specification) {
  auto const note = parse_signed_note(specification_note);
  ASSERT_TRUE(note) << note.error().says.en;
  EXPECT_TRUE(note->text.ends_with(":\n\ned è subito sera.\n"));  // the last empty line splits, not the first
  ASSERT_EQ(note->signatures.size(), 1u);
  EXPECT_EQ(note->signatures[0].key_name, "quasimodo.example/salvatore");
  EXPECT_EQ(note->signatures[0].key_id, 0x367ba04bu);
  EXPECT_EQ(note->signatures[0].bytes.size(), 64u);
  EXPECT_EQ(to_text(*note), specification_note);
}

TEST(SignedNote, malformed_notes) {
  struct Row {
    std::string note;
    std::string_view position;
  };
  std::string const good{peter_signature};
  std::string hundred_and_one;
  for (int i = 0; i < 101; ++i) hundred_and_one += good;
  Row const rows[] = {
      {"", ""},
      {"text\n", ""},
      {"text\n" + good, ""},                               // no empty line
      {"text\n\n", "line 3"},                              // no signature
      {"text\n\n" + good.substr(0, good.size() - 1), ""},  // the last newline is missing
      {"text\n\n" + good + "\n", "line 5"},                // ends in an empty line, so no signature follows it
      {"text\n\n" + good + "more\n", "line 4"},
      {"te\txt\n\n" + good, ""},
      {"te\rxt\n\n" + good, ""},
      {"te\xFFxt\n\n" + good, ""},
      {"text\n\n-- PeterNeumann x08go/ZJ\n", "line 3"},
      {"text\n\n\u2014 PeterNeumann\n", "line 3"},
      {"text\n\n\u2014 Peter+Neumann x08go/ZJ\n", "line 3"},
      {"text\n\n\u2014  x08go/ZJ\n", "line 3"},
      {"text\n\n\u2014 PeterNeumann x08goy==\n", "line 3"},  // stray bits
      {"text\n\n\u2014 PeterNeumann x08gow==\n", "line 3"},  // an id and no signature
      {"text\n\n\u2014 PeterNeumann x08g o/ZJ\n", "line 3"},
      {"a\nb\n\n" + good + "\u2014 x\n", "line 5"},
      {"text\n\n" + hundred_and_one, "line 103"},
      {std::string(1 << 20, 'x') + "\n\n" + good, ""},
  };
  for (auto const& [note, position] : rows) {
    auto const parsed = parse_signed_note(note);
    ASSERT_FALSE(parsed) << note.substr(0, 100);
    EXPECT_EQ(parsed.error().kind, FaultKind::parse_error);
    EXPECT_EQ(parsed.error().position, position) << note.substr(0, 100);
  }
}

TEST(SignedNote, only_the_known_key_counts) {
  auto const old_key = key_named("ledger.example", 1);
  auto const new_key = key_named("ledger.example", 2);
  auto const witness = key_named("witness.example", 3);
  std::vector<SigningKey> const keys{old_key, witness};
  auto const note = parse_signed_note(sign_note("text\n", keys).value()).value();
  EXPECT_TRUE(verify_note(note, old_key.verifier()));
  EXPECT_TRUE(verify_note(note, witness.verifier()));
  EXPECT_EQ(verify_note(note, new_key.verifier()).error().kind, FaultKind::ledger_broken);

  auto stranger_is_wrong = note;
  stranger_is_wrong.signatures[1].bytes[0] ^= 1;
  EXPECT_TRUE(verify_note(stranger_is_wrong, old_key.verifier()));
  EXPECT_FALSE(verify_note(stranger_is_wrong, witness.verifier()));

  auto of_another_name = note;  // the key's id alone is 32 bits that anyone can meet
  of_another_name.signatures[0].key_name = "other.example";
  EXPECT_FALSE(verify_note(of_another_name, old_key.verifier()));

  auto one_right_one_wrong = note;
  one_right_one_wrong.signatures.push_back(note.signatures[0]);
  one_right_one_wrong.signatures[2].bytes[0] ^= 1;
  EXPECT_FALSE(verify_note(one_right_one_wrong, old_key.verifier()));
}

TEST(SignedNote, refuses_to_sign_what_no_one_could_read_back) {
  std::vector<SigningKey> const keys{key_named("k")};
  for (auto text : {"", "no newline", "a\tb\n", "\xFF\n"}) EXPECT_FALSE(sign_note(text, keys)) << text;
  EXPECT_TRUE(sign_note("\n", keys));
}

RC_GTEST_PROP(SignedNoteLaws, any_bent_note_fails, ()) {
  std::vector<SigningKey> const keys{key_named("ledger.example/1")};
  auto const good = sign_note("ledger.example/1\n12\nabc\n", keys).value();
  auto bent = good;
  auto const at = *rc::gen::inRange<std::size_t>(0, bent.size());
  bent[at] = *rc::gen::distinctFrom(rc::gen::arbitrary<char>(), bent[at]);
  auto const note = parse_signed_note(bent);
  if (note.has_value()) RC_ASSERT(!verify_note(*note, keys[0].verifier()).has_value());
}

}  // namespace
}  // namespace redress::ledger

#include "engine/ledger/hash.hpp"

#include "tests/engine/ledger/vectors.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

namespace redress::ledger {
namespace {

TEST(Sha256, known_answers) {
  struct Row {
    std::string text;
    std::string_view digest;
  };
  Row const rows[] = {
      // FIPS 180-4 example values.
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (auto const& [text, digest] : rows) EXPECT_EQ(hex(sha256(text)), digest);
}

TEST(Sha256, a_thread_has_its_own_context) {
  auto const here = sha256("abc");
  Digest there{};
  std::thread([&] { there = sha256("abc"); }).join();
  EXPECT_EQ(here, there);
}

RC_GTEST_PROP(Sha256Laws, pieces_hash_as_the_whole, (std::vector<std::string> const& pieces)) {
  Sha256 hash;
  hash.update(as_bytes("what was hashed before must not matter"));
  hash.finish();
  std::string whole;
  for (auto const& piece : pieces) {
    hash.update(as_bytes(piece));
    whole += piece;
  }
  RC_ASSERT(hash.finish() == sha256(whole));
  RC_ASSERT(sha256({as_bytes(whole), as_bytes("x")}) == sha256(whole + "x"));
}

TEST(HmacSha256, wycheproof) {
  int valid = 0;
  int invalid = 0;
  auto const file = json_vector("crypto/hmac_sha256_test.json");
  for (auto const& group : file.at("testGroups").as_array())
    for (auto const& test : group.at("tests").as_array()) {
      auto const mac = hmac_sha256(from_hex(text_at(test, "key")).value(), from_hex(text_at(test, "msg")).value());
      auto const tag = from_hex(text_at(test, "tag")).value();
      auto const same = constant_time_equal(Bytes{mac}.first(tag.size()), tag);  // some groups cut the tag
      EXPECT_EQ(same, text_at(test, "result") == "valid") << test.at("tcId");
      ++(same ? valid : invalid);
    }
  EXPECT_EQ(valid, 66);
  EXPECT_EQ(invalid, 108);
}

TEST(HmacSha256, an_empty_key_is_a_key) {
  EXPECT_EQ(hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(ConstantTimeEqual, compares_lengths_and_bytes) {
  auto const a = as_bytes("abc");
  EXPECT_TRUE(constant_time_equal(a, as_bytes("abc")));
  EXPECT_TRUE(constant_time_equal({}, {}));
  for (auto b : {"", "ab", "abcd", "abd", "Abc"}) EXPECT_FALSE(constant_time_equal(a, as_bytes(b))) << b;
}

TEST(Hex, table) {
  EXPECT_EQ(hex(as_bytes("\x01\xab\xff")), "01abff");
  EXPECT_EQ(from_hex("01abff").value(), (std::vector<std::uint8_t>{1, 0xab, 0xff}));
  EXPECT_TRUE(from_hex("").value().empty());
  for (auto text : {"0", "0g", "AB", "0x01", " 1", "01 ", "é"}) EXPECT_FALSE(from_hex(text)) << text;
  for (int c = 0; c < 256; ++c) {
    std::string const digits{'0', static_cast<char>(c)};
    EXPECT_EQ(from_hex(digits).has_value(),
              std::string_view("0123456789abcdef").find(digits[1]) != std::string_view::npos)
        << c;
  }
  EXPECT_FALSE(digest_from_hex(std::string(62, '0')));
  EXPECT_FALSE(digest_from_hex(std::string(66, '0')));
  EXPECT_TRUE(digest_from_hex(std::string(64, '0')));
}

TEST(Base64, table) {
  struct Row {
    std::string_view plain;
    std::string_view text;
  };
  for (auto [plain, text] :
       {Row{"", ""}, Row{"f", "Zg=="}, Row{"fo", "Zm8="}, Row{"foo", "Zm9v"}, Row{"foob", "Zm9vYg=="},
        Row{"fooba", "Zm9vYmE="}, Row{"foobar", "Zm9vYmFy"}, Row{"\xfb\xff", "+/8="}}) {  // RFC 4648, section 10
    EXPECT_EQ(base64(as_bytes(plain)), text);
    auto const bytes = from_base64(text).value();
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), plain);
  }
  for (auto text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "=Zg=", "Zg==Zg==", " Zg==", "Zg== ",
                    "Zg==\n", "Zm9v\n\n\n\n", "Zm 9", "-_8=", "Zm9v====", "A=AA", "é===", "    "})
    EXPECT_FALSE(from_base64(text)) << text;
  EXPECT_FALSE(digest_from_base64("Zm9v"));
}

RC_GTEST_PROP(TextLaws, hex_and_base64_read_back, (std::vector<std::uint8_t> const& bytes)) {
  RC_ASSERT(from_hex(hex(bytes)).value() == bytes);
  RC_ASSERT(from_base64(base64(bytes)).value() == bytes);
}

RC_GTEST_PROP(TextLaws, one_text_for_each_byte_string, (std::string const& noise)) {
  if (auto const bytes = from_base64(noise)) RC_ASSERT(base64(*bytes) == noise);
  if (auto const bytes = from_hex(noise)) RC_ASSERT(hex(*bytes) == noise);
}

}  // namespace
}  // namespace redress::ledger

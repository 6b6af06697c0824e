#include "engine/ledger/ed25519.hpp"

#include "tests/engine/ledger/vectors.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <rapidcheck/gtest.h>

namespace redress::ledger {
namespace {

TEST(Ed25519, wycheproof) {
  int valid = 0;
  int invalid = 0;
  auto const file = json_vector("crypto/ed25519_test.json");
  for (auto const& group : file.at("testGroups").as_array()) {
    auto const key = digest_from_hex(text_at(group.at("publicKey"), "pk")).value();
    for (auto const& test : group.at("tests").as_array()) {
      bool const verifies =
          ed25519_verifies(key, from_hex(text_at(test, "msg")).value(), from_hex(text_at(test, "sig")).value());
      EXPECT_EQ(verifies, text_at(test, "result") == "valid") << test.at("tcId") << " " << test.at("comment");
      ++(verifies ? valid : invalid);
    }
  }
  EXPECT_EQ(valid, 88);
  EXPECT_EQ(invalid, 63);
}

TEST(Ed25519, rfc_8032_signatures) {
  struct Row {
    std::string_view seed;
    std::string_view public_key;
    std::string_view message;
    std::string_view signature;
  };
  Row const rows[] = {
      // RFC 8032, section 7.1, tests 1 and 2
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2"
       "4655"
       "141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302ae"
       "eb00d"
       "291612bb0c00"},
  };
  for (auto const& row : rows) {
    auto const key = Ed25519PrivateKey::from_seed(from_hex(row.seed).value()).value();
    EXPECT_EQ(hex(key.public_key()), row.public_key);
    EXPECT_EQ(hex(key.sign(from_hex(row.message).value())), row.signature);
  }
}

TEST(Ed25519, seeds_have_32_bytes) {
  for (std::size_t size : {0, 31, 33, 64})
    EXPECT_FALSE(Ed25519PrivateKey::from_seed(std::vector<std::uint8_t>(size))) << size;
}

TEST(Ed25519, a_refusal_leaves_no_trace_for_the_next_reader_of_openssl_errors) {
  ERR_clear_error();
  EXPECT_FALSE(ed25519_verifies(Ed25519PublicKey{}, as_bytes("m"), as_bytes("short")));
  EXPECT_EQ(ERR_peek_error(), 0u);
}

RC_GTEST_PROP(Ed25519Laws, a_flipped_bit_never_verifies, (std::string const& message)) {
  auto const seed = *rc::gen::container<std::vector<std::uint8_t>>(32, rc::gen::arbitrary<std::uint8_t>());
  auto const key = Ed25519PrivateKey::from_seed(seed).value();
  auto signature = key.sign(as_bytes(message));
  RC_ASSERT(ed25519_verifies(key.public_key(), as_bytes(message), signature));
  RC_ASSERT(!ed25519_verifies(key.public_key(), as_bytes(message + "x"), signature));
  auto const bit = *rc::gen::inRange<std::size_t>(0, 512);
  signature[bit / 8] = static_cast<std::uint8_t>(signature[bit / 8] ^ 1u << bit % 8);
  RC_ASSERT(!ed25519_verifies(key.public_key(), as_bytes(message), signature));
}

}  // namespace
}  // namespace redress::ledger

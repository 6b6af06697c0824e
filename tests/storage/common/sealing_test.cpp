#include "storage/common/sealing.hpp"

#include "tests/engine/ledger/vectors.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace redress::storage {
namespace {

SecretKey key_of(std::uint8_t first) {
  std::array<std::uint8_t, 32> bytes{};
  bytes[0] = first;
  return SecretKey(bytes);
}

std::string bytes_at(boost::json::value const& test, std::string_view member) {
  auto const bytes = ledger::from_hex(ledger::text_at(test, member)).value();
  return {bytes.begin(), bytes.end()};
}

// Project Wycheproof's AES-GCM cases of the sizes used here: 256-bit key, 96-bit nonce, 128-bit tag.
TEST(Sealing, agrees_with_the_published_vectors) {
  int tried = 0;
  auto const file = ledger::json_vector("crypto/aes_gcm_test.json");
  for (auto const& group : file.at("testGroups").as_array()) {
    if (group.at("keySize") != 256 || group.at("ivSize") != 96 || group.at("tagSize") != 128) continue;
    for (auto const& test : group.at("tests").as_array()) {
      SecretKey const key{ledger::from_hex(ledger::text_at(test, "key")).value()};
      Nonce nonce{};
      std::ranges::copy(bytes_at(test, "iv"), nonce.begin());
      auto const about = bytes_at(test, "aad");
      auto const plain = bytes_at(test, "msg");
      auto const sealed = bytes_at(test, "iv") + bytes_at(test, "ct") + bytes_at(test, "tag");
      auto const id = test.at("tcId").as_int64();
      auto const opened = unseal(key, sealed, about);
      if (ledger::text_at(test, "result") == "valid") {
        EXPECT_EQ(seal_with(key, nonce, plain, about), sealed) << id;
        EXPECT_EQ(opened, plain) << id;
      } else {
        EXPECT_FALSE(opened) << id;
      }
      ++tried;
    }
  }
  EXPECT_EQ(tried, 66);
}

RC_GTEST_PROP(SealingLaws, what_was_sealed_opens_to_itself, (std::string const& plain, std::string const& about)) {
  auto const key = SecretKey::drawn();
  auto const sealed = seal(key, plain, about);
  RC_ASSERT(sealed.size() == plain.size() + sealed_extra_bytes);
  RC_ASSERT(unseal(key, sealed, about) == std::optional(plain));
  RC_ASSERT(sealed != seal(key, plain, about));  // another nonce each time
}

RC_GTEST_PROP(SealingLaws, nothing_opens_after_any_change, (std::string const& plain, std::string const& about)) {
  auto const key = key_of(1);
  auto const sealed = seal(key, plain, about);
  auto flipped = sealed;
  auto const bit = *rc::gen::inRange<std::size_t>(0, sealed.size() * 8);
  flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
  RC_ASSERT(!unseal(key, flipped, about));
  RC_ASSERT(!unseal(key_of(2), sealed, about));
  RC_ASSERT(!unseal(key, sealed, about + "x"));
  auto const cut = *rc::gen::inRange<std::size_t>(0, sealed.size());
  RC_ASSERT(!unseal(key, sealed.substr(0, cut), about));
}

}  // namespace
}  // namespace redress::storage

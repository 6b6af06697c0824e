// Tokens and settings: small tables that are read often and replaced by name.
#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

class TokensTest : public StoreTest {};
REDRESS_FOR_EVERY_STORE(TokensTest);

TEST_P(TokensTest, ATokenIsFoundByItsSecretAndReplacedById) {
  TokenRow const token{.id = "tok_2",
                       .secret_sha256 = "aa",
                       .role = Role::auditor,
                       .shop = "shop_1",
                       .label = "质检",
                       .created_at = some_day,
                       .expires_at = some_day + day_ms,
                       .revoked_at = {}};
  TokenRow const other{.id = "tok_1", .secret_sha256 = "bb", .role = Role::runner};
  commit(store(), [&](StoreWriter& writer) {
    writer.put_token(token);
    writer.put_token(other);
  });
  auto revoked = token;
  revoked.revoked_at = some_day + 5;
  store().read([&](StoreReader& reader) {
    EXPECT_TRUE(same(reader.find_token("aa"), std::optional(token)));
    EXPECT_TRUE(same(reader.tokens(), std::vector{other, token}));
    EXPECT_FALSE(reader.find_token("a"));
  });
  commit(store(), [&](StoreWriter& writer) { writer.put_token(revoked); });
  store().read([&](StoreReader& reader) { EXPECT_TRUE(same(reader.find_token("aa"), std::optional(revoked))); });
}

TEST_P(TokensTest, ASecretBelongsToOneToken) {
  commit(store(), [](StoreWriter& writer) { writer.put_token({.id = "tok_1", .secret_sha256 = "aa"}); });
  EXPECT_EQ(fault_of(store(), [](StoreWriter& writer) { writer.put_token({.id = "tok_2", .secret_sha256 = "aa"}); }),
            FaultKind::internal);
}

TEST_P(TokensTest, SettingsAreReplacedByName) {
  commit(store(), [](StoreWriter& writer) {
    writer.put_setting("vkey", "a");
    writer.put_setting("vkey", "b");
    writer.put_setting("empty", "");
  });
  store().read([](StoreReader& reader) {
    EXPECT_EQ(reader.setting("vkey"), "b");
    EXPECT_EQ(reader.setting("empty"), "");
    EXPECT_FALSE(reader.setting("VKEY"));
  });
}

}  // namespace
}  // namespace redress::storage

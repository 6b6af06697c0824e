// Tokens and settings: small tables that are read often and replaced by name.
#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

class TokensTest : public StoreTest {};
REDRESS_FOR_EVERY_STORE(TokensTest);

TEST_P(TokensTest, ATokenIsFoundByItsSecretAndReplacedById) {
  auto const other = token("tok_1", "bb");
  auto full = token("tok_2", "aa");
  full.role = Role::auditor;
  full.shop = "shop_1";
  full.label = "质检";
  full.expires_at = some_day + day_ms;
  commit(store(), [&](StoreWriter& writer) {
    writer.put_token(full);
    writer.put_token(other);
  });
  auto revoked = full;
  revoked.revoked_at = some_day + 5;
  store().read([&](StoreReader& reader) {
    EXPECT_TRUE(same(reader.find_token("aa"), std::optional(full)));
    EXPECT_TRUE(same(reader.tokens(), std::vector{other, full}));
    EXPECT_FALSE(reader.find_token("a"));
  });
  commit(store(), [&](StoreWriter& writer) { writer.put_token(revoked); });
  store().read([&](StoreReader& reader) { EXPECT_TRUE(same(reader.find_token("aa"), std::optional(revoked))); });
}

TEST_P(TokensTest, ASecretBelongsToOneToken) {
  commit(store(), [](StoreWriter& writer) { writer.put_token(token("tok_1", "aa")); });
  EXPECT_EQ(fault_of(store(), [](StoreWriter& writer) { writer.put_token(token("tok_2", "aa")); }),
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

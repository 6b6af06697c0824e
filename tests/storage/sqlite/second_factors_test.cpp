// Second factors in the file: secrets encrypted, bound to their row, and readable by nobody with another key.
#include "engine/cases/second_factors.hpp"

#include "engine/cases/users.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/storage/store_test.hpp"

#include <fstream>
#include <iterator>

namespace redress::storage {
namespace {

class SecondFactorsInTheFile : public testing::Test {
 protected:
  SecondFactorsInTheFile() {
    commit(*store_, [](StoreWriter& writer) {
      for (std::string const id : {"user_1", "user_2"})
        users_of_writer(writer)->put_user(
            {.id = id, .name = id, .shop = "s1", .password = "", .created_at = {1}, .password_at = {1}});
    });
  }
  void write(std::function<void(SecondFactorWrites&)> const& body) {
    commit(*store_, [&](StoreWriter& writer) { body(*second_factors_of_writer(writer)); });
  }
  std::optional<SecondFactor> find(std::string_view user) {
    return read(*store_, [&](StoreReader& reader) { return second_factors_of(reader)->find_second_factor(user); });
  }
  void reopen() {
    store_.reset();
    store_ = SqliteStore::open(folder_.path()).value();
  }
  void while_closed(std::function<void()> const& body) {
    store_.reset();
    body();
    store_ = SqliteStore::open(folder_.path()).value();
  }
  static SecondFactor factor(std::string user = "user_1") {
    return {.user = std::move(user),
            .shop = "s1",
            .secret = std::string("CANARY-SECRET\0\xFF-bytes", 21),
            .begun_at = {1000},
            .confirmed_at = Instant{2000},
            .last_step = 77,
            .recovery = {{"aa", {}}, {"bb", Instant{3000}}}};
  }

  TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_ = SqliteStore::open(folder_.path()).value();
};

TEST_F(SecondFactorsInTheFile, AreReadBackAfterARestartAndTakenOff) {
  write([](SecondFactorWrites& factors) { factors.put_second_factor(factor()); });
  reopen();
  EXPECT_EQ(find("user_1"), factor());
  EXPECT_FALSE(find("user_2"));
  auto used = factor();
  used.last_step = 78;
  used.recovery[0].used_at = Instant{4000};
  write([&](SecondFactorWrites& factors) { factors.use_second_factor(used); });
  EXPECT_EQ(find("user_1"), used);
  write([](SecondFactorWrites& factors) { factors.remove_second_factor("user_1"); });
  EXPECT_FALSE(find("user_1"));
}

TEST_F(SecondFactorsInTheFile, NoSecretStandsInAnyFile) {
  write([](SecondFactorWrites& factors) { factors.put_second_factor(factor()); });
  reopen();
  for (auto const& each : std::filesystem::recursive_directory_iterator(folder_.path())) {
    if (!each.is_regular_file()) continue;
    std::ifstream in{each.path(), std::ios::binary};
    std::string const content(std::istreambuf_iterator<char>(in), {});
    EXPECT_EQ(content.find("CANARY"), std::string::npos) << each.path();
  }
}

TEST_F(SecondFactorsInTheFile, ASecretOfAnotherRowOrKeyIsReadAsNone) {
  write([](SecondFactorWrites& factors) {
    factors.put_second_factor(factor());
    factors.put_second_factor(factor("user_2"));
  });
  while_closed([&] {
    Connection connection(folder_.path() / "redress.db", Connection::Use::writing, "");
    connection.execute_once(
        "UPDATE second_factors SET sealed = (SELECT sealed FROM second_factors WHERE user = 'user_2')"
        " WHERE user = 'user_1'");
  });
  EXPECT_EQ(find("user_1")->secret, std::nullopt);
  EXPECT_EQ(find("user_2")->secret, factor().secret);
  while_closed([&] { std::ofstream(folder_.path() / "personal.key") << std::string(64, 'a') << "\n"; });
  auto const closed = find("user_2");
  ASSERT_TRUE(closed) << "and an admin can still take it off";
  EXPECT_EQ(closed->secret, std::nullopt);
  EXPECT_EQ(closed->recovery, factor().recovery) << "recovery codes need no key";
}

}  // namespace
}  // namespace redress::storage

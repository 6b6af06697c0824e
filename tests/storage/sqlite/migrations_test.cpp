#include "storage/sqlite/migrations.hpp"

#include "storage/common/file.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

namespace redress::storage {
namespace {

using testing::HasSubstr;

constexpr Migration one_and_two[] = {
    {1, "a table", "CREATE TABLE notes (n INTEGER PRIMARY KEY) STRICT; INSERT INTO notes VALUES (7);"},
    {2, "a column with what the rows say",
     "ALTER TABLE notes ADD COLUMN twice INTEGER; UPDATE notes SET twice = 2 * n;"},
};

class MigrationsTest : public testing::Test {
 protected:
  MigrationsTest() { make_private_file(file_).value(); }
  Connection opened() { return {file_, Connection::Use::writing, ""}; }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "redress.db";
};

TEST_F(MigrationsTest, AnEmptyFileGetsEveryStepAndAMark) {
  auto connection = opened();
  ASSERT_TRUE(migrate(connection).has_value());
  EXPECT_EQ(connection.integer_once("PRAGMA user_version"), std::ssize(migrations()));
  EXPECT_EQ(connection.integer_once("PRAGMA application_id"), application_id);
  EXPECT_TRUE(migrate(connection).has_value()) << "a second time changes nothing";
}

TEST_F(MigrationsTest, NumbersHaveNoGap) {
  int number = 0;
  for (auto const& step : migrations()) EXPECT_EQ(step.number, ++number) << step.what;
}

TEST_F(MigrationsTest, AnOlderFileGetsTheStepsItLacks) {
  auto connection = opened();
  ASSERT_TRUE(migrate(connection, std::span(one_and_two).first(1)).has_value());
  ASSERT_TRUE(migrate(connection, one_and_two).has_value());
  EXPECT_EQ(connection.integer_once("SELECT twice FROM notes"), 14);
  EXPECT_EQ(connection.integer_once("PRAGMA user_version"), 2);
}

TEST_F(MigrationsTest, AStepThatFailsLeavesTheFileAsItWas) {
  auto connection = opened();
  ASSERT_TRUE(migrate(connection, std::span(one_and_two).first(1)).has_value());
  Migration const broken[] = {one_and_two[0], one_and_two[1], {3, "nonsense", "DELETE FROM notes; CREATE NONSENSE"}};
  auto const refused = migrate(connection, broken);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, FaultKind::internal);
  EXPECT_EQ(connection.integer_once("PRAGMA user_version"), 1);
  EXPECT_EQ(connection.integer_once("SELECT count(*) FROM notes"), 1);
  EXPECT_EQ(connection.integer_once("SELECT count(*) FROM pragma_table_info('notes')"), 1) << "step 2 was undone, too";
  EXPECT_TRUE(migrate(connection, one_and_two).has_value()) << "and it can go on from there";
}

TEST_F(MigrationsTest, SettingsOfAnOlderFileAreKept) {
  constexpr int before_they_had_an_index = 10;
  std::string const book(300'000, 'b');
  {
    auto connection = opened();
    ASSERT_TRUE(migrate(connection, migrations().first(before_they_had_an_index)).has_value());
    connection.execute_once("INSERT INTO settings (name, value) VALUES ('rulebook.b', '" + book + "'), ('a', 'one')");
    ASSERT_TRUE(migrate(connection).has_value());
  }
  auto const store = SqliteStore::open(folder_.path()).value();
  commit(*store, [](StoreWriter& writer) { writer.put_setting("a", "two"); });
  auto const setting = [&](std::string_view name) {
    return read(*store, [&](StoreReader& reader) { return reader.setting(name); });
  };
  EXPECT_EQ(setting("a"), "two");
  EXPECT_EQ(setting("rulebook.b"), book);
  EXPECT_EQ(setting("c"), std::nullopt);
}

TEST_F(MigrationsTest, ANewerSchemaIsRefusedAndLeftAlone) {
  { SqliteStore::open(folder_.path()).value(); }
  {
    auto connection = opened();
    connection.execute_once(fmt::format("PRAGMA user_version = {}", std::ssize(migrations()) + 1));
  }
  auto const refused = SqliteStore::open(folder_.path());
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().says.en, HasSubstr("use a newer program"));
  EXPECT_THAT(refused.error().says.zh, HasSubstr("请使用更新的程序"));
  auto connection = opened();
  EXPECT_EQ(connection.integer_once("PRAGMA user_version"), std::ssize(migrations()) + 1);
}

TEST_F(MigrationsTest, AnotherProgramsFileIsRefusedAndLeftAlone) {
  {
    auto connection = opened();
    connection.execute_once("CREATE TABLE theirs (x)");
  }
  auto const refused = SqliteStore::open(folder_.path());
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().says.en, HasSubstr("no store of Redress"));
  auto connection = opened();
  EXPECT_EQ(connection.integer_once("SELECT count(*) FROM sqlite_schema"), 1);
}

}  // namespace
}  // namespace redress::storage

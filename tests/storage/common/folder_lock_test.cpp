#include "storage/common/folder_lock.hpp"

#include "tests/storage/store_test.hpp"

#include <unistd.h>

namespace redress::storage {
namespace {

TEST(FolderLock, LetsOneInAndNamesTheHolder) {
  TemporaryFolder const folder;
  auto first = FolderLock::take(folder.path() / "lock");
  ASSERT_TRUE(first.has_value());
  auto const second = FolderLock::take(folder.path() / "lock");
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().kind, FaultKind::internal);
  EXPECT_THAT(second.error().says.en, testing::HasSubstr(std::to_string(::getpid())));
  EXPECT_THAT(second.error().says.zh, testing::HasSubstr("正被进程"));
}

TEST(FolderLock, EndsWithItsObjectAndMovesWithIt) {
  TemporaryFolder const folder;
  {
    auto first = FolderLock::take(folder.path() / "lock").value();
    auto const moved = std::move(first);
    EXPECT_FALSE(FolderLock::take(folder.path() / "lock").has_value());
  }
  EXPECT_TRUE(FolderLock::take(folder.path() / "lock").has_value());
}

TEST(FolderLock, SaysWhereNoFileCanBeMade) {
  TemporaryFolder const folder;
  auto const refused = FolderLock::take(folder.path() / "missing" / "lock");
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().says.en, testing::HasSubstr("missing/lock"));
}

}  // namespace
}  // namespace redress::storage

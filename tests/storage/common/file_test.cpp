#include "storage/common/file.hpp"

#include "tests/storage/store_test.hpp"

#include <fstream>

namespace redress::storage {
namespace {

std::filesystem::path with(TemporaryFolder const& folder, std::string const& content) {
  auto const file = folder.path() / "file";
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

TEST(ReadWhole, TellsAMissingFileFromAnEmptyOne) {
  TemporaryFolder const folder;
  EXPECT_EQ(read_whole(folder.path() / "none").value(), std::nullopt);
  EXPECT_EQ(read_whole(with(folder, "")).value(), "");
}

TEST(ReadWhole, ReadsEveryByteAlsoPastOnePiece) {
  for (std::size_t const size :
       {std::size_t{1}, std::size_t{16383}, std::size_t{16384}, std::size_t{16385}, std::size_t{100000}}) {
    TemporaryFolder const folder;
    std::string content(size, '\0');
    for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<char>(i * 31 % 256);
    EXPECT_EQ(read_whole(with(folder, content)).value(), content) << size;
  }
}

// A link that leads to itself is there and cannot be opened, for whoever asks: root as well.
TEST(ReadWhole, AFileThatCannotBeOpenedIsNotTakenForMissing) {
  TemporaryFolder const folder;
  auto const file = folder.path() / "file";
  std::filesystem::create_symlink("file", file);
  auto const read = read_whole(file);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().kind, FaultKind::internal);
  EXPECT_THAT(read.error().says.en, testing::HasSubstr(file.string()));
  EXPECT_THAT(read.error().says.zh, testing::HasSubstr("无法打开"));
}

TEST(ReadWhole, AFileThatCannotBeReadIsNotTakenForEmpty) {
  TemporaryFolder const folder;
  auto const read = read_whole(folder.path());  // a folder opens, and does not read
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().says.en, testing::HasSubstr("cannot read"));
}

TEST(ReplacePrivateFile, IsTheNewContentForThisUserAlone) {
  TemporaryFolder const folder;
  auto const file = with(folder, "old");
  ASSERT_TRUE(replace_private_file(file, "new").has_value());
  EXPECT_EQ(read_whole(file).value(), "new");
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(ReplacePrivateFile, LeavesTheOldContentWhereItCannotWrite) {
  TemporaryFolder const folder;
  auto const file = with(folder, "old");
  std::filesystem::create_directory(file.string() + ".new");
  EXPECT_FALSE(replace_private_file(file, "new").has_value());
  EXPECT_EQ(read_whole(file).value(), "old");
}

}  // namespace
}  // namespace redress::storage

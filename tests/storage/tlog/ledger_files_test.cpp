#include "storage/tlog/ledger_files.hpp"

#include "engine/ledger/tile_tree.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace redress::storage {
namespace {

class LedgerFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "redress-tlog-XXXXXX").string();
    ASSERT_TRUE(::mkdtemp(name.data()));
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static ledger::Digest hash(std::uint64_t number) { return ledger::leaf_hash(fmt::format("entry {}", number)); }
  static ledger::DatedCheckpoint checkpoint(std::uint64_t size, std::string mark) {
    return {size, "note of " + mark, std::string("stamp\0of ", 9) + mark};
  }

  std::filesystem::path folder_;
};

TEST_F(LedgerFiles, rows_are_there_again_and_the_same_tree) {
  ledger::MemoryHashRows in_memory;
  ledger::TileTree expected(in_memory);
  for (std::uint64_t size = 0; size < 1000; size += 37) {
    std::vector<ledger::Digest> more;
    for (std::uint64_t i = size; i < size + 37; ++i) more.push_back(hash(i));
    expected.append(more);
    FileHashRows rows(folder_);  // opened anew each time
    ledger::TileTree tree(rows);
    ASSERT_EQ(tree.size(), size);
    tree.append(more);
    EXPECT_EQ(tree.root(size + 37), expected.root(size + 37));
    EXPECT_EQ(tree.root(size / 2 + 1), expected.root(size / 2 + 1));
  }
}

TEST_F(LedgerFiles, a_torn_hash_is_cut_off) {
  {
    FileHashRows rows(folder_);
    rows.append(0, std::vector{hash(1), hash(2)});
  }
  std::ofstream(folder_ / "row-0", std::ios::app | std::ios::binary) << "half a hash";
  FileHashRows rows(folder_);
  EXPECT_EQ(rows.size(0), 2U);
  EXPECT_EQ(rows.read(0, 1, 1).front(), hash(2));
}

TEST_F(LedgerFiles, dated_checkpoints_are_found_on_either_side_of_an_entry) {
  FileHistory history(folder_);
  ledger::MemoryHistory plain;
  EXPECT_FALSE(history.first_with(0));
  EXPECT_FALSE(history.last_without(0));
  for (auto const& each : {checkpoint(3, "a"), checkpoint(3, "b"), checkpoint(3, "c"), checkpoint(10, "d"),
                           checkpoint(11, "e"), checkpoint(11, "f"), checkpoint(20, "g")}) {
    history.keep(each);
    plain.keep(each);
  }
  FileHistory again(folder_);
  for (std::uint64_t index = 0; index < 25; ++index) {
    EXPECT_EQ(again.first_with(index), plain.first_with(index)) << index;
    EXPECT_EQ(again.last_without(index), plain.last_without(index)) << index;
  }
  EXPECT_EQ(again.first_with(2), checkpoint(3, "a")) << "how early its entries were there";
  EXPECT_EQ(again.last_without(3), checkpoint(3, "c")) << "how late nothing more was; the one between made room";
}

TEST_F(LedgerFiles, a_torn_checkpoint_is_cut_off) {
  {
    FileHistory history(folder_);
    history.keep(checkpoint(3, "a"));
    history.keep(checkpoint(4, "b"));
  }
  std::filesystem::resize_file(folder_ / "dated", std::filesystem::file_size(folder_ / "dated") - 5);
  std::ofstream(folder_ / "dated.index", std::ios::app | std::ios::binary) << "torn";
  FileHistory history(folder_);
  EXPECT_EQ(history.last_without(9), checkpoint(3, "a"));
  history.keep(checkpoint(5, "c"));
  EXPECT_EQ(FileHistory(folder_).last_without(9), checkpoint(5, "c"));
}

TEST_F(LedgerFiles, the_signers_memory_is_replaced_whole) {
  FileSignedMemory memory(folder_ / "ledger.signed");
  EXPECT_FALSE(memory.last());
  memory.keep("one\n");
  std::ofstream(folder_ / "ledger.signed.new") << "left by a crash";
  EXPECT_EQ(memory.last(), "one\n");
  memory.keep("two\n");
  EXPECT_EQ(FileSignedMemory(folder_ / "ledger.signed").last(), "two\n");
  auto const mode = std::filesystem::status(folder_ / "ledger.signed").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(LedgerFiles, a_folder_that_cannot_be_written_is_said) {
  EXPECT_THROW(FileHashRows(folder_ / "none"), FaultError);
  EXPECT_THROW(FileSignedMemory(folder_ / "none" / "x").keep("y"), FaultError);
}

}  // namespace
}  // namespace redress::storage

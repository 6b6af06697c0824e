// The work table's file: what is read of it is what was kept, or nothing.
#include "api/worklist/work_file.hpp"

#include "tests/api/worklist/walked_cases.hpp"
#include "tests/temporary_folder.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <random>

namespace redress::api {
namespace {

class WorkFileTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { entries() = walked_entries(7, 40); }
  static void TearDownTestSuite() { entries().clear(); }
  static std::vector<Entry>& entries() {
    static std::vector<Entry> all;
    return all;
  }

  std::filesystem::path path() const { return folder_.path() / "work.table"; }
  std::string content() const {
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void put(std::string_view bytes) const {
    std::ofstream(path(), std::ios::binary | std::ios::trunc).write(bytes.data(), std::ssize(bytes));
  }
  WorkTable table(std::size_t until) const {
    WorkTable made;
    take_all(made, entries(), until);
    return made;
  }
  WorkFile file() const { return WorkFile(path()); }

 private:
  TemporaryFolder folder_;
};

TEST_F(WorkFileTest, HoldsTheTableWhereverItEnds) {
  for (auto const until : {std::size_t{0}, std::size_t{1}, std::size_t{2}, entries().size() / 2, entries().size()}) {
    auto made = table(until);
    ASSERT_TRUE(file().keep(made.records()));
    expect_same(made, table(until));  // its own pages lie in the file now
    auto kept = file().read();
    ASSERT_TRUE(kept) << until;
    EXPECT_EQ(kept->last_hash, until == 0 ? "" : entries()[until - 1].hash);
    expect_same(WorkTable(std::move(*kept)), table(until));
  }
}

// A table that was kept and read any number of times is the table of the same entries.
TEST_F(WorkFileTest, ATableGoesOnWhereTheFileEnds) {
  std::mt19937 chance(std::random_device{}());
  for (int run = 0; run < 8; ++run) {
    auto const seed = chance();
    SCOPED_TRACE(seed);
    std::mt19937 draws(static_cast<std::mt19937::result_type>(seed));
    WorkTable made;
    for (std::size_t until = 0; until < entries().size();) {
      until = std::min(entries().size(), until + 1 + draws() % 150);
      take_all(made, entries(), until);
      if (draws() % 3 == 0) continue;
      ASSERT_TRUE(file().keep(made.records()));
      for (auto* part : made.records().parts()) part->give_back();
      if (draws() % 2 == 0) continue;
      auto kept = file().read();
      ASSERT_TRUE(kept);
      made = WorkTable(std::move(*kept));
    }
    expect_same(made, table(entries().size()));
  }
}

TEST_F(WorkFileTest, NothingIsReadOfNone) { EXPECT_FALSE(file().read()); }

TEST_F(WorkFileTest, NothingIsReadOfATornOne) {
  auto made = table(entries().size());
  ASSERT_TRUE(file().keep(made.records()));
  auto const whole = content();
  for (std::size_t size = 0; size < whole.size(); size += size < 100 ? 1 : 611) {
    put(std::string_view(whole).substr(0, size));
    EXPECT_FALSE(file().read()) << size;
  }
  put(whole.substr(1));
  EXPECT_FALSE(file().read());
  put(whole + " ");
  EXPECT_FALSE(file().read());
  put(whole);
  EXPECT_TRUE(file().read());
}

// In what is counted; a bit between two parts, where nothing lies, is nobody's.
TEST_F(WorkFileTest, NothingIsReadWhereABitFlipped) {
  auto made = table(entries().size());
  ASSERT_TRUE(file().keep(made.records()));
  auto const whole = content();
  auto flipped = whole;
  int harmless = 0;
  for (std::size_t at = 0; at < whole.size(); at += 53) {
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (at % 8)));
    put(flipped);
    flipped[at] = whole[at];
    auto kept = file().read();
    if (!kept) continue;
    ++harmless;
    ASSERT_EQ(whole[at], '\0');
    expect_same(WorkTable(std::move(*kept)), made);
  }
  EXPECT_LT(harmless, 3 * 4096 / 53 + 3) << "more than the rests of three pages";
}

TEST_F(WorkFileTest, AnotherProgramsTableIsLeftAside) {
  auto made = table(entries().size());
  ASSERT_TRUE(WorkFile(path(), work_table_meaning() + 1).keep(made.records()));
  EXPECT_FALSE(file().read());
  EXPECT_TRUE(WorkFile(path(), work_table_meaning() + 1).read());
}

// Checksums that fit do not make a table: nothing in it may point past its end.
TEST_F(WorkFileTest, ATableThatPointsPastItsEndIsLeftAside) {
  using Spoil = void (*)(WorkRecords&);
  std::array<Spoil, 10> const spoils{
      [](WorkRecords& kept) { kept.rows[0].id_at = static_cast<std::uint32_t>(kept.ids.size() + 1); },
      [](WorkRecords& kept) { kept.rows[0].id_length = 65'535; },
      [](WorkRecords& kept) {
        kept.rows[0].begun = true;
        kept.rows[0].final = false;
        kept.rows[0].open_at = static_cast<std::uint32_t>(kept.rows.size());
      },
      [](WorkRecords& kept) { kept.rows[1].shop = static_cast<std::uint16_t>(kept.shops.size()); },
      [](WorkRecords& kept) { kept.rows[1].assignee = static_cast<std::uint16_t>(kept.people.size()); },
      [](WorkRecords& kept) { kept.moves[2].case_at = static_cast<std::uint32_t>(kept.rows.size()); },
      [](WorkRecords& kept) { kept.moves[2].to = static_cast<std::uint8_t>(kept.states.size()); },
      [](WorkRecords& kept) { kept.rows.bytes().grow(kept.rows.bytes().size() + 1); },
      [](WorkRecords& kept) { kept.moves.bytes().grow(kept.moves.bytes().size() + 1); },
      [](WorkRecords& kept) { kept.moves[2].event = static_cast<std::uint8_t>(kept.events.size()); }};
  for (std::size_t i = 0; i < spoils.size(); ++i) {
    auto made = table(entries().size());
    spoils.at(i)(made.records());
    ASSERT_TRUE(file().keep(made.records()));
    EXPECT_FALSE(file().read()) << i;
  }
}

// A file that cannot be made leaves the table whole, and the file as it was.
TEST_F(WorkFileTest, WhatCannotBeKeptIsNotLost) {
  auto made = table(entries().size() / 2);
  ASSERT_TRUE(file().keep(made.records()));
  auto const before = content();
  take_all(made, entries(), entries().size());
  std::filesystem::create_directory(path().string() + ".new");
  auto const kept = file().keep(made.records());
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().kind, FaultKind::internal);
  EXPECT_NE(kept.error().says.en.find("work.table.new"), std::string::npos);
  EXPECT_EQ(content(), before);
  expect_same(made, table(entries().size()));
}

// A folder of its name stands where the file belongs: what was written aside does not stay and take room.
TEST_F(WorkFileTest, NothingIsLeftAsideWhereItCannotBeRenamed) {
  auto made = table(entries().size());
  std::filesystem::create_directory(path());
  EXPECT_FALSE(file().keep(made.records()));
  EXPECT_FALSE(std::filesystem::exists(path().string() + ".new"));
  expect_same(made, table(entries().size()));
}

// A crash may leave what was written aside, which may be what is mapped: it is not cut short.
TEST_F(WorkFileTest, WhatWasLeftAsideIsReplaced) {
  auto made = table(entries().size());
  auto const aside = path().string() + ".new";
  std::ofstream(aside) << "half";
  ASSERT_TRUE(file().keep(made.records()));
  EXPECT_FALSE(std::filesystem::exists(aside));
  EXPECT_TRUE(file().read());
}

}  // namespace
}  // namespace redress::api

// The simulated disk forgets what it may forget, and nothing else.
#include "tests/simulation/sim_disk.hpp"

#include <gtest/gtest.h>

#include <set>

namespace redress::simulation {
namespace {

class SimDiskTest : public testing::Test {
 protected:
  std::shared_ptr<SimFile> make(std::string const& name) { return disk.open(name, FileKind::log, true); }
  void write(SimFile& file, std::string_view text, std::int64_t at = 0) {
    ASSERT_EQ(disk.write(file, text.data(), std::ssize(text), at), DiskAnswer::done);
  }
  void cut_power() {
    disk.end(true);
    disk.restart();
  }
  std::string content(std::string const& name) {
    auto const file = disk.open(name, FileKind::log, false);
    return file ? file->cached : "none";
  }

  Chance chance{1};
  Trace trace{false};
  FaultCount faults;
  SimDisk disk{chance, trace, faults};
};

TEST_F(SimDiskTest, WhatWasSyncedSurvivesAPowerCut) {
  auto const file = make("a");
  write(*file, "kept");
  ASSERT_EQ(disk.sync(*file), DiskAnswer::done);
  cut_power();
  EXPECT_EQ(content("a"), "kept");
}

TEST_F(SimDiskTest, WhatWasNotSyncedMaySurviveOrNotSectorBySector) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    chance = Chance(seed);
    disk.put_contents({{"a", std::string(1024, '.')}});
    auto const file = disk.open("a", FileKind::log, false);
    write(*file, std::string(512, '1') + std::string(512, '2'));
    cut_power();
    auto const left = content("a");
    seen.insert({left[0], left[512]});
    EXPECT_EQ(left.substr(0, 512), std::string(512, left[0])) << "a sector is whole";
  }
  EXPECT_EQ(seen, (std::set<std::string>{"..", "1.", ".2", "12"}));
}

TEST_F(SimDiskTest, AKillAloneLosesNothing) {
  auto const file = make("a");
  write(*file, "cached");
  disk.end(false);
  disk.restart();
  EXPECT_EQ(content("a"), "cached");
}

TEST_F(SimDiskTest, AFailedSyncIsNotMadeGoodByALaterOne) {
  bool lost = false;
  for (std::uint64_t seed = 0; seed < 50 && !lost; ++seed) {
    chance = Chance(seed);
    disk.put_contents({{"a", "...."}});
    auto const file = disk.open("a", FileKind::log, false);
    write(*file, "gone");
    disk.arm({.call = DiskCall::sync, .what = ArmedFault::What::fail});
    EXPECT_EQ(disk.sync(*file), DiskAnswer::failed);
    EXPECT_EQ(content("a"), "gone") << "reads still see it";
    EXPECT_EQ(disk.sync(*file), DiskAnswer::done);
    cut_power();
    lost = content("a") == "....";
  }
  EXPECT_TRUE(lost);
}

TEST_F(SimDiskTest, ANameThatWasNotSyncedMayBeGoneAndARemovedOneMayComeBack) {
  bool gone = false;
  bool came_back = false;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    chance = Chance(seed);
    disk.put_contents({{"old", "old"}});
    make("new");
    disk.remove("old", false);
    cut_power();
    gone = gone || content("new") == "none";
    came_back = came_back || content("old") == "old";
  }
  EXPECT_TRUE(gone);
  EXPECT_TRUE(came_back);
}

TEST_F(SimDiskTest, AFilesFirstSyncMakesItsNameDurableAlsoWhereAnotherOfThatNameWasThere) {
  disk.put_contents({{"a", "old"}});
  disk.remove("a", false);
  auto const file = make("a");
  write(*file, "new");
  ASSERT_EQ(disk.sync(*file), DiskAnswer::done);
  cut_power();
  EXPECT_EQ(content("a"), "new");
}

TEST_F(SimDiskTest, AFullDiskRefusesToGrowAndOverwritesAllTheSame) {
  auto const file = make("a");
  write(*file, "1234");
  disk.set_full(true);
  write(*file, "abcd");
  EXPECT_EQ(disk.write(*file, "e", 1, 4), DiskAnswer::full);
  EXPECT_EQ(faults.of(Trouble::disk_full), 1U);
  disk.set_full(false);
  write(*file, "e", 4);
  EXPECT_EQ(content("a"), "abcde");
}

TEST_F(SimDiskTest, AnArmedFaultStrikesAtItsTurnAndOnce) {
  auto const file = make("a");
  disk.arm({.call = DiskCall::write, .what = ArmedFault::What::fail, .after = 2});
  write(*file, "1");
  EXPECT_EQ(disk.write(*file, "2", 1, 1), DiskAnswer::failed);
  write(*file, "3", 1);
  EXPECT_EQ(content("a"), "13");
}

TEST_F(SimDiskTest, AfterItsEndEveryCallFailsUntilTheRestart) {
  auto const file = make("a");
  disk.arm({.call = DiskCall::write, .what = ArmedFault::What::end_before});
  EXPECT_EQ(disk.write(*file, "1", 1, 0), DiskAnswer::failed);
  EXPECT_TRUE(disk.has_ended());
  std::int64_t read = 0;
  char byte = 0;
  EXPECT_EQ(disk.read(*file, &byte, 1, 0, read), DiskAnswer::failed);
  EXPECT_EQ(disk.sync(*file), DiskAnswer::failed);
  EXPECT_EQ(disk.open("a", FileKind::log, true), nullptr);
  disk.restart();
  EXPECT_EQ(make("b")->cached, "");
}

}  // namespace
}  // namespace redress::simulation

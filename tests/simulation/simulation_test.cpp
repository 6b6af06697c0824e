// The simulation itself: that a seed replays, that planted defects are found, and seeds that found something once.
#include "tests/simulation/seed_range.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <ostream>

namespace redress::simulation {

// How GoogleTest names a planted defect.
void PrintTo(FlawSpec const& spec, std::ostream* out) { *out << spec.name; }

namespace {

constexpr std::uint64_t seeds_to_find_a_flaw = 500;

struct Quiet : testing::Environment {
  void SetUp() override { spdlog::set_level(spdlog::level::off); }
};
auto* const quiet = testing::AddGlobalTestEnvironment(new Quiet);

TEST(Simulation, TheSameSeedLeavesTheSameTraceToTheByte) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    auto const first = simulate({.seed = seed, .keep_trace = true});
    auto const again = simulate({.seed = seed, .keep_trace = true});
    EXPECT_GT(first.trace.size(), 10'000U);
    EXPECT_TRUE(first.trace == again.trace) << "seed " << seed;
    EXPECT_EQ(first.digest, again.digest);
    EXPECT_EQ(first.digest, simulate({.seed = seed}).digest) << "the digest is the same where no line is kept";
  }
}

TEST(Simulation, DifferentSeedsLeaveDifferentTraces) {
  EXPECT_NE(simulate({.seed = 1}).digest, simulate({.seed = 2}).digest);
}

// What was found once: the sentence says what was wrong.
struct FoundOnce {
  std::uint64_t seed;
  std::string_view was;
};
constexpr FoundOnce found_once[] = {
    {3, "a clock set back over a restart let ids go back, and verify called the store wrong"},
    {71, "a log whose end a failed fsync had lost came back with a power cut and was laid over the newer file"},
    {73, "after a kill within an fsync, what the next process showed was lost with the power"},
    {992, "a checkpoint moved a log's end into the file that a failed fsync had lost: half of a command was left"},
};

TEST(Simulation, WhatWasFoundOnceStaysMended) {
  for (auto const& each : found_once) {
    auto const result = simulate({.seed = each.seed});
    EXPECT_FALSE(result.broken) << each.was << "\n" << story_of(each.seed, result, Flaw::none);
  }
}

class PlantedFlaw : public testing::TestWithParam<FlawSpec> {};

TEST_P(PlantedFlaw, IsFoundWithinFiveHundredSeeds) {
  std::uint64_t seed = 1;
  for (; seed <= seeds_to_find_a_flaw; ++seed)
    if (auto const result = simulate({.seed = seed, .flaw = GetParam().flaw}); result.broken) {
      RecordProperty("found_by_seed", static_cast<int>(seed));
      fmt::print("{} found by seed {}: {}\n", GetParam().name, seed, *result.broken);
      return;
    }
  FAIL() << GetParam().name << " (" << GetParam().says << ") was not found by " << seeds_to_find_a_flaw << " seeds";
}

INSTANTIATE_TEST_SUITE_P(Each, PlantedFlaw, testing::ValuesIn(planted_flaws().begin(), planted_flaws().end()),
                         [](auto const& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace redress::simulation

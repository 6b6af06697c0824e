// The simulation itself: that a seed replays, and that planted defects are found.
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

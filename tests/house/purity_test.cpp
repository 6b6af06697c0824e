#include "tests/house/planted.hpp"

#include <gtest/gtest.h>

namespace redress::house {
namespace {

TEST(Purity, what_would_make_a_replay_differ_is_found) {
  for (std::string const line : {
           "using Clock = std::chrono::system_clock;",
           "auto t = Clock::now ();",
           "auto t = Clock::now();",
           "auto t = std::time(nullptr);",
           "auto t = time(0);",
           "int r = rand();",
           "std::random_device seed;",
           "std::mt19937_64 dice(1);",
           "getrandom(buffer, 16, 0);",
           "sleep_for(1s);",
           "std::mutex door;",
           "std::jthread worker;",
           "std::ifstream in(path);",
           "std::cerr << text;",
           "auto home = std::getenv(name);",
           "auto book = YAML::LoadFile(path);",
           "#include <thread>",
           "#include <fstream>",
           "#include <ctime>",
       }) {
    EXPECT_EQ(lines_found(the_core_is_pure, "engine/cases/decide.cpp", "\n" + line + "\n"), Lines{2}) << line;
    EXPECT_EQ(lines_found(the_core_is_pure, "workflows/refund.cpp", line + "\n"), Lines{1}) << line;
    EXPECT_EQ(lines_found(the_core_is_pure, "api/clock.cpp", line + "\n"), Lines{}) << line;
  }
}

TEST(Purity, harmless_lookalikes_are_left_alone) {
  for (std::string const line : {
           "// std::chrono::system_clock::now() is never called here",
           "auto why = \"rand() and std::mutex\";",
           "Instant time(Facts const& facts);",
           "auto const at = now;",
           "auto const at = facts.now();",
           "std::int64_t const time_ms = 5;",
           "auto const d = std::chrono::milliseconds{1};",
           "Party brand(Facts const& f);",
           "#include <chrono>",
           "thread_local Hash hash;  // house: allow-impure because it holds nothing between calls",
       })
    EXPECT_EQ(lines_found(the_core_is_pure, "engine/cases/decide.cpp", line + "\n"), Lines{}) << line;
}

}  // namespace
}  // namespace redress::house

// A verification that somebody watches, and may call off.
#include "api/audit/verify_runs.hpp"

#include "api/seam/clock.hpp"
#include "api/seam/entropy.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace redress::api {
namespace {

using boost::json::object;

DeskCall call_of(object params = {}, std::string shop = "s1") {
  return {Actor{.id = "auditor_1", .role = Role::auditor, .shop = std::move(shop)}, "audit.verify_start",
          std::move(params)};
}

object parsed(AnswerText const& text) { return boost::json::parse(text).as_object(); }

// Verifies without an end until it is told to go on, then is through.
class VerifyRunsTest : public ::testing::Test {
 protected:
  object progress(std::string const& run_id) { return parsed(runs.progress(call_of({{"run_id", run_id}}))); }
  std::string start() { return std::string(parsed(runs.start(call_of())).at("result").at("run_id").as_string()); }
  object end_of(std::string const& run_id) {
    for (int tries = 0; tries < 1000; ++tries) {
      auto const told = progress(run_id).at("result").as_object();
      if (told.contains("result") || told.contains("error") || told.contains("cancelled")) return told;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {};
  }

  VirtualClock clock{Instant{0}};
  SeededEntropy entropy{1};
  Ids ids{clock, entropy};
  std::atomic<bool> may_end = false;
  VerifyRuns runs{[this](DeskCall const&, VerifyProgress const& on_progress) -> AnswerText {
                    for (std::int64_t done = 0; !may_end; ++done) on_progress("entries", done, 1'000'000);
                    return result_text({{"ok", true}});
                  },
                  ids};
};

TEST_F(VerifyRunsTest, OneThatIsCalledOffEndsAndTellsNothing) {
  auto const run_id = start();
  EXPECT_FALSE(progress(run_id).at("result").as_object().contains("cancelled"));
  EXPECT_TRUE(parsed(runs.cancel(call_of({{"run_id", run_id}}))).contains("result"));
  auto const told = end_of(run_id);
  EXPECT_TRUE(told.contains("cancelled")) << boost::json::serialize(told);
  EXPECT_FALSE(told.contains("result"));
  EXPECT_FALSE(runs.last(call_of().actor)) << "nothing is known of it";
  may_end = true;
  EXPECT_TRUE(end_of(start()).contains("result")) << "the next one runs";
}

TEST_F(VerifyRunsTest, OneThatIsThroughStaysSo) {
  may_end = true;
  auto const run_id = start();
  ASSERT_TRUE(end_of(run_id).contains("result"));
  EXPECT_TRUE(parsed(runs.cancel(call_of({{"run_id", run_id}}))).contains("result"));
  EXPECT_TRUE(end_of(run_id).contains("result"));
}

TEST_F(VerifyRunsTest, AnothersOrAnUnknownOneIsNotCalledOff) {
  auto const run_id = start();
  for (auto const& call : {call_of({{"run_id", run_id}}, "s2"), call_of({{"run_id", "verify_none"}})})
    EXPECT_EQ(parsed(runs.cancel(call)).at("error").at("data").at("kind"), "not_found");
  EXPECT_FALSE(progress(run_id).at("result").as_object().contains("cancelled"));
  may_end = true;
  EXPECT_TRUE(end_of(run_id).contains("result"));
}

}  // namespace
}  // namespace redress::api

// Random walks through the real server by case.actions alone: whatever it offers is accepted, whatever it blocks is
// refused for the reason it gave, every kind of case reaches an end, and every trail verifies.
#include "tests/e2e/walk.hpp"

#include "tests/e2e/walk_starts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace redress::e2e {
namespace {

using boost::json::object;

constexpr int walks = 200;
constexpr int steps_max = 60;

TEST(Walks, by_what_is_offered_alone_every_kind_reaches_its_ends) {
  auto const with = seed();
  std::mt19937 random{with};
  SCOPED_TRACE(fmt::format("REDRESS_SEED={}", with));
  Folder folder;
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  auto const kinds = walk_starts();
  std::map<std::string, std::set<std::string>> ends;
  int ended = 0;
  for (int walk = 0; walk < walks; ++walk) {
    auto const& start = kinds[static_cast<std::size_t>(walk) % kinds.size()];
    auto const opened = client.call("case.open", sample_case(start.kind, walk, start.claim, start.more));
    ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    auto const id = std::string(opened.result.at("case").at("id").as_string());
    auto const end = Walk{client, random, id}.run(steps_max);
    verify_trail(client, id);
    if (HasFailure()) return;
    if (end.empty()) continue;
    ++ended;
    ends[start.kind].insert(end);
  }
  EXPECT_GT(ended, walks / 2) << "most walks reach an end within " << steps_max << " steps";
  for (auto const* kind : {"refund", "exchange", "logistics_delay", "bad_review"})
    EXPECT_FALSE(ends[kind].empty()) << kind;
  auto const verified = client.call("audit.verify", {});
  EXPECT_TRUE(verified.result.at("ok").as_bool()) << boost::json::serialize(verified.result);
}

}  // namespace
}  // namespace redress::e2e

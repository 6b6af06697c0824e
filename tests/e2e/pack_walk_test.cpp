// Cases of every kind walk at random by what case.actions offers; whatever they went through, their packs hold.
#include "tests/e2e/walk.hpp"
#include "tests/e2e/walk_starts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::e2e {
namespace {

constexpr int walks = 15;
constexpr int steps_max = 20;

TEST(PacksOfWalks, hold_whatever_the_case_went_through) {
  auto const with = seed();
  std::mt19937 random{with};
  SCOPED_TRACE(fmt::format("REDRESS_SEED={}", with));
  Folder folder;
  ServerProcess server{folder.path() / "data"};
  auto const token = server.token("service", "s1");
  auto client = server.client(token);
  auto const kinds = walk_starts();
  for (int walk = 0; walk < walks; ++walk) {
    auto const& start = kinds[static_cast<std::size_t>(walk) % kinds.size()];
    auto const opened = client.call("case.open", sample_case(start.kind, walk, start.claim, start.more));
    ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    auto const id = std::string(opened.result.at("case").at("id").as_string());
    Walk{client, random, id}.run(steps_max);
    auto const length = [&] { return client.call("case.get", {{"case_id", id}}).result.at("trail_length").as_int64(); };
    auto const length_before = length();  // the runners may still be at it
    auto const zip = (folder.path() / (id + ".zip")).string();
    ASSERT_EQ(run_redress({"--url", server.url(), "--token", token, "pack", "create", id, "-o", zip}).exit, 0);
    auto const verified = run_redress({"--json", "pack", "verify", zip});
    EXPECT_EQ(verified.exit, 0) << verified.out;
    auto const entries = boost::json::parse(verified.out).at("entries").as_int64();
    EXPECT_GE(entries, length_before);
    EXPECT_LE(entries, length());
  }
}

}  // namespace
}  // namespace redress::e2e

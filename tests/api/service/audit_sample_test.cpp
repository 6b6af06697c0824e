// A draw is fixed by its checkpoint, anybody can make it again, and no checkpoint from before the last closing counts.
#include "api/service/audit_sample.hpp"

#include "tests/api/tea_shop.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace redress::api {
namespace {

class AuditSample : public TeaShop {
 protected:
  std::string close_one() {
    auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
    auto const closed =
        call("case.apply", {{"case_id", id}, {"event", "withdraw"}, {"party", "buyer"}, {"request_id", next_request()}},
             Role::service);
    EXPECT_EQ(code_of(closed), "accepted") << boost::json::serialize(closed);
    house.clock().advance(minute_ms);
    return id;
  }
  object draw(object params) { return call("audit.sample", std::move(params), Role::auditor); }
  object drawn(object params) {
    auto const answer = draw(std::move(params));
    EXPECT_TRUE(answer.contains("result")) << boost::json::serialize(answer);
    return answer.at("result").as_object();
  }
  std::string checkpoint() {
    return std::string(call("audit.checkpoint", {}).at("result").at("signed_note").as_string());
  }
};

std::vector<std::string> cases_in(object const& result) {
  std::vector<std::string> ids;
  for (auto const& each : result.at("cases").as_array()) ids.emplace_back(each.at("case_id").as_string());
  return ids;
}

TEST_F(AuditSample, is_the_smallest_ranks_of_the_population_under_the_checkpoints_root) {
  std::vector<std::string> closed;
  for (int i = 0; i < 12; ++i) closed.push_back(close_one());
  open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  auto const result = drawn({{"size", 5}});
  EXPECT_EQ(result.at("population").at("count").as_int64(), 12);
  EXPECT_EQ(result.at("population").at("digest").as_string(), ledger::hex(population_digest(closed)));
  auto const root = ledger::digest_from_base64(std::string(result.at("checkpoint").at("root").as_string())).value();
  std::ranges::sort(closed, {}, [&](std::string const& id) { return rank_of(root, id); });
  closed.resize(5);
  EXPECT_EQ(cases_in(result), closed);
  EXPECT_EQ(cases_in(drawn({{"size", 1000}})).size(), 12U);
}

TEST_F(AuditSample, is_the_same_again_by_the_same_checkpoint_and_window_after_more_has_happened) {
  for (int i = 0; i < 8; ++i) close_one();
  auto const first = drawn({{"size", 3}});
  for (int i = 0; i < 4; ++i) close_one();
  auto const again =
      drawn({{"size", 3}, {"to", first.at("to")}, {"checkpoint", first.at("checkpoint").at("signed_note")}});
  EXPECT_EQ(again, first);
}

TEST_F(AuditSample, takes_no_checkpoint_that_is_not_later_than_the_last_closing) {
  close_one();
  auto const early = checkpoint();
  close_one();
  auto const late = checkpoint();
  auto const refused = draw({{"size", 1}, {"checkpoint", early}});
  ASSERT_TRUE(refused.contains("error"));
  EXPECT_EQ(refused.at("error").at("data").at("position").as_string(), "params.checkpoint");
  EXPECT_TRUE(draw({{"size", 1}, {"checkpoint", late}}).contains("result")) << "one that ends at that entry covers it";
  auto changed = late;
  changed[changed.find('\n') + 1] ^= 1;
  EXPECT_TRUE(draw({{"size", 1}, {"checkpoint", changed}}).contains("error")) << "a changed note is not ours";
}

TEST_F(AuditSample, of_nobody_is_empty) {
  house.clock().advance(1);
  auto const result = drawn({{"size", 3}});
  EXPECT_EQ(result.at("population").at("count").as_int64(), 0);
  EXPECT_EQ(result.at("population").at("digest").as_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_TRUE(cases_in(result).empty());
}

TEST_F(AuditSample, is_drawn_again_by_a_script_that_follows_only_the_page) {
  for (int i = 0; i < 9; ++i) close_one();
  auto const answer = drawn({{"size", 4}});
  array population;
  auto const listed = call("audit.query", answer.at("population").at("query").as_object(), Role::auditor);
  for (auto const& each : listed.at("result").at("entries").as_array()) population.push_back(each.at("case_id"));
  ASSERT_EQ(population.size(), 9U);
  auto const file = std::filesystem::temp_directory_path() / fmt::format("redress-draw-{}.json", ::getpid());
  auto const check = [&](object const& told) {
    std::ofstream{file} << boost::json::serialize(object{{"population", population}, {"answer", told}});
    return std::system(
        fmt::format("node {}/tests/api/draw.mjs < {} 2>/dev/null", REDRESS_SOURCE_DIR, file.string()).c_str());
  };
  EXPECT_EQ(check(answer), 0);
  auto changed = answer;
  std::swap(changed["cases"].as_array()[0], changed["cases"].as_array()[1]);
  EXPECT_NE(check(changed), 0) << "a script that says yes to anything proves nothing";
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace redress::api

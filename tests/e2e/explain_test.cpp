// `redress rules explain` as an agent types it: the tree, the nearest yes, and that following it turns the answer.
#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>

namespace redress::e2e {
namespace {

class Explain : public testing::Test {
 protected:
  e2e::Run explain(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"--url", server.url(), "--token", agent, "rules", "explain"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_redress(std::move(arguments));
  }

  Folder folder;
  ServerProcess server{folder.path()};
  std::string agent = server.token("agent", "s1");
  std::string id = [this] {
    auto client = server.client(server.token("service", "s1"));
    auto const opened = client.call(
        "case.open", sample_case("refund", 1, {{"reason", "not_received"}, {"wants", "refund_only"}},
                                 {{"order", boost::json::object{{"dispatched_at", "2026-01-05T02:00:00Z"}}}}));
    return std::string(opened.result.at("case").at("id").as_string());
  }();
};

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_F(Explain, prints_the_tree_and_the_nearest_yes_in_either_language) {
  auto const zh = explain({id, "refuse", "--language", "zh"});
  EXPECT_EQ(zh.exit, 0);
  for (auto const* part : {"拒绝", "TB-RS-013", "claim.reason", "最近的通过办法", "evidence.add"})
    EXPECT_TRUE(has(zh.out, part)) << part << "\n" << zh.out;
  auto const en = explain({id, "refuse", "--language", "en"});
  for (auto const* part : {"refused", "any of", "Nearest yes", "E-TRACE"})
    EXPECT_TRUE(has(en.out, part)) << part << "\n" << en.out;
  auto const buyer = explain({id, "refuse", "--language", "en", "--reader", "buyer"});
  EXPECT_EQ(buyer.exit, 0);
  EXPECT_FALSE(has(buyer.out, "evidence.add")) << buyer.out;
}

TEST_F(Explain, its_calls_turn_the_answer) {
  auto const refused = boost::json::parse(explain({id, "refuse", "--json"}).out);
  ASSERT_EQ(refused.at("outcome"), "refused");
  auto client = server.client(agent);
  // The first set that needs texts alone; files would have to be uploaded before.
  for (auto const& set : refused.at("nearest_yes").at("sets").as_array()) {
    bool texts = true;
    for (auto const& change : set.at("changes").as_array())
      texts = texts && change.at("call").at("params").as_object().contains("text");
    if (!texts) continue;
    for (auto const& change : set.at("changes").as_array()) {
      auto params = change.at("call").at("params").as_object();
      params["text"] = "物流轨迹与聊天记录";
      ASSERT_EQ(client.call(change.at("call").at("method").as_string(), params).exit, cli::Exit::ok);
    }
    EXPECT_EQ(boost::json::parse(explain({id, "refuse", "--json"}).out).at("outcome"), "accepted");
    return;
  }
  FAIL() << "no set of texts";
}

TEST_F(Explain, explains_an_entry_of_the_trail) {
  auto client = server.client(agent);
  auto const trail = client.call("case.trail", {{"case_id", id}});
  auto const entry = std::string(trail.result.at("entries").as_array().front().at("id").as_string());
  auto const told = explain({entry, "--language", "en"});
  EXPECT_EQ(told.exit, 0);
  EXPECT_TRUE(has(told.out, "the same verdicts as recorded")) << told.out;
}

TEST_F(Explain, exit_codes) {
  EXPECT_EQ(explain({id}).exit, 2);
  EXPECT_EQ(explain({"entry_1", "refuse"}).exit, 2);
  EXPECT_EQ(explain({id, "refuse", "--reader", "owner"}).exit, 2);
  EXPECT_EQ(explain({id, "dance"}).exit, 2);
  EXPECT_EQ(explain({"case_none", "refuse"}).exit, 6);
  EXPECT_EQ(explain({id, "refuse", "--reader", "auditor"}).exit, 8);
}

}  // namespace
}  // namespace redress::e2e

// A published rule change, written as a new version into the folder, activated while the server runs, and kept.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace redress::e2e {
namespace {

using boost::json::array;
using boost::json::object;

std::string read(std::filesystem::path const& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>(in), {}};
}

void replace(std::string& text, std::string const& from, std::string const& to) {
  auto const at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

// TB-RS-013 as of 2026: the buyer's word in a chat proves receipt no longer. The old version ends the day before.
std::string disputes_of_2026() {
  auto text = read(REDRESS_SOURCE_DIR "/workflows/rulebooks/taobao-disputes.yaml");
  auto const from = text.find("  - id: TB-RS-013");
  auto const to = text.find("  - id: TB-RS-014");
  auto old_rule = text.substr(from, to - from);
  replace(old_rule, "from: 2025-08-15", "from: 2025-08-15\n    to: 2025-12-31");
  auto const new_rule = std::string(R"(  - id: TB-RS-013
    cites: {text: 测试公告第1条, source: S1}
    confidence: high
    effect: require_evidence
    on: [refund.refuse]
    from: 2026-01-01
    when: "claim.reason in ['not_received', 'lost', 'stalled']"
    require: has_evidence('E-TRACE') && (has_evidence('E-SIGN') || has_evidence('E-SEAL'))
    says: {zh: 须附轨迹，以及底单或红章证明。, en: "Attach the trace, and a receipt or a seal."}
    examples:
      - {verdict: holds, facts: {claim.reason: lost}, evidence: [E-TRACE, E-SIGN]}
      - {verdict: unproven, facts: {claim.reason: lost}, evidence: [E-TRACE, E-CHAT]}
      - {verdict: out_of_scope, facts: {claim.reason: quality}}

)");
  return text.replace(from, to - from, old_rule + new_rule);
}

std::string cites_of_refusing(cli::RpcClient& client, std::string const& id) {
  auto const answer = client.call("case.actions", {{"case_id", id}});
  for (auto const& action : answer.result.at("actions").as_array()) {
    if (action.at("event").as_string() != "refuse") continue;
    for (auto const& why : action.at("why_not").as_array())
      if (why.at("rule").as_string() == "TB-RS-013") return std::string(why.at("cites").as_string());
  }
  return "no TB-RS-013 in " + boost::json::serialize(answer.result);
}

TEST(Activation, the_very_next_actions_name_the_new_rule_and_a_restart_keeps_it) {
  Folder data;
  Folder elsewhere;
  auto const folder = elsewhere.path() / "rulebooks";
  std::filesystem::create_directories(folder);
  std::vector<std::string> const flags{"--sandbox", "--rulebooks", folder.string()};
  std::string id;
  boost::json::value digest;
  {
    ServerProcess server{data.path(), flags};
    auto service = server.client(server.token("service", "s1"));
    auto agent = server.client(server.token("agent", "s1"));
    auto const opened =
        service.call("case.open", sample_case("refund", 1, {{"reason", "not_received"}, {"wants", "refund_only"}}));
    ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    id = opened.result.at("case").at("id").as_string();
    EXPECT_EQ(cites_of_refusing(agent, id).find("测试公告"), std::string::npos);
    auto const activate = [&](std::vector<std::string> more, std::string const& token) {
      std::vector<std::string> arguments{"--url", server.url(), "--token", token, "rules", "activate"};
      arguments.insert(arguments.end(), more.begin(), more.end());
      return run_redress(arguments);
    };

    auto broken = disputes_of_2026();
    replace(broken, "to: 2025-12-31", "to: 2026-12-31");  // both versions would hold at once
    std::ofstream(folder / "taobao-disputes.yaml") << broken;
    EXPECT_EQ(activate({}, server.admin()).exit, 4);
    EXPECT_EQ(activate({"--check-only"}, server.admin()).exit, 4);
    EXPECT_EQ(cites_of_refusing(agent, id).find("测试公告"), std::string::npos);

    std::ofstream(folder / "taobao-disputes.yaml") << disputes_of_2026();
    auto const looked = activate({"--check-only"}, server.admin());
    EXPECT_EQ(looked.exit, 0);
    EXPECT_NE(looked.out.find("taobao "), std::string::npos) << looked.out;
    EXPECT_NE(looked.out.find("tmall "), std::string::npos) << "the part is of both books: " << looked.out;
    EXPECT_EQ(cites_of_refusing(agent, id).find("测试公告"), std::string::npos);
    EXPECT_EQ(activate({}, server.token("manager", "s1")).exit, 8);
    auto const done = activate({}, server.token("manager", ""));
    EXPECT_EQ(done.exit, 0) << done.out;
    EXPECT_NE(cites_of_refusing(agent, id).find("测试公告第1条"), std::string::npos) << cites_of_refusing(agent, id);

    auto const refused = agent.call(
        "case.apply",
        {{"case_id", id}, {"event", "refuse"}, {"params", object{{"message", "已签收"}}}, {"request_id", "refuse"}});
    ASSERT_EQ(refused.exit, cli::Exit::refused) << boost::json::serialize(refused.result);
    auto const trail = agent.call("case.trail", {{"case_id", id}}).result.at("entries").as_array();
    ASSERT_EQ(trail.size(), 2U);
    EXPECT_NE(trail[0].at("rulebook_digest"), trail[1].at("rulebook_digest"));
    digest = trail[1].at("rulebook_digest");
    auto const told = agent.call("rules.explain", {{"entry_id", trail[1].at("id")}});
    EXPECT_NE(boost::json::serialize(told.result).find("测试公告第1条"), std::string::npos);
    auto const old_receipt = agent.call("audit.receipt", {{"entry_id", trail[0].at("id")}});
    ASSERT_EQ(old_receipt.exit, cli::Exit::ok);
    EXPECT_EQ(boost::json::serialize(old_receipt.result).find("测试公告"), std::string::npos);
    EXPECT_EQ(server.stop(), 0);
  }
  {
    ServerProcess server{data.path(), flags};
    auto agent = server.client(server.token("agent", "s1"));
    EXPECT_NE(cites_of_refusing(agent, id).find("测试公告第1条"), std::string::npos);
    auto const info = agent.call("system.info", {}).result.at("rulebooks").as_object();
    EXPECT_TRUE(info.at("not_activated").as_array().empty()) << boost::json::serialize(info);
    auto const listed = agent.call("rules.list", {{"book", "taobao"}});
    for (auto const& book : listed.result.at("books").as_array()) EXPECT_EQ(book.at("digest"), digest);
    EXPECT_TRUE(agent.call("case.actions", {{"case_id", id}}).exit == cli::Exit::ok);
    EXPECT_EQ(server.stop(), 0);
  }
  std::filesystem::remove(folder / "taobao-disputes.yaml");
  ServerProcess server{data.path(), flags};
  auto agent = server.client(server.token("agent", "s1"));
  auto const info = agent.call("system.info", {}).result.at("rulebooks").as_object();
  EXPECT_EQ(info.at("not_activated").as_array().size(), 2U) << boost::json::serialize(info);
  auto auditor = server.client(server.token("auditor", "s1"));
  auto admin = server.client(server.admin());
  std::vector<std::string> acts;
  auto const office = admin.call("audit.office", {}).result;
  for (auto const& entry : office.at("entries").as_array())
    if (entry.at("event") != "token_created") acts.emplace_back(entry.at("event").as_string());
  EXPECT_EQ(acts, (std::vector<std::string>{"rulebooks_activated", "rulebooks_started"}));
  EXPECT_TRUE(auditor.call("audit.verify", {}).result.at("ok").as_bool());
}

}  // namespace
}  // namespace redress::e2e

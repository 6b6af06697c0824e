// A shop's own book in a folder, through the real binary: loaded, heeded, proven, changed, and refused when it is
// laxer.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace redress::e2e {
namespace {

using boost::json::array;
using boost::json::object;

std::string tea_text() {
  std::ifstream in{REDRESS_SOURCE_DIR "/docs/examples/tea.yaml"};
  std::string text(std::istreambuf_iterator<char>(in), {});
  std::string const shop = "shop: shop_tea";
  return text.replace(text.find(shop), shop.size(), "shop: s1");
}

class ShopFolder {
 public:
  explicit ShopFolder(std::filesystem::path const& under) : path_(under / "rulebooks") {
    std::filesystem::create_directories(path_);
  }
  void write(std::string const& name, std::string const& text) const { std::ofstream{path_ / name} << text; }
  std::string file(std::string const& name) const { return (path_ / name).string(); }
  std::vector<std::string> flags() const { return {"--sandbox", "--rulebooks", path_.string()}; }

 private:
  std::filesystem::path path_;
};

std::string open(cli::RpcClient& client, int number, object claim, object more = {}) {
  auto const opened = client.call("case.open", sample_case("refund", number, std::move(claim), std::move(more)));
  EXPECT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
  return opened.exit == cli::Exit::ok ? std::string(opened.result.at("case").at("id").as_string()) : std::string{};
}

TEST(ShopsBook, is_heeded_from_its_folder_and_proven_by_receipts) {
  Folder folder;
  Folder elsewhere;
  ShopFolder const shops{elsewhere.path()};
  shops.write("tea.yaml", tea_text());
  EXPECT_EQ(run_redress({"rules", "check", shops.file("tea.yaml")}).exit, 0);

  std::string receipt_entry, agent_token, manager_token;
  std::string const receipt = (elsewhere.path() / "receipt.json").string();
  {
    ServerProcess server{folder.path(), shops.flags()};
    auto agent = server.client(agent_token = server.token("agent", "s1"));
    auto manager = server.client(manager_token = server.token("manager", "s1"));
    auto service = server.client(server.token("service", "s1"));

    auto const id = open(service, 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}});
    object const agree{{"case_id", id}, {"event", "agree_refund"}, {"request_id", "agree"}};
    auto const refused = agent.call("case.apply", agree);
    ASSERT_EQ(refused.exit, cli::Exit::refused);
    auto const& why = refused.error.at("data").at("why_not").as_array().front().as_object();
    EXPECT_EQ(why.at("code").as_string(), "needs_second_person");
    auto call = why.at("fix").at("params").as_object();
    call["reason"] = "老客户";
    auto const proposed = agent.call(std::string(why.at("fix").at("method").as_string()), call);
    ASSERT_EQ(proposed.exit, cli::Exit::ok) << boost::json::serialize(proposed.error);
    auto const proposal = proposed.result.at("override").at("id");
    auto const as_manager = [&](std::vector<std::string> more) {
      std::vector<std::string> line{"--url", server.url(), "--token", manager_token, "--json"};
      line.insert(line.end(), more.begin(), more.end());
      return run_redress(line);
    };
    auto const waiting = as_manager({"override", "list", "--status", "waiting"});
    EXPECT_EQ(boost::json::parse(waiting.out).at("id"), proposal) << waiting.out;
    auto const confirmed = as_manager({"override", "confirm", std::string(proposal.as_string())});
    ASSERT_EQ(confirmed.exit, 0) << confirmed.out;
    auto const done = boost::json::parse(confirmed.out);
    EXPECT_EQ(done.at("case").at("state").as_string(), "REFUND_PAYING");
    receipt_entry = done.at("entry").at("id").as_string();
    EXPECT_EQ(done.at("entry").at("rulebook").as_string(), "tea");

    auto others = server.client(server.token("service", "s2"));
    auto elsewhere_case = sample_case("refund", 2, {{"reason", "do_not_want"}, {"wants", "refund_only"}});
    elsewhere_case["shop"] = "s2";
    auto const opened = others.call("case.open", elsewhere_case);
    ASSERT_EQ(opened.exit, cli::Exit::ok);
    EXPECT_EQ(opened.result.at("entry").at("rulebook").as_string(), "taobao") << "the book is the shop's alone";

    auto const off = as_manager({"automation", "off", "--shop", "s1", "--reason", "大促期间人工处理"});
    ASSERT_EQ(off.exit, 0) << off.out;
    auto const office = as_manager({"audit", "office", "--shop", "s1"});
    EXPECT_NE(office.out.find("automation_switched"), std::string::npos) << office.out;
    EXPECT_EQ(server.stop(), 0);
  }

  // The shop changes its book and starts again: the switch is still off, the old entry's receipt has the old text.
  auto changed = tea_text();
  changed.replace(changed.find("version: \"2026-12-01\""), 21, "version: \"2026-12-02\"");
  shops.write("tea.yaml", changed);
  ServerProcess server{folder.path(), shops.flags()};
  auto service = server.client(server.token("service", "s1"));
  auto const small = open(
      service, 3,
      {{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", object{{"minor", 1500}, {"currency", "CNY"}}}},
      {{"facts", object{{"buyer.good_record", true}}}});
  service.call("sandbox.advance", {{"seconds", 1}});
  auto const still = service.call("case.get", {{"case_id", small}});
  EXPECT_EQ(still.result.at("case").at("state").as_string(), "WAIT_SELLER_AGREE") << "automation stays off";
  auto const listed = service.call("automation.list", {{"shop", "s1"}});
  ASSERT_EQ(listed.exit, cli::Exit::ok);
  for (auto const& each : listed.result.at("automations").as_array()) EXPECT_FALSE(each.at("on").as_bool());

  ASSERT_EQ(
      run_redress({"--url", server.url(), "--token", agent_token, "audit", "receipt", receipt_entry, "-o", receipt})
          .exit,
      0);
  EXPECT_EQ(run_redress({"audit", "verify-receipt", receipt}).exit, 0);
  std::ifstream in{receipt};
  auto const json = boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {})).as_object();
  std::set<std::string> names;
  for (auto const& text : json.at("rulebook").at("texts").as_array()) {
    auto const name = std::string(text.at("name").as_string());
    names.insert(name);
    if (name == "tea") {
      EXPECT_EQ(std::string(text.at("text").as_string()), tea_text());
    }
  }
  EXPECT_TRUE(names.contains("tea") && names.contains("taobao")) << "a receipt carries both books";
  auto auditor = server.client(server.token("auditor", "s1"));
  auto const all = auditor.call("override.list", {{"rule", "TEA-A-1"}});
  ASSERT_EQ(all.exit, cli::Exit::ok);
  ASSERT_EQ(all.result.at("overrides").as_array().size(), 1U);
  EXPECT_EQ(all.result.at("overrides").as_array().front().at("status").as_string(), "confirmed");
  EXPECT_TRUE(auditor.call("audit.verify", {}).result.at("ok").as_bool());
}

TEST(ShopsBook, that_is_laxer_starts_no_server_and_names_both_clauses) {
  Folder folder;
  Folder elsewhere;
  ShopFolder const shops{elsewhere.path()};
  shops.write("tea.yaml",
              "book: tea\nversion: \"1\"\nshop: s1\nextends: taobao\ntitle: {zh: 茶, en: Tea}\n"
              "tighten: [{id: TB-RS-013, effect: warn}]\n");
  EXPECT_THROW(ServerProcess(folder.path(), shops.flags()), std::runtime_error);
  auto const checked = run_redress({"--json", "rules", "check", shops.file("tea.yaml")});
  EXPECT_EQ(checked.exit, 4);
  auto const finding = boost::json::parse(checked.out).at("findings").as_array().front().as_object();
  EXPECT_EQ(finding.at("file").as_string(), "tea");
  EXPECT_EQ(finding.at("line").as_int64(), 6);
  EXPECT_EQ(finding.at("column").as_int64(), 11);
  auto const says = std::string(finding.at("says").at("en").as_string());
  EXPECT_NE(says.find("TB-RS-013 (tea.yaml:6:11) is laxer than TB-RS-013 (taobao-disputes.yaml:"), std::string::npos)
      << says;
}

TEST(ShopsBook, a_folder_that_is_not_there_starts_no_server) {
  Folder folder;
  EXPECT_THROW(ServerProcess(folder.path(), {"--rulebooks", (folder.path() / "none").string()}), std::runtime_error);
}

}  // namespace
}  // namespace redress::e2e

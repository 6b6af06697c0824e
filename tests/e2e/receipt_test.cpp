// Receipts as strangers meet them: with a write, told and re-run on a machine with nothing else, and across a change of
// the ledger's key.
#include "engine/ledger/receipt_check.hpp"
#include "tests/e2e/simple_case.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace redress::e2e {
namespace {

using boost::json::object;

TEST(Receipts, come_with_a_write_that_asks_for_them) {
  Folder folder;
  Folder beside;
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  auto params = sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}});
  params["receipt"] = true;
  auto const opened = client.call("case.open", params);
  ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
  auto const id = opened.result.at("case").at("id");
  auto const check = [&](boost::json::value const& receipt, boost::json::value const& entry) {
    auto const parsed = ledger::parse_receipt(boost::json::serialize(receipt));
    ASSERT_TRUE(parsed) << parsed.error().says.en;
    EXPECT_TRUE(ledger::check_receipt(*parsed).ok());
    EXPECT_EQ(ledger::hex(ledger::leaf_hash(parsed->entry)), std::string(entry.at("hash").as_string()));
  };
  check(opened.result.at("receipt"), opened.result.at("entry"));

  params.erase("receipt");
  auto const again = client.call("case.open", params);
  EXPECT_TRUE(again.result.at("replayed").as_bool()) << "asking for the receipt makes no other request of it";
  EXPECT_FALSE(again.result.as_object().contains("receipt"));

  auto const proof = client.call("evidence.add", {{"case_id", id},
                                                  {"kind", "E-CHAT"},
                                                  {"text", "你好"},
                                                  {"source", "chat"},
                                                  {"request_id", "e1"},
                                                  {"receipt", true}});
  ASSERT_EQ(proof.exit, cli::Exit::ok) << boost::json::serialize(proof.error);
  EXPECT_TRUE(proof.result.as_object().contains("receipt")) << boost::json::serialize(proof.result);

  auto const refused = client.call("case.apply", {{"case_id", id},
                                                  {"event", "refuse"},
                                                  {"party", "seller"},
                                                  {"params", object{{"message", "不同意"}}},
                                                  {"request_id", "r1"},
                                                  {"receipt", true}});
  ASSERT_EQ(refused.exit, cli::Exit::refused);
  auto const& data = refused.error.at("data").as_object();
  ASSERT_TRUE(data.contains("receipt")) << boost::json::serialize(data);
  auto const file = beside.path() / "receipt.json";
  std::ofstream(file) << boost::json::serialize(data.at("receipt")) << "\n";
  auto const told = run_redress({"audit", "verify-receipt", file.string()});
  EXPECT_EQ(told.exit, 0) << told.out;
  for (std::string_view const part : {"refused", "已拒绝", "the same verdicts", "证明成立", "nobody else says"})
    EXPECT_NE(told.out.find(part), std::string::npos) << part << "\n" << told.out;
}

TEST(Receipts, come_with_acts_that_concern_no_case_too) {
  Folder folder;
  ServerProcess server{folder.path()};
  auto admin = server.client(server.admin());
  auto manager = server.client(server.token("manager", "s1"));
  auto const id =
      std::string(admin.call("token.create", {{"role", "agent"}, {"shop", "s1"}}).result.at("id").as_string());
  struct Row {
    cli::RpcClient& who;
    std::string method;
    object params;
  };
  Row const rows[] = {
      {admin, "token.create", {{"role", "agent"}, {"shop", "s1"}}},
      {admin, "token.revoke", {{"id", id}}},
      {manager, "automation.set", {{"shop", "s1"}, {"on", false}, {"reason", "试"}, {"request_id", "a1"}}},
      {admin, "rules.activate", {{"request_id", "b1"}}},
  };
  for (auto row : rows) {
    row.params["receipt"] = true;
    auto const done = row.who.call(row.method, row.params);
    ASSERT_EQ(done.exit, cli::Exit::ok) << row.method << boost::json::serialize(done.error);
    auto const& recorded = done.result.at("recorded").as_array();
    ASSERT_EQ(recorded.size(), 1U) << row.method;
    EXPECT_EQ(recorded[0].at("entry_id"), done.result.at("entry_id"));
    auto const parsed = ledger::parse_receipt(boost::json::serialize(done.result.at("receipt")));
    ASSERT_TRUE(parsed) << row.method << parsed.error().says.en;
    EXPECT_TRUE(ledger::check_receipt(*parsed).ok()) << row.method;
    EXPECT_EQ(recorded[0].at("seq"), parsed->index);
    EXPECT_EQ(recorded[0].at("hash").as_string(), ledger::hex(ledger::leaf_hash(parsed->entry)));
  }
  auto const quiet = admin.call("token.create", {{"role", "agent"}, {"shop", "s1"}});
  EXPECT_FALSE(quiet.result.as_object().contains("receipt"));
  EXPECT_EQ(quiet.result.at("recorded").as_array().size(), 1U) << "what names the entry is always there";
  EXPECT_FALSE(admin.call("token.revoke", {{"id", id}, {"receipt", true}}).result.as_object().contains("recorded"))
      << "revoked before: nothing is recorded";
  auto const rotated = admin.call("audit.rotate_key", {{"request_id", "k1"}, {"receipt", true}});
  EXPECT_TRUE(rotated.result.as_object().contains("receipt")) << boost::json::serialize(rotated.error);
}

TEST(Receipts, a_rewritten_rule_verdict_is_found_by_running_the_rules_again) {
  Folder folder;
  Folder beside;
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  auto const entry_id = open_case(client, 1);
  auto const receipt = client.call("audit.receipt", {{"entry_id", entry_id}}).result.as_object();
  auto entry = boost::json::parse(receipt.at("entry").as_string()).as_object();
  ASSERT_FALSE(entry.at("rules").as_array().empty());
  // An owner of the key may sign whatever he likes, but the rules speak against him.
  auto const file = beside.path() / "receipt.json";
  auto forged = receipt;
  forged.erase("digest");
  auto& rule = entry.at("rules").as_array().front().as_object();
  rule["verdict"] = rule.at("verdict").as_string() == "holds" ? "fails" : "holds";
  forged["entry"] = boost::json::serialize(entry);
  std::ofstream(file) << boost::json::serialize(forged) << "\n";
  auto const told = run_redress({"audit", "verify-receipt", file.string(), "--json"});
  EXPECT_EQ(told.exit, 4);
  EXPECT_EQ(boost::json::parse(told.out).at("rules").at("outcome").as_string(), "otherwise") << told.out;
}

TEST(Receipts, of_the_published_vectors_hold) {
  std::string const file = REDRESS_SOURCE_DIR "/tests/vectors/ledger/receipt.json";
  auto const vkey = "ledger.example/redress/1+b598f4b6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
  EXPECT_EQ(run_redress({"audit", "verify-receipt", file, "--vkey", vkey}).exit, 0);
}

// The lines of DIR/ledger.key, the newest key first.
std::vector<std::string> key_lines(std::filesystem::path const& dir) {
  std::ifstream in{dir / "ledger.key"};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(ChangedKey, is_announced_under_the_old_one_and_both_sign_for_a_while) {
  Folder folder;
  Folder beside;
  auto const file = (beside.path() / "receipt.json").string();
  auto const verify = [&](std::string const& vkey) {
    return run_redress({"audit", "verify-receipt", file, "--vkey", vkey}).exit;
  };
  std::string old_vkey, next_vkey;
  {
    ServerProcess server{folder.path()};
    auto admin = server.client(server.admin());
    auto service = server.client(server.token("service", "s1"));
    auto const entry = open_case(service, 1);
    old_vkey = admin.call("audit.checkpoint", {}).result.at("vkey").as_string();
    EXPECT_EQ(service.call("audit.rotate_key", {{"request_id", "x"}}).exit, cli::Exit::auth);
    auto const rotated = run_redress({"--url", server.url(), "--token", server.admin(), "audit", "rotate-key",
                                      "--overlap-days", "30", "--reason", "例行更换", "--request-id", "r1", "--json"});
    ASSERT_EQ(rotated.exit, 0);
    auto const told = boost::json::parse(rotated.out).as_object();
    next_vkey = told.at("to").as_string();
    EXPECT_EQ(told.at("from").as_string(), old_vkey);
    EXPECT_NE(next_vkey, old_vkey);
    EXPECT_EQ(told.at("entry").at("event").as_string(), "key_rotated");
    auto const again =
        admin.call("audit.rotate_key", {{"request_id", "r1"}, {"overlap_days", 30}, {"reason", "例行更换"}});
    EXPECT_TRUE(again.result.at("replayed").as_bool()) << boost::json::serialize(again.error);
    EXPECT_EQ(admin.call("audit.checkpoint", {}).result.at("vkey").as_string(), next_vkey);

    std::string const announced(told.at("entry").at("id").as_string());
    for (auto const& id : {entry, announced}) {
      ASSERT_EQ(
          run_redress({"--url", server.url(), "--token", server.admin(), "audit", "receipt", id, "-o", file}).exit, 0);
      EXPECT_EQ(verify(old_vkey), 0);
      EXPECT_EQ(verify(next_vkey), 0);
    }
    admin.call("sandbox.advance", {{"seconds", 31 * 24 * 3600}});
  }
  EXPECT_EQ(key_lines(folder.path()).size(), 2U);
  ServerProcess server{folder.path()};  // its clock is today's again: both sign
  auto service = server.client(server.token("service", "s1"));
  auto const entry = open_case(service, 2);
  ASSERT_EQ(run_redress({"--url", server.url(), "--token", server.admin(), "audit", "receipt", entry, "-o", file}).exit,
            0);
  EXPECT_EQ(verify(old_vkey), 0);
  EXPECT_EQ(verify(next_vkey), 0);
}

TEST(ChangedKey, the_old_one_signs_nothing_after_its_time) {
  Folder folder;
  std::string old_vkey, next_vkey;
  {
    ServerProcess server{folder.path()};
    auto const rotated = server.client(server.admin()).call("audit.rotate_key", {{"request_id", "r1"}});
    ASSERT_EQ(rotated.exit, cli::Exit::ok) << boost::json::serialize(rotated.error);
    old_vkey = rotated.result.at("from").as_string();
    next_vkey = rotated.result.at("to").as_string();
  }
  auto const lines = key_lines(folder.path());
  std::ofstream(folder.path() / "ledger.key")
      << lines[0] << "\n"
      << lines[1].substr(0, lines[1].rfind(' ')) << " 2020-01-01T00:00:00.000Z\n";
  ServerProcess server{folder.path()};
  auto service = server.client(server.token("service", "s1"));
  open_case(service, 1);
  auto const note = std::string(service.call("audit.checkpoint", {}).result.at("signed_note").as_string());
  EXPECT_TRUE(ledger::open_checkpoint(note, ledger::VerifierKey::parse(next_vkey).value()));
  EXPECT_FALSE(ledger::open_checkpoint(note, ledger::VerifierKey::parse(old_vkey).value()));
}

TEST(ChangedKey, whoever_knows_one_key_of_a_ledger_can_read_the_notes_of_all) {
  Folder folder;
  Folder beside;
  auto const kept = [&](std::string const& name, std::string const& note) {
    std::ofstream(beside.path() / name) << note;
    return (beside.path() / name).string();
  };
  auto const note_of = [](cli::RpcClient& client) {
    return std::string(client.call("audit.checkpoint", {}).result.at("signed_note").as_string());
  };
  std::string old_vkey, next_vkey, by_old, by_both;
  {
    ServerProcess server{folder.path()};
    auto admin = server.client(server.admin());
    server.token("agent", "s1");
    by_old = note_of(admin);
    auto const rotated = admin.call("audit.rotate_key", {{"request_id", "r1"}});
    old_vkey = rotated.result.at("from").as_string();
    next_vkey = rotated.result.at("to").as_string();
    by_both = note_of(admin);
  }
  auto const lines = key_lines(folder.path());
  std::ofstream(folder.path() / "ledger.key")
      << lines[0] << "\n"
      << lines[1].substr(0, lines[1].rfind(' ')) << " 2020-01-01T00:00:00.000Z\n";
  {
    ServerProcess server{folder.path()};
    auto auditor = server.client(server.token("auditor", ""));
    auto const sample = auditor.call("audit.sample", {{"size", 1}, {"checkpoint", by_old}});
    ASSERT_EQ(sample.exit, cli::Exit::ok) << boost::json::serialize(sample.error);
    EXPECT_EQ(sample.result.at("checkpoint").at("vkey").as_string(), old_vkey);
    auto stranger = by_old;
    stranger.replace(stranger.rfind(' ') + 1, 1, "z");
    EXPECT_EQ(auditor.call("audit.sample", {{"size", 1}, {"checkpoint", stranger}}).exit, cli::Exit::usage);
    note_of(auditor);
  }
  std::ofstream(folder.path() / "ledger.key") << lines[0] << "\n";  // nothing but the entry tells of the old key
  auto const verify = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"audit", "verify", "--data", folder.path().string()});
    return run_redress(more).exit;
  };
  EXPECT_EQ(verify({}), 0);
  EXPECT_EQ(verify({"--vkey", next_vkey, "--checkpoint", kept("old", by_old)}), 0);
  EXPECT_EQ(verify({"--vkey", old_vkey, "--checkpoint", kept("both", by_both)}), 0) << "it binds the announcement";
  EXPECT_EQ(verify({"--vkey", old_vkey, "--checkpoint", kept("old", by_old)}), 4) << "it does not yet";
  EXPECT_EQ(verify({"--vkey", old_vkey}), 4);
}

TEST(ChangedKey, a_crash_in_between_is_finished_or_undone) {
  Folder folder;
  std::string old_vkey, next_vkey, single;
  {
    ServerProcess server{folder.path()};
    single = content_of(folder.path() / "ledger.key");
    auto const rotated = server.client(server.admin()).call("audit.rotate_key", {{"request_id", "r1"}});
    old_vkey = rotated.result.at("from").as_string();
    next_vkey = rotated.result.at("to").as_string();
  }
  auto const next_line = key_lines(folder.path()).front();
  auto const vkey_now = [&] {
    ServerProcess server{folder.path()};
    return std::string(server.client(server.admin()).call("audit.checkpoint", {}).result.at("vkey").as_string());
  };
  // Killed after the announcement was durable, before the key took its place.
  std::ofstream(folder.path() / "ledger.key") << single;
  std::ofstream(folder.path() / "ledger.key.next") << next_line << "\n";
  EXPECT_EQ(vkey_now(), next_vkey);
  EXPECT_EQ(key_lines(folder.path()).size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "ledger.key.next"));
  // Killed after it took its place, before the copy was removed.
  std::ofstream(folder.path() / "ledger.key.next") << next_line << "\n";
  EXPECT_EQ(vkey_now(), next_vkey);
  EXPECT_EQ(key_lines(folder.path()).size(), 2U);
  // Killed before anything was announced.
  std::ofstream(folder.path() / "ledger.key.next")
      << next_line.substr(0, next_line.find(' ')) << " " << std::string(64, 'a') << "\n";
  EXPECT_EQ(vkey_now(), next_vkey);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "ledger.key.next"));
}

}  // namespace
}  // namespace redress::e2e

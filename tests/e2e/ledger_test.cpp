// The ledger and its receipts as strangers meet them: tiles over HTTP, witnesses, stamps, another verifier.
#include "engine/ledger/receipt_check.hpp"
#include "engine/ledger/tile.hpp"
#include "tests/e2e/simple_case.hpp"
#include "tests/e2e/witness_process.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(bytes, size * count);
  return size * count;
}

struct Page {
  long status = 0;
  std::string body;
  std::string type;
};

Page fetch(std::string const& url, std::string const& token, std::optional<std::string> const& body = {}) {
  Page page;
  auto* const curl = curl_easy_init();
  auto const authorization = "Authorization: Bearer " + token;
  auto* fields = token.empty() ? nullptr : curl_slist_append(nullptr, authorization.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  if (body) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
  }
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &page.body);
  EXPECT_EQ(curl_easy_perform(curl), CURLE_OK);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &page.status);
  char const* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  if (type) page.type = type;
  curl_slist_free_all(fields);
  curl_easy_cleanup(curl);
  return page;
}

bool node_is_here() { return std::system("node --version > /dev/null 2>&1") == 0; }

int second_verifier(std::string const& arguments) {
  return WEXITSTATUS(std::system(
      ("node " REDRESS_SOURCE_DIR "/tests/vectors/ledger/verify.mjs " + arguments + " > /dev/null 2>&1").c_str()));
}

TEST(ServedLedger, is_read_tile_by_tile_by_those_who_may) {
  Folder folder;
  ServerProcess server{folder.path()};
  auto service = server.client(server.token("service", "s1"));
  auto const all = server.token("auditor", "");
  auto const shops = server.token("auditor", "s1");
  auto const agent = server.token("agent", "s1");
  auto const before = service.call("audit.checkpoint", {}).result.at("size").as_int64();  // entries of the tokens
  for (auto i = before; i < 300; ++i) open_case(service, static_cast<int>(i));
  auto const head = service.call("audit.checkpoint", {}).result.as_object();
  EXPECT_EQ(head.at("size").as_int64(), 300);
  auto const vkey = std::string(head.at("vkey").as_string());

  struct Row {
    std::string_view path;
    long of_all, of_shop, of_agent;
  };
  Row const rows[] = {
      {"checkpoint", 200, 200, 200},
      {"tile/0/000", 200, 200, 403},
      {"tile/0/001.p/44", 200, 200, 403},
      {"tile/0/001.p/12", 200, 200, 403},
      {"tile/0/001.p/45", 404, 404, 403},
      {"tile/0/001", 404, 404, 403},
      {"tile/0/002.p/1", 404, 404, 403},
      {"tile/1/000.p/1", 200, 200, 403},
      {"tile/1/000.p/2", 404, 404, 403},
      {"tile/2/000.p/1", 404, 404, 403},
      {"tile/entries/000", 200, 403, 403},
      {"tile/entries/001.p/44", 200, 403, 403},
      {"tile/entries/001.p/45", 404, 403, 403},
      {"tile/0/0", 404, 404, 404},
      {"", 404, 404, 404},
      {"tile/0/000/", 404, 404, 404},
  };
  for (auto const& row : rows) {
    auto const url = fmt::format("{}/v1/tlog/{}", server.url(), row.path);
    EXPECT_EQ(fetch(url, all).status, row.of_all) << row.path;
    EXPECT_EQ(fetch(url, shops).status, row.of_shop) << row.path;
    EXPECT_EQ(fetch(url, agent).status, row.of_agent) << row.path;
    EXPECT_EQ(fetch(url, "").status, 401) << row.path;
  }
  auto const tile = fetch(server.url() + "/v1/tlog/tile/0/000", all);
  EXPECT_EQ(tile.body.size(), 8192U);
  EXPECT_EQ(tile.type, "application/octet-stream");
  if (node_is_here()) {
    EXPECT_EQ(second_verifier(fmt::format("log {} {} '{}'", server.url(), all, vkey)), 0);
  }

  auto auditor = server.client(all);
  auto const inclusion = auditor.call("audit.inclusion", {{"index", 7}, {"size", 299}});
  ASSERT_EQ(inclusion.exit, cli::Exit::ok);
  EXPECT_EQ(inclusion.result.at("size").as_int64(), 299);
  EXPECT_EQ(service.call("audit.inclusion", {{"index", 7}}).exit, cli::Exit::auth);
  EXPECT_EQ(auditor.call("audit.inclusion", {{"index", 300}}).exit, cli::Exit::usage);
  EXPECT_EQ(auditor.call("audit.inclusion", {{"index", 7}, {"size", 301}}).exit, cli::Exit::usage);
  EXPECT_EQ(auditor.call("audit.inclusion", {}).exit, cli::Exit::usage);
  auto const growth = service.call("audit.consistency", {{"from", 255}});
  ASSERT_EQ(growth.exit, cli::Exit::ok) << boost::json::serialize(growth.error);
  EXPECT_EQ(growth.result.at("to").as_int64(), 300);
  EXPECT_EQ(service.call("audit.consistency", {{"from", 0}}).exit, cli::Exit::usage);
  EXPECT_EQ(service.call("audit.consistency", {{"from", 301}}).exit, cli::Exit::usage);
}

TEST(WitnessedLedger, receipts_say_between_which_moments_an_entry_came) {
  Folder folder;
  Folder beside;
  std::string vkey;
  {
    ServerProcess server{folder.path()};
    vkey = server.client(server.admin()).call("audit.checkpoint", {}).result.at("vkey").as_string();
  }
  WitnessProcess one{beside.path() / "w1", vkey};
  WitnessProcess two{beside.path() / "w2", vkey};
  auto const config = beside.path() / "redress.toml";
  std::ofstream(config) << fmt::format(
      "checkpoint_every_s = 1\n[[witness]]\nurl = \"{}\"\nvkey = \"{}\"\n[[witness]]\nurl = \"{}\"\nvkey = \"{}\"\n",
      one.url, one.vkey, two.url, two.vkey);
  auto const receipt_file = (beside.path() / "receipt.json").string();
  {
    ServerProcess server{folder.path(), {"--config", config.string()}};
    auto const token = server.token("service", "s1");
    auto service = server.client(token);
    std::string entry;
    auto const witnessed = [&] {
      return within_seconds(20, [&] {
        auto const made = service.call("audit.receipt", {{"entry_id", entry}});
        auto const* checkpoint =
            made.exit == cli::Exit::ok ? made.result.as_object().if_contains("checkpoint") : nullptr;
        return checkpoint && checkpoint->as_string().find("redress.witness/") != boost::json::string::npos;
      });
    };
    entry = open_case(service, 1);
    ASSERT_TRUE(witnessed());
    entry = open_case(service, 2);
    ASSERT_TRUE(witnessed());
    ASSERT_EQ(
        run_redress({"--url", server.url(), "--token", token, "audit", "receipt", entry, "-o", receipt_file}).exit, 0);
    auto const head = service.call("audit.checkpoint", {}).result.as_object();
    EXPECT_NE(head.at("signed_note").as_string().find("redress.witness/"), boost::json::string::npos);
  }
  auto const verify = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments{"audit", "verify-receipt", receipt_file, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_redress(arguments);
  };
  auto const pinned = verify({"--vkey", vkey, "--witness", one.vkey, "--witness", two.vkey});
  EXPECT_EQ(pinned.exit, 0) << pinned.out;
  auto const told = boost::json::parse(pinned.out).as_object();
  EXPECT_TRUE(told.at("not_later").at("believed").as_bool());
  auto const later = parse_rfc3339(std::string(told.at("not_later").at("at").as_string())).value();
  auto const earlier = parse_rfc3339(std::string(told.at("not_earlier").at("at").as_string())).value();
  auto const said = parse_rfc3339(std::string(told.at("decision").at("at").as_string())).value();
  EXPECT_LE(earlier.ms, said.ms + 1000);
  EXPECT_GE(later.ms, said.ms - 1000) << "cosignatures tell whole seconds";
  EXPECT_EQ(told.at("rules").at("outcome").as_string(), "same") << pinned.out;
  EXPECT_EQ(verify({"--vkey", vkey, "--witness", one.vkey, "--witnesses-needed", "1"}).exit, 0);
  auto const stranger =
      ledger::SigningKey::from_seed("w", std::vector<std::uint8_t>(32, 1), ledger::KeyType::cosignature)
          ->verifier()
          .text();
  EXPECT_EQ(verify({"--witness", one.vkey, "--witness", stranger}).exit, 4);
  EXPECT_EQ(verify({"--witness", one.vkey, "--witness", stranger, "--witnesses-needed", "1"}).exit, 0);
  EXPECT_EQ(verify({"--witness", one.vkey, "--witnesses-needed", "2"}).exit, 2);
  EXPECT_EQ(verify({"--witness", "x"}).exit, 2);
  if (node_is_here()) {
    EXPECT_EQ(second_verifier(fmt::format("receipt {} '{}' '{}' '{}'", receipt_file, vkey, one.vkey, two.vkey)), 0);
    EXPECT_EQ(second_verifier(fmt::format("receipt {} '{}' '{}'", receipt_file, vkey, stranger)), 4);
  }
}

TEST(WitnessedLedger, a_witness_answers_as_the_protocol_says_and_remembers_after_a_kill) {
  Folder folder;
  Folder beside;
  ServerProcess server{folder.path()};
  auto service = server.client(server.token("service", "s1"));
  open_case(service, 1);
  auto const head = service.call("audit.checkpoint", {}).result.as_object();
  auto const note = std::string(head.at("signed_note").as_string());
  auto const size = head.at("size").as_int64();
  std::optional<WitnessProcess> witness;
  witness.emplace(beside.path() / "w", std::string(head.at("vkey").as_string()));
  auto const ask = [&](std::string const& body) { return fetch(witness->url + "/add-checkpoint", "", body); };
  EXPECT_EQ(ask("old 0\n\n" + note).status, 200);
  auto const again = ask("old 0\n\n" + note);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body, fmt::format("{}\n", size));
  EXPECT_EQ(again.type, "text/x.tlog.size");
  auto const vkey = witness->vkey;
  witness.reset();
  witness.emplace(beside.path() / "w", std::string(head.at("vkey").as_string()));
  EXPECT_EQ(witness->vkey, vkey);
  EXPECT_EQ(ask("old 0\n\n" + note).status, 409) << "it remembers";
  auto const same = ask(fmt::format("old {}\n\n{}", size, note));
  EXPECT_EQ(same.status, 200);
  EXPECT_TRUE(same.body.starts_with("— redress.witness/")) << same.body;
  EXPECT_EQ(ask(fmt::format("old {}\n\n{}", size + 1, note)).status, 400);
  EXPECT_EQ(ask("hello\n").status, 400);
  EXPECT_EQ(ask("old 1\n\nother.example/1\n" + note.substr(note.find('\n') + 1)).status, 404);
  auto bent = note;
  bent.insert(bent.find('\n') + 1, 1, '1');  // another size
  EXPECT_EQ(ask("old 1\n\n" + bent).status, 403);
  EXPECT_EQ(fetch(witness->url + "/add-checkpoint", "").status, 405);
  EXPECT_EQ(fetch(witness->url + "/rpc", "").status, 405);
  EXPECT_EQ(fetch(witness->url + "/x", "").status, 404);
  EXPECT_EQ(fetch(witness->url + "/vkey", "").body, vkey + "\n");
}

}  // namespace
}  // namespace redress::e2e

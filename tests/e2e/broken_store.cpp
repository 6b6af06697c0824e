#include "tests/e2e/broken_store.hpp"

#include "engine/ledger/checkpoint.hpp"
#include "storage/sqlite/connection.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace redress::e2e {
namespace {

using boost::json::array;
using boost::json::object;

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

// A file's hash, as the server answers its upload.
std::string upload(std::string const& url, std::string const& token, std::string const& bytes) {
  std::string answer;
  auto* const curl = ::curl_easy_init();
  auto* const fields = ::curl_slist_append(nullptr, ("Authorization: Bearer " + token).c_str());
  ::curl_easy_setopt(curl, CURLOPT_URL, (url + "/v1/blobs").c_str());
  ::curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
  ::curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
  ::curl_easy_setopt(curl, CURLOPT_POSTFIELDS, bytes.data());
  ::curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(bytes.size()));
  ::curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  ::curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  auto const done = ::curl_easy_perform(curl);
  ::curl_slist_free_all(fields);
  ::curl_easy_cleanup(curl);
  if (done != CURLE_OK) throw std::runtime_error(::curl_easy_strerror(done));
  return std::string(boost::json::parse(answer).at("sha256").as_string());
}

object must(cli::CallOutcome const& outcome) {
  if (outcome.exit != cli::Exit::ok) throw std::runtime_error(boost::json::serialize(outcome.error));
  return outcome.result.as_object();
}

std::string open(cli::RpcClient& client, std::string kind, int number, object claim, object more = {}) {
  auto const opened =
      must(client.call("case.open", sample_case(std::move(kind), number, std::move(claim), std::move(more))));
  return std::string(opened.at("case").at("id").as_string());
}

}  // namespace

SoundStore::SoundStore() {
  ServerProcess server{folder_.path()};
  fill(server);
  if (server.stop() != 0) throw std::runtime_error("the server did not stop well");
}

void SoundStore::fill(ServerProcess& server) {
  auto const token = server.token("service", "s1");
  auto client = server.client(token);
  int request = 0;
  auto const apply = [&](std::string const& id, std::string_view event, std::string_view party, object params = {}) {
    return client.call("case.apply", {{"case_id", id},
                                      {"event", event},
                                      {"party", party},
                                      {"params", std::move(params)},
                                      {"request_id", fmt::format("r{}", ++request)}});
  };
  paid_case_ = open(client, "refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}},
                    {{"buyer", object{{"id", "b1"}, {"phone", "13800138000"}}}, {"note", "第一单"}});

  file_sha256_ = upload(server.url(), token, "%PDF-1.4 a picture of a broken cup");
  upload(server.url(), token, "%PDF-1.4 nobody attaches this");
  must(client.call("evidence.add", {{"case_id", paid_case_},
                                    {"kind", "E-PHOTO"},
                                    {"sha256", file_sha256_},
                                    {"source", "upload"},
                                    {"captured_at", "2026-01-05T02:00:00Z"},
                                    {"request_id", "ev1"}}));
  must(client.call("evidence.add", {{"case_id", paid_case_},
                                    {"kind", "E-CHAT"},
                                    {"text", "买家：杯子碎了"},
                                    {"source", "wangwang"},
                                    {"request_id", "ev2"}}));
  auto manager = server.client(server.token("manager", "s1"));
  must(manager.call("case.assign", {{"case_id", paid_case_}, {"assignee", "小王"}, {"request_id", "as"}}));
  must(apply(paid_case_, "agree_refund", "seller"));
  must(apply(paid_case_, "payout_failed", "payments"));
  auto const again = apply(paid_case_, "retry_payout", "seller");
  if (again.exit == cli::Exit::ok) apply(paid_case_, "payout_confirmed", "payments");
  auto const waiting = open(client, "refund", 2, {{"reason", "quality"}, {"wants", "return_refund"}});
  apply(waiting, "payout_confirmed", "payments");  // refused: no such move here
  open(client, "exchange", 3,
       {{"reason", "wrong_item"},
        {"wants", "exchange"},
        {"replacement", object{{"sku", "tea"}, {"price", object{{"minor", 20000}, {"currency", "CNY"}}}}}});
  must(manager.call("automation.set", {{"shop", "s1"}, {"on", false}, {"reason", "试"}, {"request_id", "off"}}));
  must(server.client(server.admin()).call("audit.checkpoint", {}));
}

BrokenStore::BrokenStore(std::filesystem::path const& of) {
  std::filesystem::copy(of, folder_.path(),
                        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
}

void BrokenStore::sql(std::string const& statement) const {
  storage::Connection connection(path() / "redress.db", storage::Connection::Use::writing, {});
  connection.execute_once("PRAGMA foreign_keys = OFF");
  connection.execute_once(statement);
  connection.checkpoint(storage::Connection::Checkpoint::truncate);
}

std::string BrokenStore::text(std::string const& query) const {
  storage::Connection connection(path() / "redress.db", storage::Connection::Use::writing, {});
  return connection.text_once(query);
}

std::int64_t BrokenStore::integer(std::string const& query) const {
  storage::Connection connection(path() / "redress.db", storage::Connection::Use::writing, {});
  return connection.integer_once(query);
}

void BrokenStore::rewrite(std::int64_t seq, std::string const& what, std::string const& by) const {
  auto const case_id = text(fmt::format("SELECT case_id FROM entries WHERE seq = {}", seq));
  std::string before;
  std::string after;
  for (; seq < integer("SELECT count(*) FROM entries"); ++seq) {
    if (text(fmt::format("SELECT case_id FROM entries WHERE seq = {}", seq)) != case_id) continue;
    auto bytes = text(fmt::format("SELECT bytes FROM entries WHERE seq = {}", seq));
    auto const& old = before.empty() ? what : before;
    auto const at = bytes.find(old);
    ASSERT_NE(at, std::string::npos) << old;
    bytes.replace(at, old.size(), before.empty() ? by : after);
    before = text(fmt::format("SELECT hash FROM entries WHERE seq = {}", seq));
    after = ledger::hex(ledger::leaf_hash(bytes));
    for (std::size_t quote = 0; (quote = bytes.find('\'', quote)) != std::string::npos; quote += 2)
      bytes.insert(quote, 1, '\'');
    sql(fmt::format("UPDATE entries SET bytes = '{}', hash = '{}' WHERE seq = {}", bytes, after, seq));
  }
  sql(fmt::format("UPDATE cases SET last_hash = '{0}', content = replace(content, '{1}', '{0}') WHERE id = '{2}'",
                  after, before, case_id));
}

void BrokenStore::sign_anew() const {
  ledger::Frontier frontier;
  for (std::int64_t seq = 0, count = integer("SELECT count(*) FROM entries"); seq < count; ++seq)
    frontier.append(ledger::leaf_hash(text(fmt::format("SELECT bytes FROM entries WHERE seq = {}", seq))));
  std::ifstream file{path() / "ledger.key"};
  std::string name, seed;
  file >> name >> seed;
  std::vector const keys{ledger::SigningKey::from_seed(name, ledger::from_hex(seed).value()).value()};
  auto const body = ledger::to_text(ledger::Checkpoint{name, frontier.size(), frontier.root()});
  auto const note = ledger::sign_note(body, keys).value();
  std::ofstream(path() / "ledger.signed", std::ios::trunc) << note;
  sql(fmt::format("UPDATE settings SET value = '{}' WHERE name = 'ledger.last_checkpoint'", note));
}

object BrokenStore::verify(int expected_exit, std::vector<std::string> more) const {
  std::vector<std::string> arguments{"--json", "audit", "verify", "--data", path().string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  auto const run = run_redress(arguments);
  EXPECT_EQ(run.exit, expected_exit) << run.out;
  return run.out.empty() ? object{} : boost::json::parse(run.out).as_object();
}

}  // namespace redress::e2e

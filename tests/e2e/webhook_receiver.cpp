#include "tests/e2e/webhook_receiver.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

namespace redress::e2e {

using boost::json::object;

bool in_time(std::chrono::milliseconds most, std::function<bool()> const& holds) {
  auto const until = std::chrono::steady_clock::now() + most;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

WebhookReceiver::WebhookReceiver(std::string secret) {
  auto const folder = std::filesystem::path(REDRESS_SOURCE_DIR) / "tests/e2e/webhooks";
  if (!std::filesystem::exists(folder / "node_modules/standardwebhooks"))
    throw std::runtime_error("run `npm ci` in " + folder.string() + " (./dev test does)");
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  auto const script = (folder / "receiver.js").string();
  auto const log = (folder_.path() / "log").string();
  std::ofstream{log};
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execlp("node", "node", script.c_str(), log.c_str(), secret.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string line;
  for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';) line += c;
  ::close(ends[0]);
  if (line.empty()) throw std::runtime_error("the receiver did not start");
  port_ = std::stoi(line);
}

WebhookReceiver::~WebhookReceiver() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

std::string WebhookReceiver::url(std::string const& plan) const {
  return fmt::format("http://127.0.0.1:{}/{}", port_, plan);
}

std::vector<object> WebhookReceiver::heard(std::string const& plan) const {
  std::ifstream in{folder_.path() / "log"};
  std::vector<object> all;
  for (std::string line; std::getline(in, line) && !in.eof();) {
    auto each = boost::json::parse(line).as_object();
    if (each.at("path").as_string() == "/" + plan) all.push_back(std::move(each));
  }
  return all;
}

std::vector<std::string> ids_answered(std::vector<object> const& heard, std::string_view answer) {
  std::vector<std::string> ids;
  for (auto const& each : heard)
    if (each.at("answer").as_string() == answer) ids.emplace_back(each.at("id").as_string());
  return ids;
}

void expect_sound(std::vector<object> const& heard) {
  std::map<std::string, std::string> bodies;
  for (auto const& each : heard) {
    auto const said = boost::json::serialize(each);
    EXPECT_EQ(each.at("signature"), true) << said;
    EXPECT_EQ(each.at("tampered"), false) << said;
    EXPECT_EQ(each.at("moved"), false) << said;
    EXPECT_EQ(each.at("event"), true) << said;
    EXPECT_EQ(each.at("id_is_the_events"), true) << said;
    EXPECT_EQ(each.at("method"), "POST") << said;
    EXPECT_EQ(each.at("content_type"), "application/cloudevents+json") << said;
    auto const body = std::string(each.at("body").as_string());
    EXPECT_LE(body.size(), 20'000U);
    EXPECT_EQ(body.find("13800001234"), std::string::npos) << "the buyer's phone: " << said;
    auto const [at, is_new] = bodies.emplace(each.at("id").as_string(), body);
    EXPECT_EQ(at->second, body) << "the same at every attempt";
  }
}

void Webhooks::start() {
  server = std::make_unique<ServerProcess>(folder.path(), arguments);
  admin = server->admin();
  if (service.empty()) service = server->token("service", "s1");
}

object Webhooks::call(std::string_view method, object params) {
  auto client = server->client(admin);
  auto const outcome = client.call(method, std::move(params));
  EXPECT_EQ(outcome.exit, cli::Exit::ok) << method << ": " << boost::json::serialize(outcome.error);
  return outcome.exit == cli::Exit::ok ? outcome.result.as_object() : object{};
}

std::string Webhooks::open(int number, std::string const& shop) {
  auto client = server->client(shop == "s1" ? service : server->token("service", shop));
  auto const opened = client.call(
      "case.open",
      sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}, {{"shop", shop}}));
  EXPECT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
  return std::string(opened.result.at("case").at("id").as_string());
}

cli::CallOutcome Webhooks::apply(std::string const& case_id, std::string event, std::string party) {
  auto client = server->client(service);
  return client.call(
      "case.apply",
      {{"case_id", case_id}, {"event", event}, {"party", party}, {"request_id", fmt::format("{}-{}", event, case_id)}});
}

std::string Webhooks::hook(std::string const& url, object more) {
  object params{{"shop", "s1"}, {"url", url}, {"secret", hook_secret}};
  for (auto const& member : more) params[member.key()] = member.value();
  auto const made = call("webhook.set", std::move(params));
  return made.empty() ? std::string{} : std::string(made.at("id").as_string());
}

object Webhooks::listed(std::string const& hook_id) {
  auto const listed = call("webhook.list", {}).at("webhooks").as_array();
  for (auto const& each : listed)
    if (each.at("id").as_string() == hook_id) return each.as_object();
  return {};
}

bool Webhooks::level(std::string const& hook_id) {
  auto const page = call("webhook.deliveries", {{"id", hook_id}, {"state", "waiting"}});
  auto const deliveries = call("webhook.deliveries", {{"id", hook_id}, {"limit", 1}}).at("deliveries").as_array();
  return page.at("deliveries").as_array().empty() && !deliveries.empty();
}

void Webhooks::advance(std::int64_t seconds) { call("sandbox.advance", {{"seconds", seconds}}); }

std::vector<std::string> Webhooks::entries_of(std::vector<std::string> const& cases) {
  std::map<std::int64_t, std::string> by_seq;
  auto client = server->client(service);
  for (auto const& id : cases) {
    auto const trail = client.call("case.trail", {{"case_id", id}, {"limit", 200}});
    for (auto const& each : trail.result.at("entries").as_array())
      by_seq.emplace(each.at("seq").as_int64(), each.at("id").as_string());
  }
  std::vector<std::string> ids;
  for (auto const& [seq, id] : by_seq) ids.push_back(id);
  return ids;
}

}  // namespace redress::e2e

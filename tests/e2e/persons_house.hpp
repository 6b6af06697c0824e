// A shop whose buyers have words to forget: cases full of canaries, the calls of an erasure, and a look into every
// file.
#pragma once

#include "tests/e2e/simple_case.hpp"

#include <memory>

namespace redress::e2e {

inline constexpr std::int64_t four_years_s = 4LL * 366 * 24 * 3600;

/// Names of the files under the folder whose raw bytes hold the text.
std::vector<std::string> files_with(std::filesystem::path const& folder, std::string_view text);

/// The body of what is answered, whatever it is.
std::string http(std::string const& verb, std::string const& url, std::string const& token, std::string const& body);

/// PUT /v1/blobs: the file's hash, or "".
std::string upload(std::string const& url, std::string const& token, std::string const& bytes);

/// A refund whose claim, note, buyer and address say CANARY.
boost::json::object personal_case(int number);

class PersonsHouse : public testing::Test {
 protected:
  void start() { start(folder_.path()); }
  void start(std::filesystem::path const& data) {
    server_ = std::make_unique<ServerProcess>(data);
    service_token_ = server_->token("service", "s1");
    service_ = client_of(service_token_);
    agent_ = client_of(server_->token("agent", "s1"));
    manager_token_ = server_->token("manager", "s1");
    manager_ = client_of(manager_token_);
  }
  std::unique_ptr<cli::RpcClient> client_of(std::string token) const {
    return std::make_unique<cli::RpcClient>(cli::Target{server_->url(), std::move(token)});
  }
  void stop() {
    service_.reset();
    agent_.reset();
    manager_.reset();
    server_.reset();
  }
  boost::json::object call(std::unique_ptr<cli::RpcClient>& who, std::string const& method,
                           boost::json::object params) {
    auto const outcome = who->call(method, std::move(params));
    EXPECT_EQ(outcome.exit, cli::Exit::ok) << method << boost::json::serialize(outcome.error);
    return outcome.exit == cli::Exit::ok ? outcome.result.as_object() : boost::json::object{};
  }
  std::string open(int number) {
    return std::string(call(service_, "case.open", personal_case(number)).at("case").at("id").as_string());
  }
  void close(std::string const& id) {
    call(service_, "case.apply",
         {{"case_id", id}, {"event", "withdraw"}, {"party", "buyer"}, {"request_id", "w-" + id}});
  }
  boost::json::object erase(std::string const& id) {
    return call(manager_, "subject.erase",
                {{"case_id", id}, {"basis", "buyer_request"}, {"request_id", "erase-" + id}});
  }
  std::string state(std::string const& id) {
    return std::string(call(manager_, "subject.get", {{"case_id", id}}).at("state").as_string());
  }
  void advance(std::int64_t seconds) { call(service_, "sandbox.advance", {{"seconds", seconds}}); }
  std::vector<std::string> office_events() {
    std::vector<std::string> events;
    auto const answer = call(manager_, "audit.office", {{"shop", "s1"}, {"limit", 200}});
    for (auto const& entry : answer.at("entries").as_array())
      if (entry.at("event") != "token_created") events.emplace_back(entry.at("event").as_string());
    return events;
  }

  Folder folder_;
  std::unique_ptr<ServerProcess> server_;
  std::string service_token_, manager_token_;
  std::unique_ptr<cli::RpcClient> service_, agent_, manager_;
};

}  // namespace redress::e2e

// A receiver of webhooks made of other people's libraries (tests/e2e/webhooks), and the server that is to tell it.
#pragma once

#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace redress::e2e {

inline constexpr auto hook_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Whether `holds` came true in time; asked again and again.
bool in_time(std::chrono::milliseconds most, std::function<bool()> const& holds);

class WebhookReceiver {
 public:
  explicit WebhookReceiver(std::string secret = hook_secret);
  ~WebhookReceiver();
  WebhookReceiver(WebhookReceiver const&) = delete;
  WebhookReceiver& operator=(WebhookReceiver const&) = delete;

  /// Where the n-th attempt of each event gets the n-th answer of the plan: "500,close,redirect,ok".
  std::string url(std::string const& plan) const;
  /// Every request so far that came to that plan, in the order of arrival.
  std::vector<boost::json::object> heard(std::string const& plan) const;

 private:
  Folder folder_;
  int pid_ = -1;
  int port_ = 0;
};

class Webhooks : public testing::Test {
 protected:
  void start();
  std::string open(int number, std::string const& shop = "s1");
  cli::CallOutcome apply(std::string const& case_id, std::string event, std::string party);
  void withdraw(std::string const& case_id) { apply(case_id, "withdraw", "buyer"); }
  boost::json::object call(std::string_view method, boost::json::object params);
  /// A hook of s1 with the receiver's secret; `more` replaces members.
  std::string hook(std::string const& url, boost::json::object more = {});
  boost::json::object listed(std::string const& hook_id);
  bool level(std::string const& hook_id);  // nothing of the ledger is left to look at
  void advance(std::int64_t seconds);
  /// Ids of all entries of these cases, in the order of the ledger.
  std::vector<std::string> entries_of(std::vector<std::string> const& cases);

  Folder folder;
  std::vector<std::string> arguments{"--sandbox", "--webhook-allow", "127.0.0.1"};
  std::unique_ptr<ServerProcess> server;
  std::string admin, service;
};

/// Their webhook-ids, of those that were answered so.
std::vector<std::string> ids_answered(std::vector<boost::json::object> const& heard, std::string_view answer);

/// What API-8 asks of every single request.
void expect_sound(std::vector<boost::json::object> const& heard);

}  // namespace redress::e2e

// Transfers to sockets of this process: their time, their places, and addresses they may not reach.
#include "api/webhooks/transfers.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

namespace redress::api::webhooks {
namespace {

using boost::asio::ip::tcp;

// Takes connections into its backlog and never says a word.
class SilentPeer {
 public:
  std::string url() const { return fmt::format("http://127.0.0.1:{}/", acceptor_.local_endpoint().port()); }

 private:
  boost::asio::io_context io_;
  tcp::acceptor acceptor_{io_, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}};
};

AddressGuard guard(std::vector<std::string> allow) { return AddressGuard::make({.allow = std::move(allow)}).value(); }

std::vector<SendOutcome> wait_for_one(Transfers& transfers) {
  for (int i = 0; i < 200; ++i)
    if (auto ended = transfers.wait(50, -1); !ended.empty()) return ended;
  return {};
}

TEST(Transfers, end_at_their_time_and_not_before) {
  SilentPeer const peer;
  auto const allowed = guard({"127.0.0.1"});
  constexpr std::int64_t timeout_ms = 400;
  Transfers transfers{allowed, {.timeout_ms = timeout_ms}};
  auto const began = std::chrono::steady_clock::now();
  transfers.begin({.number = 7, .url = peer.url(), .fields = {}, .body = "{}"});
  auto const ended = wait_for_one(transfers);
  auto const took = std::chrono::steady_clock::now() - began;
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].number, 7U);
  EXPECT_EQ(ended[0].result, SendResult::timeout) << ended[0].why.en;
  EXPECT_EQ(ended[0].status, 0);
  EXPECT_GE(took, std::chrono::milliseconds(timeout_ms - 5));
  EXPECT_LT(took, std::chrono::milliseconds(10 * timeout_ms));
}

TEST(Transfers, have_their_places_and_not_one_more) {
  SilentPeer const peer;
  auto const allowed = guard({"127.0.0.1"});
  Transfers transfers{allowed, {.timeout_ms = 60'000, .at_once = 3}};
  for (std::uint64_t n = 1; n <= 3; ++n) {
    EXPECT_TRUE(transfers.has_room()) << n;
    transfers.begin({.number = n, .url = peer.url(), .fields = {}, .body = {}});
  }
  EXPECT_FALSE(transfers.has_room());
  EXPECT_EQ(TransferLimits{}.at_once, 64U);
}

TEST(Transfers, open_no_socket_the_guard_forbids) {
  SilentPeer const peer;
  auto const strict = guard({});
  Transfers transfers{strict, {.timeout_ms = 2000}};
  transfers.begin({.number = 1, .url = peer.url(), .fields = {}, .body = {}});
  auto const ended = wait_for_one(transfers);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].result, SendResult::forbidden) << ended[0].why.en;
  EXPECT_NE(ended[0].why.en.find("loopback"), std::string::npos);
}

TEST(Transfers, say_what_is_not_there) {
  auto const allowed = guard({"127.0.0.1"});
  Transfers transfers{allowed, {.timeout_ms = 2000}};
  transfers.begin({.number = 1, .url = "http://127.0.0.1:1/", .fields = {}, .body = {}});
  auto const ended = wait_for_one(transfers);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].result, SendResult::unreachable);
  EXPECT_FALSE(ended[0].why.zh.empty());
}

}  // namespace
}  // namespace redress::api::webhooks

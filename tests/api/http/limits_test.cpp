// Every limit and deadline at its value and one past it, with a real clock set to short times.
#include "tests/api/http/house.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <filesystem>
#include <thread>

namespace redress::api::http {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ServerOptions with(auto change) {
  ServerOptions options;
  change(options.limits);
  return options;
}

std::string announce(std::size_t bytes, std::string_view more_fields = "") {
  return fmt::format("POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n",
                     bytes, more_fields);
}

TEST(Limits, TakesAMebibyteOfJsonAndNotOneByteMore) {
  House house;
  Client client(house);
  client.send(post(std::string(1024 * 1024, 'x')));
  EXPECT_EQ(client.receive()->body.size(), 1024u * 1024u);

  Client over(house);
  over.send(announce(1024 * 1024 + 1));
  auto const answer = over.receive();
  ASSERT_TRUE(answer) << "answered unread, before any of the body came";
  EXPECT_EQ(answer->status, 413);
  EXPECT_THAT(answer->body, HasSubstr(R"("kind":"too_large")"));
  EXPECT_TRUE(over.closed_by_server());
  EXPECT_EQ(house.service.texts().size(), 1u);
}

TEST(Limits, DeliversThe413ToAClientThatGoesOnSending) {
  House house;
  Client client(house);
  client.send(announce(3 * 1024 * 1024));
  client.send(std::string(3 * 1024 * 1024, 'x') + post("smuggled"));
  auto const answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_THAT(house.service.texts(), IsEmpty());
}

TEST(Limits, RefusesLengthsThatDoNotFitANumber) {
  House house;
  for (std::string const length : {"18446744073709551615", "18446744073709551616", "99999999999999999999999999"}) {
    for (std::string const door : {"POST /rpc", "PUT /v1/blobs"}) {
      Client client(house);
      client.send(door + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " + length +
                  "\r\n\r\n");
      EXPECT_EQ(client.receive()->status, 413) << length;
    }
  }
}

TEST(Limits, HeadsOverTheSocketStopAtTheirLimit) {
  House house;
  Client client(house);
  client.send("GET /livez HTTP/1.1\r\nHost: a\r\n");
  std::string const before = "GET /livez HTTP/1.1\r\nHost: a\r\n";
  client.send("X: " + std::string(16384 - before.size() - 7, 'x') + "\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 200);

  client.send(before + "X: " + std::string(16384 - before.size() - 6, 'x') + "\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 431);
  EXPECT_TRUE(client.closed_by_server());
}

TEST(Limits, CutsOffAHeadThatIsNotFinishedInTime) {
  House house(with([](Limits& limits) { limits.header_ms = 80; }));
  Client client(house);
  std::this_thread::sleep_for(120ms);  // waiting with a request is not a slow head
  client.send("POST /rpc HTTP/1.1\r\nHost: a\r\n");
  EXPECT_EQ(client.receive()->status, 408);
  EXPECT_TRUE(client.closed_by_server());

  Client dripping(house);
  auto const began = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() < began + 5s && dripping.silent_for(10ms)) dripping.send("X");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s) << "every byte must not buy more time";
  EXPECT_EQ(dripping.receive()->status, 408);
}

TEST(Limits, CutsOffAnIdleConnection) {
  House house(with([](Limits& limits) { limits.idle_ms = 80; }));
  Client client(house);
  EXPECT_EQ(client.receive_all(), "") << "nothing was asked, so nothing is answered";

  Client after_a_request(house);
  after_a_request.send(post("x"));
  EXPECT_EQ(after_a_request.receive()->body, "x");
  EXPECT_TRUE(after_a_request.closed_by_server());
}

TEST(Limits, AnIdleDeadlineDoesNotCutASlowAnswer) {
  House house(with([](Limits& limits) {
    limits.idle_ms = 60;
    limits.header_ms = 60;
    limits.pace_window_ms = 60;
  }));
  Client client(house);
  client.send(post("slow"));
  house.service.wait_for_slow(1);
  std::this_thread::sleep_for(150ms);
  house.service.answer_slow();
  EXPECT_EQ(client.receive()->body, "slow");
}

TEST(Limits, CutsOffABodyThatKeepsNoPace) {
  House house(with([](Limits& limits) {
    limits.pace_window_ms = 100;
    limits.pace_bytes_per_s = 1000;  // 100 bytes a window
  }));
  Client stalled(house);
  stalled.send(announce(1000) + std::string(900, 'x'));
  EXPECT_EQ(stalled.receive()->status, 408);
  EXPECT_TRUE(stalled.closed_by_server());

  Client dripping(house);
  dripping.send(announce(1000));
  auto const began = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() < began + 5s && dripping.silent_for(10ms)) dripping.send("x");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
  EXPECT_EQ(dripping.receive()->status, 408);

  Client steady(house);
  steady.send(announce(2000));
  for (int i = 0; i < 20; ++i) {
    steady.send(std::string(100, 'x'));
    std::this_thread::sleep_for(20ms);  // five times the pace, longer than one window in all
  }
  EXPECT_EQ(steady.receive()->body.size(), 2000u);
  EXPECT_EQ(house.service.texts().size(), 1u) << "half a body is no request";
}

TEST(Limits, CutsOffAClientThatDoesNotTakeItsAnswer) {
  House house(with([](Limits& limits) { limits.pace_window_ms = 200; }));
  Client client(house);
  int const small = 4096;
  ::setsockopt(client.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  std::string requests;
  for (int i = 0; i < 100; ++i) requests += get("/asset");
  client.send(requests);
  for (int i = 0; i < 400 && house.server().census().connections > 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(house.server().census().connections, 0u);
}

TEST(Limits, HasRoomForSoManyConnectionsAndNotOneMore) {
  House house(with([](Limits& limits) { limits.connections = 3; }));
  std::vector<Client> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(house);
    clients.back().send(get("/livez"));
    EXPECT_EQ(clients.back().receive()->status, 200);
  }
  EXPECT_EQ(house.server().census().connections, 3u);
  Client over(house);
  auto const answer = over.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_TRUE(answer->fields.contains("retry-after"));
  EXPECT_TRUE(over.closed_by_server());

  clients.pop_back();
  for (int i = 0; i < 400 && house.server().census().connections > 2; ++i) std::this_thread::sleep_for(5ms);
  Client next(house);
  next.send(get("/livez"));
  EXPECT_EQ(next.receive()->status, 200);
}

TEST(Limits, AnIPv4CallerOfAnIPv6PortHasItsIPv4Address) {
  if (!std::filesystem::exists("/proc/net/if_inet6")) GTEST_SKIP() << "this machine knows no IPv6";
  House house(with([](Limits& limits) { limits.connections_per_address = 1; }), "[::]:0");
  Client first(house);
  first.send(get("/livez"));
  EXPECT_EQ(first.receive()->status, 200);
  Client second(house);  // from loopback, which is not counted
  second.send(get("/livez"));
  EXPECT_EQ(second.receive()->status, 200);
}

TEST(Limits, HasRoomForSoManyUnknownCallersOfOneAddress) {
  House house(with([](Limits& limits) {
    limits.connections_per_address = 2;
    limits.count_loopback_per_address = true;
  }));
  std::vector<Client> clients;
  for (int i = 0; i < 2; ++i) {
    clients.emplace_back(house);
    clients.back().send(get("/livez"));
    EXPECT_EQ(clients.back().receive()->status, 200);
  }
  Client over(house);
  EXPECT_EQ(over.receive()->status, 429);
  EXPECT_TRUE(over.closed_by_server());

  // A caller who is known takes no place; a token that names nobody does.
  clients.back().send(get("/livez", "Authorization: Bearer nobody\r\n"));
  EXPECT_EQ(clients.back().receive()->status, 200);
  EXPECT_EQ(Client(house).receive()->status, 429);
  clients.back().send(get("/livez", "Authorization: Bearer good\r\n"));
  EXPECT_EQ(clients.back().receive()->status, 200);
  Client next(house);
  next.send(get("/livez"));
  EXPECT_EQ(next.receive()->status, 200);
}

TEST(Limits, LoopbackIsNotCountedUnlessAsked) {
  House house(with([](Limits& limits) { limits.connections_per_address = 1; }));
  Client first(house);
  Client second(house);
  second.send(get("/livez"));
  EXPECT_EQ(second.receive()->status, 200);
}

}  // namespace
}  // namespace redress::api::http

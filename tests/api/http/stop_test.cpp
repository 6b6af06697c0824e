// Stopping: nothing admitted is left unanswered, nothing is waited for without end.
#include "tests/api/http/websocket_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace redress::api::http {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Clients here keep their ends open, so the server's patience with them is what a test would wait for.
ServerOptions impatient() {
  ServerOptions options;
  options.limits.linger_ms = 100;
  return options;
}

TEST(Stop, OfAnEmptyHouseIsAtOnce) {
  House house;
  EXPECT_TRUE(house.stop());
}

TEST(Stop, ClosesIdleConnectionsAndUnfinishedHeads) {
  House house;
  Client idle(house);
  Client used(house);
  used.send(get("/livez"));
  used.receive();
  Client unfinished(house);
  unfinished.send("GET /livez HT");
  std::this_thread::sleep_for(20ms);
  auto const began = std::chrono::steady_clock::now();
  EXPECT_TRUE(house.stop());
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
  EXPECT_EQ(idle.receive_all(), "");
  EXPECT_EQ(used.receive_all(), "");
  EXPECT_EQ(unfinished.receive_all(), "");
}

TEST(Stop, AcceptsNoMore) {
  House house;
  EXPECT_TRUE(house.stop());
  EXPECT_THROW(Client{house}, std::runtime_error);
}

TEST(Stop, AnswersWhatWasAdmittedAndNothingBehindIt) {
  House house(impatient());
  Client client(house);
  client.send(post("slow 1") + post("behind"));
  house.service.wait_for_slow(1);
  house.begin_stop();
  EXPECT_TRUE(client.silent_for(30ms));
  house.service.answer_slow();
  auto const answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "slow 1");
  EXPECT_EQ(answer->fields.at("connection"), "close");
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_TRUE(house.wait_until_stopped());
  EXPECT_THAT(house.service.texts(), ElementsAre("slow 1"));
}

TEST(Stop, LetsAnAdmittedBodyCome) {
  House house(impatient());
  Client client(house);
  auto const request = post("the body");
  client.send(request.substr(0, request.size() - 4));
  while (house.server().census().connections == 0) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(30ms);
  house.begin_stop();
  std::this_thread::sleep_for(30ms);
  client.send("body");
  auto const answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "the body");
  EXPECT_TRUE(house.wait_until_stopped());
}

TEST(Stop, FinishesTheCallsOfAWebSocketThenSaysGoodbye) {
  House house(impatient());
  WebSocketClient busy(house);
  WebSocketClient idle(house);
  busy.send("slow 1");
  busy.send("slow 2");
  house.service.wait_for_slow(2);
  house.begin_stop();
  EXPECT_EQ(idle.receive_close(), 1001);
  busy.send("no longer admitted");
  EXPECT_TRUE(busy.silent_for(30ms));
  house.service.answer_slow();
  EXPECT_EQ(busy.receive(), "slow 1");
  house.service.answer_slow();
  EXPECT_EQ(busy.receive(), "slow 2");
  EXPECT_EQ(busy.receive_close(), 1001);
  EXPECT_TRUE(house.wait_until_stopped());
  EXPECT_THAT(house.service.texts(), ElementsAre("slow 1", "slow 2"));
}

TEST(Stop, CutsWhatIsStillUnansweredAfterItsGrace) {
  ServerOptions options;
  options.limits.stop_grace_ms = 60;
  House house(options);
  Client http(house);
  WebSocketClient websocket(house);
  Client uploading(house);
  http.send(post("slow"));
  websocket.send("slow");
  uploading.send("PUT /v1/blobs HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
  house.service.wait_for_slow(2);
  house.service.wait_for_begun_blob();
  auto const began = std::chrono::steady_clock::now();
  EXPECT_TRUE(house.stop());
  EXPECT_GE(std::chrono::steady_clock::now() - began, 60ms);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
  EXPECT_EQ(http.receive_all(), "");
  EXPECT_EQ(websocket.receive(), "");
  house.service.wait_for_abandoned_blob();
  house.service.answer_slow();  // too late, and harmless
  house.service.answer_slow();
}

TEST(Stop, RepliesAndChannelsMayOutliveTheServer) {
  ServerOptions options;
  options.limits.stop_grace_ms = 20;
  std::vector<Reply> replies;
  std::shared_ptr<Channel> channel;
  {
    House house(options);
    Client http(house);
    WebSocketClient websocket(house);
    http.send(post("slow"));
    websocket.send("slow");
    house.service.wait_for_slow(2);
    for (auto const& peer : house.service.peers())
      if (peer->transport == Transport::websocket) channel = peer->channel.lock();
    replies.push_back(house.service.take_slow());
    replies.push_back(house.service.take_slow());
  }
  ASSERT_TRUE(channel);
  EXPECT_FALSE(channel->push("late"));
  channel->close(4001, "late");
  for (auto const& reply : replies) reply("late");
}

TEST(Stop, UnderTrafficAnswersEverythingItAdmitted) {
  House house;
  std::atomic<int> answered = 0;
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < 4; ++caller)
    callers.emplace_back([&] {
      try {
        for (;;) {
          Client client(house);
          for (int i = 0; i < 20; ++i) {
            if (!client.send(post("x"))) break;
            if (!client.receive()) break;
            ++answered;
          }
        }
      } catch (std::runtime_error const&) {
        return;  // no longer accepted
      }
    });
  while (answered < 200) std::this_thread::sleep_for(1ms);
  EXPECT_TRUE(house.stop());
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(static_cast<std::size_t>(answered), house.service.texts().size());
}

}  // namespace
}  // namespace redress::api::http

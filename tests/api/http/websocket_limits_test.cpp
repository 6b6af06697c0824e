// What ends a WebSocket: too much at once, too slow, silent, or told to go.
#include "tests/api/http/websocket_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace redress::api::http {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

TEST(WebSocketLimits, TakesAMessageOfItsLimitAndNotOneByteMore) {
  ServerOptions options;
  options.limits.websocket_message_bytes = 100'000;
  House house(options);
  WebSocketClient client(house);
  std::string const most(100'000, 'x');
  client.send(most);
  EXPECT_EQ(client.receive(), most);
  client.send_frame(Opcode::text, most, false);
  client.send_frame(Opcode::continuation, "x");
  EXPECT_EQ(client.receive_close(), 1009);

  WebSocketClient over(house);
  over.send(most + "x");
  EXPECT_EQ(over.receive_close(), 1009);
  EXPECT_EQ(house.service.texts().size(), 1u);
}

TEST(WebSocketLimits, ReadsNoFurtherThanItsCallsInFlight) {
  ServerOptions options;
  options.limits.websocket_calls_in_flight = 3;
  House house(options);
  WebSocketClient client(house);
  for (int i = 0; i < 5; ++i) client.send("slow " + std::to_string(i));
  house.service.wait_for_slow(3);
  EXPECT_TRUE(client.silent_for(50ms));
  EXPECT_EQ(house.service.texts().size(), 3u);
  house.service.answer_slow();
  EXPECT_EQ(client.receive(), "slow 0");
  house.service.wait_for_slow(3);
  EXPECT_EQ(house.service.texts().size(), 4u);
  for (int i = 1; i < 4; ++i) house.service.answer_slow();
  house.service.wait_for_slow(1);
  house.service.answer_slow();
  std::multiset<std::string> rest;
  for (int i = 1; i < 5; ++i) rest.insert(client.receive());
  EXPECT_EQ(rest.size(), 4u);
}

TEST(WebSocketLimits, ClosesASlowConsumerWith4008) {
  ServerOptions options;
  options.limits.websocket_queue_messages = 10;
  options.limits.linger_ms = 500;
  House house(options);
  WebSocketClient client(house);
  client.send("hello");
  client.receive();
  auto const held = house.service.peers().front()->channel.lock();
  std::string const event(200'000, 'e');
  int taken = 0;
  for (bool open = true; open && taken < 10'000;) {
    open = held->push(event);
    taken += open ? 1 : 0;
  }
  EXPECT_LT(taken, 10'000) << "the queue has an end";
  EXPECT_FALSE(held->push("later"));
  EXPECT_EQ(client.receive_close(), 4008) << "a peer that reads at last learns why";
}

TEST(WebSocketLimits, QueuesSoManyBytesForASlowConsumerAndNotOneMore) {
  ServerOptions options;
  options.limits.websocket_queue_bytes = 1'000'000;
  House house(options);
  for (auto const past : {0, 1}) {
    WebSocketClient client(house);
    client.send("hello");
    client.receive();
    EXPECT_TRUE(client.silent_for(50ms)) << "its answer is out of the queue";
    auto const held = house.service.peers().back()->channel.lock();
    std::string const event(static_cast<std::size_t>(1'000'000 + past), 'e');
    EXPECT_EQ(held->push(event), past == 0);
    if (past == 0) {
      EXPECT_EQ(client.receive(), event);
    } else {
      EXPECT_EQ(client.receive_close(), 4008);
    }
  }
}

TEST(WebSocketLimits, QueuesSoManyMessagesForASlowConsumerAndNotOneMore) {
  ServerOptions options;
  options.limits.websocket_queue_messages = 3;
  options.limits.websocket_queue_bytes = 100'000'000;
  options.limits.linger_ms = 5000;
  House house(options);
  WebSocketClient client(house);
  client.send("hello");
  client.receive();
  EXPECT_TRUE(client.silent_for(50ms)) << "its answer is out of the queue";
  auto const held = house.service.peers().front()->channel.lock();
  EXPECT_TRUE(held->push(std::string(40'000'000, 'e'))) << "more than sockets hold: it stays in the queue";
  EXPECT_TRUE(held->push("second"));
  EXPECT_TRUE(held->push("third"));
  EXPECT_FALSE(held->push("fourth"));
  EXPECT_EQ(client.receive_close(), 4008);
}

TEST(WebSocketLimits, CutsASlowConsumerThatNeverReads) {
  ServerOptions options;
  options.limits.websocket_queue_bytes = 1'000'000;
  options.limits.linger_ms = 50;
  House house(options);
  WebSocketClient client(house);
  client.send("hello");
  client.receive();
  auto const held = house.service.peers().front()->channel.lock();
  while (held->push(std::string(200'000, 'e'))) std::this_thread::sleep_for(1ms);
  for (int i = 0; i < 400 && house.server().census().connections > 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(house.server().census().connections, 0u);
}

TEST(WebSocketLimits, ClosesWhenTheLayerAboveSaysSo) {
  House house;
  WebSocketClient client(house);
  client.send("hello");
  client.receive();
  auto const held = house.service.peers().front()->channel.lock();
  EXPECT_TRUE(held->push("last words"));
  held->close(4001, "token revoked");
  EXPECT_EQ(client.receive(), "last words");
  EXPECT_EQ(client.receive_close(), 4001);
  for (int i = 0; i < 400 && held->push("more"); ++i) std::this_thread::sleep_for(5ms);
  EXPECT_FALSE(held->push("more"));
}

TEST(WebSocketLimits, ItsChannelExpiresWithIt) {
  House house;
  {
    WebSocketClient client(house);
    client.send("hello");
    client.receive();
  }
  auto const channel = house.service.peers().front()->channel;
  for (int i = 0; i < 400 && house.server().census().websockets > 0; ++i) std::this_thread::sleep_for(5ms);
  for (int i = 0; i < 400 && !channel.expired(); ++i) std::this_thread::sleep_for(5ms);
  EXPECT_TRUE(channel.expired());
}

TEST(WebSocketLimits, PingsAndCutsOffTheSilent) {
  ServerOptions options;
  options.limits.websocket_ping_ms = 60;
  House house(options);
  WebSocketClient silent(house);
  EXPECT_EQ(silent.receive_frame()->opcode, Opcode::ping);
  EXPECT_TRUE(silent.client().closed_by_server()) << "the ping was not answered";

  WebSocketClient answering(house);
  for (int i = 0; i < 4; ++i) {
    auto const ping = answering.receive_frame();
    ASSERT_TRUE(ping);
    ASSERT_EQ(ping->opcode, Opcode::ping);
    answering.send_frame(Opcode::pong, ping->payload);
  }
}

TEST(WebSocketLimits, CutsOffAMessageThatKeepsNoPace) {
  ServerOptions options;
  options.limits.pace_window_ms = 100;
  options.limits.pace_bytes_per_s = 1000;
  House house(options);
  WebSocketClient client(house);
  auto const began = std::chrono::steady_clock::now();
  client.send_frame(Opcode::text, "x", false);
  while (std::chrono::steady_clock::now() < began + 5s && client.silent_for(10ms))
    client.send_raw(WebSocketClient::frame(Opcode::continuation, "", false));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
  EXPECT_THAT(house.service.texts(), IsEmpty());

  WebSocketClient waiting(house);
  std::this_thread::sleep_for(250ms);  // between messages there is no pace to keep
  waiting.send("hello");
  EXPECT_EQ(waiting.receive(), "hello");
}

}  // namespace
}  // namespace redress::api::http

// JSON-RPC over a WebSocket: many calls at once, one write at a time, and an end for everyone who does not behave.
#include "tests/api/http/websocket_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <set>
#include <thread>

namespace redress::api::http {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(WebSocket, AnswersTexts) {
  House house;
  WebSocketClient client(house, "Authorization: Bearer good-7\r\n");
  EXPECT_EQ(client.handshake().status, 101);
  EXPECT_EQ(client.handshake().fields.at("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(client.handshake().fields.at("server"), "redress");
  EXPECT_EQ(client.handshake().fields.at("x-content-type-options"), "nosniff");
  EXPECT_FALSE(client.handshake().fields.contains("sec-websocket-extensions"));
  for (std::string const text : {"a", "{\"jsonrpc\":\"2.0\"}", "退款"}) {
    client.send(text);
    EXPECT_EQ(client.receive(), text);
  }
  EXPECT_EQ(house.server().census().websockets, 1u);
  auto const peer = house.service.peers().front();
  EXPECT_EQ(peer->transport, Transport::websocket);
  EXPECT_EQ(peer->token, "good-7");
  EXPECT_TRUE(peer->caller);
  EXPECT_EQ(house.service.peers().back(), peer);
}

TEST(WebSocket, AnswersCallsAsTheyComeReady) {
  House house;
  WebSocketClient client(house);
  client.send("slow 1");
  client.send("quiet");
  client.send("quick");
  client.send("slow 2");
  EXPECT_EQ(client.receive(), "quick") << "it must not wait for the slow one before it";
  house.service.wait_for_slow(2);
  house.service.answer_slow();
  EXPECT_EQ(client.receive(), "slow 1");
  house.service.answer_slow();
  EXPECT_EQ(client.receive(), "slow 2");
}

TEST(WebSocket, KeepsTextsWholeUnderManyAnswersAtOnce) {
  House house;
  WebSocketClient client(house);
  std::multiset<std::string> expected;
  for (int i = 0; i < 60; ++i) {
    auto const text = "slow " + std::to_string(i) + std::string(static_cast<std::size_t>(i) * 500, 'x');
    expected.insert(text);
    client.send(text);
  }
  house.service.wait_for_slow(60);
  for (int i = 0; i < 60; ++i) house.service.answer_slow();
  std::multiset<std::string> received;
  for (int i = 0; i < 60; ++i) received.insert(client.receive());
  EXPECT_EQ(received, expected);
}

TEST(WebSocket, ReadsNoFurtherThanItsCallsInFlight) {
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

TEST(WebSocket, PutsFragmentsTogether) {
  House house;
  WebSocketClient client(house);
  client.send_frame(Opcode::text, "one ", false);
  client.send_frame(Opcode::ping, "between");
  client.send_frame(Opcode::continuation, "two ", false);
  client.send_frame(Opcode::continuation, "three");
  auto const pong = client.receive_frame();
  EXPECT_EQ(pong->opcode, Opcode::pong);
  EXPECT_EQ(pong->payload, "between");
  EXPECT_EQ(client.receive(), "one two three");
}

TEST(WebSocket, TakesTheTokenOfASubprotocol) {
  House house;
  WebSocketClient client(house, "Sec-WebSocket-Protocol: redress.rpc, bearer.good_x-1\r\n");
  EXPECT_EQ(client.handshake().status, 101);
  EXPECT_EQ(client.handshake().fields.at("sec-websocket-protocol"), "redress.rpc") << "the token is not said back";
  client.send("a");
  EXPECT_EQ(client.receive(), "a");
  EXPECT_EQ(house.service.peers().front()->token, "good_x-1");
  EXPECT_EQ(WebSocketClient(house, "Sec-WebSocket-Protocol: redress.rpc, bearer.bad\r\n").handshake().status, 401);
}

TEST(WebSocket, RefusesHandshakes) {
  House house;
  EXPECT_EQ(WebSocketClient(house, "Authorization: Bearer bad\r\n").handshake().status, 401);
  EXPECT_EQ(WebSocketClient(house, "Origin: http://evil.example\r\n").handshake().status, 403);
  EXPECT_EQ(WebSocketClient(house, "Origin: null\r\n").handshake().status, 403);
  EXPECT_EQ(WebSocketClient(house, "Origin: http://a\r\n").handshake().status, 101);

  ServerOptions options;
  options.allowed_origins = {"https://desk.example"};
  House open(options);
  EXPECT_EQ(WebSocketClient(open, "Origin: https://desk.example\r\n").handshake().status, 101);
  EXPECT_EQ(WebSocketClient(open, "Origin: http://desk.example\r\n").handshake().status, 403);

  std::string const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  Client no_key(house);
  no_key.send(get("/rpc", upgrade + "Sec-WebSocket-Version: 13\r\n"));
  EXPECT_EQ(no_key.receive()->status, 400);
  Client no_version(house);
  no_version.send(get("/rpc", upgrade + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
  EXPECT_EQ(no_version.receive()->status, 400);
  Client early(house);
  early.send(get("/rpc", upgrade + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") +
             WebSocketClient::frame(Opcode::text, "too early"));
  EXPECT_EQ(early.receive()->status, 400);
  EXPECT_THAT(house.service.texts(), IsEmpty());
}

TEST(WebSocket, ClosesOnWhatNoClientMaySend) {
  House house;
  std::string const huge_length = "\x81\xff" + std::string(8, '\xff') + "mask";
  struct {
    std::string bytes;
    int code;
  } const rows[] = {
      {WebSocketClient::frame(Opcode::binary, "x"), 1003},
      {WebSocketClient::frame(Opcode::text, "\xc3\x28"), 1007},
      {WebSocketClient::frame(Opcode::text, "\xed\xa0\x80"), 1007},
      {WebSocketClient::frame(Opcode::text, "x", true, false), 1002},
      {WebSocketClient::frame(Opcode::continuation, "x"), 1002},
      {WebSocketClient::frame(Opcode::text, "x", false) + WebSocketClient::frame(Opcode::text, "y"), 1002},
      {WebSocketClient::frame(static_cast<Opcode>(3), "x"), 1002},
      {WebSocketClient::frame(Opcode::ping, std::string(126, 'x')), 1002},
      {WebSocketClient::frame(Opcode::ping, "x", false), 1002},
      {WebSocketClient::frame(Opcode::close, "\x01"), 1002},
      {"\xc1\x81mask1", 1002},  // the compression bit, though compression was not agreed on
      {huge_length, 1009},
  };
  for (auto const& row : rows) {
    WebSocketClient client(house);
    client.send_raw(row.bytes);
    EXPECT_EQ(client.receive_close(), row.code) << testing::PrintToString(row.bytes.substr(0, 20));
  }
  EXPECT_THAT(house.service.texts(), IsEmpty());
}

TEST(WebSocket, TakesAMessageOfItsLimitAndNotOneByteMore) {
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

TEST(WebSocket, AnswersTheCloseOfItsPeer) {
  House house;
  WebSocketClient client(house);
  client.send_frame(Opcode::close, "\x03\xe8");
  auto const close = client.receive_frame();
  ASSERT_TRUE(close);
  EXPECT_EQ(close->opcode, Opcode::close);
  EXPECT_TRUE(client.client().closed_by_server());
}

TEST(WebSocket, PushesTextsBesideAnswers) {
  House house;
  WebSocketClient client(house);
  client.send("push 3 x");
  EXPECT_EQ(client.receive(), " x");
  EXPECT_EQ(client.receive(), " x");
  EXPECT_EQ(client.receive(), " x");
  EXPECT_EQ(client.receive(), "push 3 x");

  auto const channel = house.service.peers().front()->channel;
  auto const held = channel.lock();
  ASSERT_TRUE(held);
  std::vector<std::jthread> pushers;
  for (int thread = 0; thread < 4; ++thread)
    pushers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) EXPECT_TRUE(held->push("event"));
    });
  for (int i = 0; i < 200; ++i) ASSERT_EQ(client.receive(), "event");
}

TEST(WebSocket, ClosesASlowConsumerWith4008) {
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

TEST(WebSocket, CutsASlowConsumerThatNeverReads) {
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

TEST(WebSocket, ClosesWhenTheLayerAboveSaysSo) {
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

TEST(WebSocket, ItsChannelExpiresWithIt) {
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

TEST(WebSocket, AnswersForALayerAboveThatLostTheCall) {
  House house;
  for (std::string const text : {"drop", "throw"}) {
    WebSocketClient client(house);
    client.send("slow");
    client.send(text);
    house.service.wait_for_slow(1);
    house.service.answer_slow();
    EXPECT_EQ(client.receive(), "slow") << "other calls are still answered";
    EXPECT_EQ(client.receive_close(), 1011) << text;
  }
}

TEST(WebSocket, PingsAndCutsOffTheSilent) {
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

TEST(WebSocket, CutsOffAMessageThatKeepsNoPace) {
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

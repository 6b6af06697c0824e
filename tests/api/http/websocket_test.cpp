// JSON-RPC over a WebSocket: handshakes, many calls at once, one write at a time, pushed texts.
#include "tests/api/http/websocket_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace redress::api::http {
namespace {

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

}  // namespace
}  // namespace redress::api::http

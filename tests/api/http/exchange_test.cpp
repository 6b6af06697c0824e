// Requests and answers over a real socket: the doors, their refusals, and how a connection goes on.
#include "tests/api/http/house.hpp"
#include "tests/api/http/malformed_heads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace redress::api::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Exchange, AnswersOneTextWithAnother) {
  House house;
  Client client(house);
  client.send(post(R"({"jsonrpc":"2.0"})"));
  auto const answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, R"({"jsonrpc":"2.0"})");
  EXPECT_EQ(answer->fields.at("content-type"), "application/json");
}

TEST(Exchange, CarriesManyRequestsOnOneConnectionOneAfterTheOther) {
  House house;
  Client client(house);
  for (int i = 0; i < 50; ++i) {
    client.send(post(std::to_string(i)));
    EXPECT_EQ(client.receive()->body, std::to_string(i));
  }
  auto const peers = house.service.peers();
  for (auto const& peer : peers) EXPECT_EQ(peer, peers.front()) << "same caller, same connection";
}

TEST(Exchange, TakesARequestByteByByte) {
  House house;
  Client client(house);
  for (char const byte : post("dripped")) client.send(std::string(1, byte));
  EXPECT_EQ(client.receive()->body, "dripped");
}

TEST(Exchange, LetsPipelinedRequestsWaitTheirTurn) {
  House house;
  Client client(house);
  client.send(post("slow 1") + post("2") + get("/livez") + post("slow 3") + post("4"));
  house.service.wait_for_slow(1);
  EXPECT_TRUE(client.silent_for(std::chrono::milliseconds(50)));
  EXPECT_THAT(house.service.texts(), ElementsAre("slow 1")) << "one request in flight a connection";
  house.service.answer_slow();
  EXPECT_EQ(client.receive()->body, "slow 1");
  EXPECT_EQ(client.receive()->body, "2");
  EXPECT_EQ(client.receive()->body, "ok\n");
  house.service.wait_for_slow(1);
  house.service.answer_slow();
  EXPECT_EQ(client.receive()->body, "slow 3");
  EXPECT_EQ(client.receive()->body, "4");
}

TEST(Exchange, AnswersNothingWith204) {
  House house;
  Client client(house);
  client.send(post("quiet") + post("next"));
  auto const answer = client.receive();
  EXPECT_EQ(answer->status, 204);
  EXPECT_FALSE(answer->fields.contains("content-length"));
  EXPECT_EQ(client.receive()->body, "next");
}

TEST(Exchange, AnswersForALayerAboveThatLostTheCall) {
  House house;
  for (std::string const text : {"drop", "throw"}) {
    Client client(house);
    client.send(post(text));
    auto const answer = client.receive();
    ASSERT_TRUE(answer) << text;
    EXPECT_EQ(answer->status, 500);
    EXPECT_THAT(answer->body, HasSubstr(R"("kind":"internal")"));
  }
  Client client(house);
  client.send(get("/?throw"));
  EXPECT_EQ(client.receive()->status, 500);
  EXPECT_TRUE(client.closed_by_server());
}

TEST(Exchange, KeepsTheSafeFieldsOnEveryAnswer) {
  House house;
  Client client(house);
  client.send(post("x") + get("/livez") + get("/nowhere") + get("/asset"));
  for (int i = 0; i < 4; ++i) {
    auto const answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->fields.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer->fields.at("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer->fields.at("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(answer->fields.at("server"), "redress");
    EXPECT_EQ(answer->fields.at("cache-control"), i < 3 ? "no-store" : "public, max-age=31536000");
    EXPECT_EQ(answer->fields.at("content-security-policy"),
              i < 3 ? "default-src 'none'; frame-ancestors 'none'" : "default-src 'self'");
  }
}

TEST(Exchange, ServesPages) {
  House house;
  Client client(house);
  client.send(get("/livez"));
  EXPECT_EQ(client.receive()->body, "ok\n");
  client.send(get("/query?a=1&b=%20"));
  EXPECT_EQ(client.receive()->body, "a=1&b=%20");
  client.send(get("/asset"));
  EXPECT_EQ(client.receive()->body.size(), 300'000u);
  client.send("HEAD /asset HTTP/1.1\r\nHost: a\r\n\r\n");
  auto const head = client.receive(true);
  EXPECT_EQ(head->fields.at("content-length"), "300000");
  client.send(get("/nowhere"));
  EXPECT_EQ(client.receive()->status, 404) << "and no body came after the HEAD";
}

TEST(Exchange, EndsTheConnectionWhenAskedTo) {
  House house;
  for (auto const& request :
       {post("x", "Connection: close\r\n"), std::string("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")}) {
    Client client(house);
    client.send(request + get("/livez"));
    auto const answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->fields.at("connection"), "close");
    EXPECT_TRUE(client.closed_by_server());
  }
}

TEST(Exchange, InvitesTheBodyOfAClientThatAsksFirst) {
  House house;
  Client client(house);
  auto const whole = post("body", "Expect: 100-continue\r\n");
  client.send(whole.substr(0, whole.size() - 4));
  EXPECT_EQ(client.receive()->status, 100);
  client.send("body");
  EXPECT_EQ(client.receive()->body, "body");

  client.send(whole);  // does not wait, needs no invitation
  EXPECT_EQ(client.receive()->body, "body");

  client.send(post(std::string(9, 'x'), "Expect: 100-continue\r\nAuthorization: Bearer bad\r\n").substr(0, 150));
  EXPECT_EQ(client.receive()->status, 401) << "refused callers are not invited";
}

TEST(Exchange, RefusesAtTheDoor) {
  struct {
    std::string request;
    int status;
    bool stays_open;
  } const rows[] = {
      {get("/rpc"), 405, true},
      {"HEAD /rpc HTTP/1.1\r\nHost: a\r\n\r\n", 405, true},
      {"PUT /rpc HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405, true},
      {"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405, true},
      {"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n", 405, false},
      {get("/v1/blobs"), 405, true},
      {get("/v1/blobs/xyz"), 404, true},
      {get("/v1/blobs/" + std::string(64, 'A')), 404, true},
      {get("/v1/blobs/" + std::string(64, 'a')), 404, true},
      {get("/RPC"), 404, true},
      {get("/%72pc"), 404, true},
      {get("/livez", "Authorization: Bearer bad\r\n"), 401, true},
      {post("x", "Authorization: Bearer bad\r\n"), 401, false},
      {"POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 415, false},
      {"POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", 415, false},
      {"POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Type: application/json;charset=utf-8\r\nContent-Length: 1\r\n\r\nx",
       200, true},
      {post("x", "Origin: http://evil.example\r\n"), 403, false},
      {post("x", "Origin: http://a\r\n"), 200, true},
      {get("/livez", "Origin: http://evil.example\r\n"), 200, true},
      {"PUT /v1/blobs HTTP/1.1\r\nHost: a\r\nOrigin: null\r\nContent-Length: 1\r\n\r\nx", 403, false},
      {"OPTIONS /rpc HTTP/1.1\r\nHost: a\r\n\r\n", 204, true},
      {get("/", "Connection: Upgrade\r\nUpgrade: websocket\r\n"), 400, true},
  };
  House house;
  for (auto const& row : rows) {
    Client client(house);
    client.send(row.request);
    auto const answer = client.receive(row.request.starts_with("HEAD"));
    ASSERT_TRUE(answer) << row.request;
    EXPECT_EQ(answer->status, row.status) << row.request;
    EXPECT_EQ(answer->fields.contains("allow"), row.status == 405 || row.status == 204) << row.request;
    client.send(get("/livez"));
    auto const next = client.receive();
    EXPECT_EQ(next.has_value(), row.stays_open) << row.request;
  }
  EXPECT_THAT(house.service.texts(), ElementsAre("x", "x")) << "what was refused must not have been read";
}

TEST(Exchange, TellsTheLayerAboveWhoCalls) {
  House house;
  Client client(house);
  client.send(post("1") + post("2", "Authorization: Bearer good-1\r\n") +
              post("3", "Authorization: bearer good-1\r\n") + post("4", "Authorization: Bearer good-2\r\n"));
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(client.receive());
  auto const peers = house.service.peers();
  EXPECT_EQ(peers[0]->token, "");
  EXPECT_FALSE(peers[0]->caller);
  EXPECT_EQ(peers[0]->address, "127.0.0.1");
  EXPECT_EQ(peers[0]->transport, Transport::http);
  EXPECT_TRUE(peers[0]->channel.expired());
  EXPECT_NE(peers[0]->connection, 0u);
  EXPECT_EQ(peers[1]->token, "good-1");
  EXPECT_TRUE(peers[1]->caller);
  EXPECT_EQ(peers[2], peers[1]);
  EXPECT_EQ(peers[3]->token, "good-2");
  EXPECT_NE(peers[3]->caller, peers[1]->caller);
  EXPECT_EQ(peers[3]->connection, peers[0]->connection);

  Client other(house);
  other.send(post("5"));
  ASSERT_TRUE(other.receive());
  EXPECT_NE(house.service.peers().back()->connection, peers[0]->connection);
}

TEST(Exchange, TurnsAwayMalformedHeadsAndAnswersNothingBehindThem) {
  House house;
  for (auto const& [bytes, refusal] : malformed_heads()) {
    Client client(house);
    client.send(bytes + post("smuggled") + post("smuggled again"));
    auto const answer = client.receive(bytes.starts_with("HEAD"));
    ASSERT_TRUE(answer) << bytes.substr(0, 200);
    EXPECT_EQ(answer->status, status_of(refusal)) << bytes.substr(0, 200);
    EXPECT_EQ(answer->fields.at("connection"), "close");
    EXPECT_EQ(client.receive_all(), "") << "a second answer, or none and no end: " << bytes.substr(0, 200);
  }
  EXPECT_THAT(house.service.texts(), IsEmpty());
}

TEST(Exchange, TurnsAwayAMalformedHeadBehindAnHonestRequest) {
  House house;
  Client client(house);
  client.send(post("honest") +
              "POST /rpc HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" +
              post("smuggled"));
  EXPECT_EQ(client.receive()->body, "honest");
  EXPECT_EQ(client.receive()->status, 501);
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_THAT(house.service.texts(), ElementsAre("honest"));
}

TEST(Exchange, DoesNotTakeABodyForARequest) {
  House house;
  Client client(house);
  auto const inner = post("inner");
  client.send(post(inner) + post("outer"));
  EXPECT_EQ(client.receive()->body, inner);
  EXPECT_EQ(client.receive()->body, "outer");
  EXPECT_THAT(house.service.texts(), ElementsAre(inner, "outer"));
}

TEST(Exchange, SurvivesClientsThatVanish) {
  House house;
  { Client client(house); }
  { Client(house).send("POST /rp"); }
  { Client(house).send(post("body").substr(0, 90)); }
  {
    Client client(house);
    client.send(post("slow"));
    house.service.wait_for_slow(1);
  }
  house.service.answer_slow();
  Client client(house);
  client.send(post("still here"));
  EXPECT_EQ(client.receive()->body, "still here");
}

TEST(Exchange, ListensWhereItIsTold) {
  House house;
  EXPECT_TRUE(house.address().starts_with("127.0.0.1:"));
  EXPECT_NE(house.port(), 0);
  EXPECT_TRUE(House({}, "localhost:0").port() != 0);
  EXPECT_THROW(House({}, house.address()), FaultError) << "the port is taken";
  EXPECT_THROW(House({}, "no-such-host.invalid:0"), FaultError);
  EXPECT_THROW(House({}, "8080"), FaultError);
}

}  // namespace
}  // namespace redress::api::http

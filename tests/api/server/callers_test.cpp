// Who a request or a connection belongs to, what a foreign page cannot make a browser do, and who is shown out.
#include "api/server/callers.hpp"

#include "tests/api/service/store_with_user.hpp"

namespace redress::api {
namespace {

class Closed final : public http::Channel {
 public:
  bool push(std::string) override { return true; }
  void close(std::uint16_t code, std::string) override { with = code; }
  int with = 0;
};

class CallersTest : public StoreWithUser {
 protected:
  CallersTest() {
    put(wang_);
    session_ = sessions_.begin(wang_, "").secret;
  }
  static http::Peer with(std::string token, std::string session) {
    http::Peer peer;
    peer.token = std::move(token);
    peer.session = std::move(session);
    return peer;
  }
  http::Peer by_session() const { return with("", session_); }
  http::PeerRef socket(std::string session, std::uint64_t number, std::shared_ptr<Closed> const& channel) {
    auto peer = with("", std::move(session));
    peer.transport = http::Transport::websocket;
    peer.connection = number;
    peer.channel = channel;
    return std::make_shared<http::Peer const>(std::move(peer));
  }
  bool is_forged(http::Head head, std::vector<http::Field> const& fields, http::Peer const& peer) {
    head.fields = fields;
    return callers_.forged(head, peer).has_value();
  }

  TokenDoor tokens_{*store_, clock_};
  SessionDoor sessions_{*store_, clock_, ids_};
  Callers callers_{tokens_, sessions_};
  std::string session_;
};

TEST_F(CallersTest, come_in_by_what_they_bring) {
  EXPECT_FALSE(callers_.enter({}));
  EXPECT_FALSE(callers_.enter(with("nobody's", session_))) << "a token comes first";
  EXPECT_FALSE(callers_.enter(with("", "nobody's")));
  EXPECT_EQ(callers_.enter(by_session())->id, "user_1");
  EXPECT_FALSE(callers_.enter_to_enrol({}));
  EXPECT_FALSE(callers_.enter_to_enrol(with("nobody's", session_)));
  EXPECT_FALSE(callers_.enter_to_enrol(with("", "nobody's")));
  EXPECT_FALSE(callers_.enter_to_enrol(by_session())) << "they need no second factor";
}

TEST_F(CallersTest, who_must_set_up_a_second_factor_come_in_for_that_alone) {
  SessionDoor strict{*store_, clock_, ids_, {}, {Role::agent}};
  Callers callers{tokens_, strict};
  EXPECT_FALSE(callers.enter(by_session()));
  EXPECT_EQ(callers.enter_to_enrol(by_session())->id, "user_1");
}

TEST_F(CallersTest, by_a_session_bring_an_origin_and_its_second_secret_with_what_changes_something) {
  auto const csrf = csrf_of(session_);
  http::Field const origin{"Origin", "https://redress.example"};
  http::Field const right{"X-Redress-CSRF", csrf};
  http::Field const wrong{"X-Redress-CSRF", session_};
  http::Head const get{.method = http::Method::get};
  http::Head const head{.method = http::Method::head};
  http::Head const post{.method = http::Method::post};
  http::Head const handshake{.method = http::Method::get, .websocket = true};
  auto const peer = by_session();
  EXPECT_FALSE(is_forged(get, {}, peer));
  EXPECT_FALSE(is_forged(head, {}, peer));
  EXPECT_TRUE(is_forged(handshake, {}, peer));
  EXPECT_FALSE(is_forged(handshake, {origin}, peer)) << "a page cannot set its fields";
  EXPECT_TRUE(is_forged(post, {right}, peer));
  EXPECT_TRUE(is_forged(post, {origin}, peer));
  EXPECT_TRUE(is_forged(post, {origin, wrong}, peer));
  EXPECT_FALSE(is_forged(post, {origin, right}, peer));
  EXPECT_FALSE(is_forged(post, {}, with("a token", session_))) << "no page makes a browser send one";
  EXPECT_FALSE(is_forged(post, {}, {})) << "nobody's request has nothing to forge";
}

TEST_F(CallersTest, on_open_sockets_are_shown_out_once_they_would_not_be_let_in_again) {
  auto const stays = std::make_shared<Closed>();
  auto const goes = std::make_shared<Closed>();
  auto gone = std::make_shared<Closed>();
  auto const one = socket(session_, 1, stays);
  auto const two = socket("an ended session", 2, goes);
  auto const three = socket("an ended session", 3, gone);  // its socket went before anybody looked
  gone.reset();
  for (auto const& peer : {one, two, three}) callers_.note(peer);
  {
    auto const over = socket(session_, 4, stays);
    callers_.note(over);
  }
  callers_.note(std::make_shared<http::Peer const>(by_session()));  // plain HTTP ends by itself
  callers_.close_ended();
  EXPECT_EQ(stays->with, 0);
  EXPECT_EQ(goes->with, 4001);
  clock_.advance(sessions_.limits().absolute_ms + 1);
  callers_.close_ended();
  EXPECT_EQ(stays->with, 4001);
}

}  // namespace
}  // namespace redress::api

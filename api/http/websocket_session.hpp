// One WebSocket on /rpc: text messages in, answers out as they come ready, pushed texts between them.
//
// Everything runs on the connection's strand except wind_down and cut, which may be called from any
// thread. Beast allows one write at a time, so all texts pass through one queue. A call counts as in flight until its
// answer is written: a peer that does not read its answers is not read from either.
#pragma once

#include "api/http/common.hpp"
#include "api/http/doorbell.hpp"
#include "api/http/http_stream.hpp"
#include "api/http/lifeline.hpp"
#include "api/http/watchdog.hpp"
#include "api/http/websocket_channel.hpp"

#include <boost/beast/websocket/stream.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace redress::api::http {

class WebSocketSession final : public Connection,
                               public CallOwner,
                               public PushedTo,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(Socket socket, std::shared_ptr<Common> common, Place place, Peer const& peer);
  ~WebSocketSession() override;

  /// Answers the handshake and goes on from there.
  void start(HttpStream::Request request);

  void wind_down() override;
  void cut() override;
  void call_answered(std::optional<std::string> answer) override;

 private:
  struct Outgoing {
    std::string text;
    bool answers_call = false;
  };

  Awaitable<> run(HttpStream::Request request);
  Awaitable<bool> shake_hands(HttpStream::Request const& request);
  Awaitable<> converse();
  Awaitable<bool> read_message(std::string& text);

  void call(std::string text);
  void call_ended();
  bool has_room() const;

  void pushed(std::string text) override { send({.text = std::move(text)}); }
  void overflown() override;
  void told_to_close(std::uint16_t code, std::string reason) override { end_with(code, reason, false); }

  void send(Outgoing message);
  void write_next();
  void written(ErrorCode error);
  void forget(Outgoing const& message);

  void end_with(std::uint16_t code, std::string const& reason, bool after_calls);
  void close_when_due();
  void leave();

  Strand strand_;
  std::shared_ptr<Common> common_;
  std::uint64_t connection_;
  std::optional<Place> place_;
  PeerRef peer_;
  boost::beast::websocket::stream<Socket, false> socket_;  // false: no permessage-deflate, which lets memory grow
  Watchdog watchdog_;
  std::shared_ptr<Lifeline> lifeline_;
  std::shared_ptr<WebSocketChannel> channel_;  // expires for the layer above with this connection

  std::size_t in_flight_ = 0;
  Doorbell room_;  // rung when another call may be read

  std::deque<Outgoing> queue_;  // while writing_, the front one is being written
  bool writing_ = false;

  //  shaking hands -> open -> ending_ set -> close_sent_ -> gone_     any of them may jump to gone_
  struct Ending {
    boost::beast::websocket::close_reason reason;
    bool after_calls = false;
  };
  bool hands_shaken_ = false;
  std::optional<Ending> ending_;
  bool close_sent_ = false;
  bool gone_ = false;
};

}  // namespace redress::api::http

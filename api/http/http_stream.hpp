// One HTTP connection's bytes: reads heads and bodies, writes answers, keeps every deadline of both.
//
// Order, on the connection's strand:  (read_head (read_body | read_some_of_body*)? (write | write_head write_bytes*))*
// linger? A request's head stays valid until the next read_head.
#pragma once

#include "api/http/head_check.hpp"
#include "api/http/message.hpp"
#include "api/http/watchdog.hpp"
#include "api/http/wire.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace redress::api::http {

class Pace;

class HttpStream {
 public:
  using Request = boost::beast::http::request<boost::beast::http::empty_body>;

  HttpStream(Socket socket, Limits const& limits);
  void guard(std::weak_ptr<void> owner);

  enum class Came { head, refused, nothing };
  /// Waits for the next request. `refused`: answer `refusal()` and close. `nothing`: the peer left, said nothing for
  /// too long, or was told to go.
  Awaitable<Came> read_head();
  Head const& head() const { return head_; }
  HeadFrame const& frame() const { return frame_; }
  Response const& refusal() const { return refusal_; }
  /// Gives up waiting for a head, but not a request whose head has come: that one is owed an answer.
  void leave_if_idle();

  std::uint64_t body_left() const { return body_left_; }
  enum class Body { read, too_slow, closed };
  /// Appends the whole body.
  Awaitable<Body> read_body(std::string& text);
  /// Fills `room` or reaches the body's end; `filled` says how far. Sends 100 Continue first where it is awaited.
  Awaitable<Body> fill_from_body(std::span<std::byte> room, std::size_t& filled);

  /// False when the peer did not take it. A HEAD request gets the head alone.
  Awaitable<bool> write(Response const& response, bool keep_alive);
  /// The head of an answer whose body follows in pieces, `content_length` bytes together.
  Awaitable<bool> write_head(Response const& response, std::uint64_t content_length, bool keep_alive);
  Awaitable<bool> write_bytes(std::span<std::byte const> bytes);

  /// After the last answer: sends our end, then throws away what the peer still sends, for a while. Closing with bytes
  /// unread would reset the connection and could destroy the answer on its way.
  Awaitable<> linger();
  void close();

  bool has_more_buffered() const { return buffer_.size() > 0; }
  /// For a WebSocket to go on with; nothing else of this may be used afterwards.
  Socket take_socket();
  Request take_request() { return parser_->release(); }

 private:
  bool open_head();
  void cancel();
  Awaitable<Body> read_paced(net::mutable_buffer room, std::size_t& got, Pace& pace);
  Awaitable<bool> write_continue();

  Socket socket_;
  Limits const& limits_;
  Watchdog watchdog_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::empty_body>> parser_;
  std::vector<Field> fields_;
  Head head_;
  HeadFrame frame_;
  Response refusal_;
  std::uint64_t body_left_ = 0;
  bool between_requests_ = true;
  bool leaving_ = false;
};

}  // namespace redress::api::http

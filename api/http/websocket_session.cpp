#include "api/http/websocket_session.hpp"

#include "api/http/field_values.hpp"
#include "api/http/pace.hpp"
#include "api/http/response_head.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <spdlog/spdlog.h>

#include <chrono>

namespace redress::api::http {

namespace websocket = boost::beast::websocket;

namespace {

constexpr std::string_view subprotocol = "redress.rpc";
constexpr std::size_t read_bytes = 64 * 1024;
constexpr auto slow_consumer = static_cast<websocket::close_code>(4008);  // of the range left to applications

}  // namespace

WebSocketSession::WebSocketSession(Socket socket, std::shared_ptr<Common> common, Place place, Peer const& peer)
    : strand_(socket.get_executor()),
      common_(std::move(common)),
      connection_(place.connection()),
      place_(std::move(place)),
      peer_(std::make_shared<Peer>(peer)),
      socket_(std::move(socket)),
      watchdog_(strand_),
      lifeline_(std::make_shared<Lifeline>(strand_)),
      channel_(std::make_shared<WebSocketChannel>(lifeline_, *this, common_->limits())) {}

WebSocketSession::~WebSocketSession() { lifeline_->cut(); }

void WebSocketSession::start(HttpStream::Request request) {
  auto peer = std::make_shared<Peer>(*peer_);
  peer->transport = Transport::websocket;
  peer->channel = channel_;
  peer_ = std::move(peer);
  lifeline_->tie(weak_from_this());
  watchdog_.guard(weak_from_this(), [this] { leave(); });
  place_->seat(weak_from_this(), true);
  if (common_->roster.winding_down()) wind_down();
  auto run_it = [self = shared_from_this(), request = std::move(request)]() mutable {
    return self->run(std::move(request));
  };
  net::co_spawn(strand_, std::move(run_it), net::detached);
}

void WebSocketSession::wind_down() {
  net::post(strand_, [self = shared_from_this()] {
    self->end_with(websocket::close_code::going_away, "server is stopping", true);
  });
}

void WebSocketSession::cut() {
  net::post(strand_, [self = shared_from_this()] { self->leave(); });
}

Awaitable<> WebSocketSession::run(HttpStream::Request request) {
  try {
    if (co_await shake_hands(request)) co_await converse();
  } catch (std::exception const& thrown) {
    spdlog::error("connection {} ended by an exception: {}", connection_, thrown.what());
  }
  // A close handshake of ours still needs the socket; its end, or the watchdog, comes here too.
  if (!close_sent_) leave();
}

Awaitable<bool> WebSocketSession::shake_hands(HttpStream::Request const& request) {
  auto const& limits = common_->limits();
  socket_.set_option(
      websocket::stream_base::timeout{.handshake_timeout = std::chrono::milliseconds(limits.header_ms),
                                      .idle_timeout = 2 * std::chrono::milliseconds(limits.websocket_ping_ms),
                                      .keep_alive_pings = true});
  auto const offered = request["Sec-WebSocket-Protocol"];
  bool const named = lists_word({offered.data(), offered.size()}, subprotocol);
  socket_.set_option(websocket::stream_base::decorator([named](websocket::response_type& response) {
    write_security_fields(response);
    if (named) response.set("Sec-WebSocket-Protocol", subprotocol);
  }));
  socket_.read_message_max(limits.websocket_message_bytes);
  socket_.auto_fragment(false);
  socket_.text(true);
  auto const [error] = co_await socket_.async_accept(request, outcome);
  hands_shaken_ = !error;
  close_when_due();  // stopping may have begun meanwhile
  co_return hands_shaken_;
}

Awaitable<> WebSocketSession::converse() {
  for (;;) {
    while (!has_room()) co_await room_.wait();
    std::string text;
    if (!co_await read_message(text)) co_return;
    // No longer admitted, even if our own wind_down is still on its way; we read on to see the peer's close.
    if (ending_ || common_->roster.winding_down()) continue;
    if (socket_.got_text())
      call(std::move(text));
    else
      end_with(websocket::close_code::unknown_data, "text messages only", true);
  }
}

Awaitable<bool> WebSocketSession::read_message(std::string& text) {
  std::optional<Pace> pace;  // from the first piece of a message that does not come whole
  auto buffer = net::dynamic_buffer(text);
  for (;;) {
    auto const [error, got] = co_await socket_.async_read_some(buffer, read_bytes, outcome);
    if (error) co_return false;
    if (socket_.is_message_done()) break;
    auto const now = Clock::now();
    if (!pace) pace.emplace(common_->limits(), now);
    pace->moved(got, now);
    if (!close_sent_) watchdog_.by(pace->due());
  }
  if (pace && !close_sent_) watchdog_.off();
  co_return true;
}

bool WebSocketSession::has_room() const {
  return gone_ || close_sent_ || in_flight_ < common_->limits().websocket_calls_in_flight;
}

void WebSocketSession::call(std::string text) {
  ++in_flight_;
  try {
    common_->service.rpc(std::move(text), peer_, reply_through(lifeline_, *this));
  } catch (std::exception const& thrown) {
    spdlog::error("connection {}: a call failed: {}", connection_, thrown.what());
  }
}

void WebSocketSession::call_answered(std::optional<std::string> answer) {
  if (answer && !answer->empty()) {
    channel_->queued(answer->size());
    return send({.text = std::move(*answer), .answers_call = true});
  }
  // Without its id a lost call cannot be answered by itself; the others still are.
  if (!answer) end_with(websocket::close_code::internal_error, "a call was lost", true);
  call_ended();
}

void WebSocketSession::call_ended() {
  --in_flight_;
  close_when_due();
  room_.ring();
}

void WebSocketSession::send(Outgoing message) {
  if (gone_ || close_sent_) return forget(message);
  queue_.push_back(std::move(message));
  if (!writing_) write_next();
}

void WebSocketSession::write_next() {
  writing_ = true;
  socket_.async_write(net::buffer(queue_.front().text),
                      [self = shared_from_this()](ErrorCode error, std::size_t) { self->written(error); });
}

void WebSocketSession::written(ErrorCode error) {
  writing_ = false;
  auto const message = std::move(queue_.front());
  queue_.pop_front();
  if (error) return leave();
  if (!queue_.empty()) write_next();
  forget(message);
}

void WebSocketSession::forget(Outgoing const& message) {
  channel_->sent(message.text.size());
  if (message.answers_call) return call_ended();
  close_when_due();
}

void WebSocketSession::end_with(std::uint16_t code, std::string const& reason, bool after_calls) {
  if (ending_) return;
  ending_ = {websocket::close_reason(static_cast<websocket::close_code>(code), reason), after_calls};
  close_when_due();
}

// Whatever is not being written is dropped: the peer has shown that it does not take it.
void WebSocketSession::overflown() {
  if (gone_ || close_sent_) return;
  ending_ = {websocket::close_reason(slow_consumer, "too slow"), false};
  auto const keep = queue_.begin() + (writing_ ? 1 : 0);
  queue_.erase(keep, queue_.end());
  watchdog_.within(common_->limits().linger_ms);
  close_when_due();
}

void WebSocketSession::close_when_due() {
  if (!ending_ || !hands_shaken_ || close_sent_ || gone_ || !queue_.empty()) return;
  if (ending_->after_calls && in_flight_ > 0) return;
  close_sent_ = true;
  channel_->take_no_more();
  watchdog_.within(common_->limits().linger_ms);
  socket_.async_close(ending_->reason, [self = shared_from_this()](ErrorCode) { self->leave(); });
  room_.ring();
}

void WebSocketSession::leave() {
  if (gone_) return;
  gone_ = true;
  channel_->take_no_more();
  watchdog_.retire();
  lifeline_->cut();
  ErrorCode ignored;
  boost::beast::get_lowest_layer(socket_).close(ignored);
  place_.reset();
  room_.ring();
}

}  // namespace redress::api::http

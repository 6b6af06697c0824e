#include "api/http/http_stream.hpp"

#include "api/http/pace.hpp"
#include "api/http/response_head.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

#include <algorithm>
#include <array>

namespace redress::api::http {

namespace beast = boost::beast;
namespace beast_http = boost::beast::http;

namespace {

constexpr std::size_t head_read_bytes = 4096;       // most requests, head and body, come in one read of this
constexpr std::size_t body_read_bytes = 64 * 1024;  // memory follows what came, not what Content-Length promised

std::string_view text_of(beast::flat_buffer const& buffer) {
  return {static_cast<char const*>(buffer.data().data()), buffer.size()};
}

std::string_view text_of(beast::string_view text) { return {text.data(), text.size()}; }

Response refusal_of(HeadRefusal refusal) {
  int const status = status_of(refusal);
  bool const too_large = status == 413 || status == 414 || status == 431;
  auto response = refuse(status, too_large ? FaultKind::too_large : FaultKind::invalid_request, says_of(refusal));
  if (refusal == HeadRefusal::method_not_served) response.fields.emplace_back("Allow", "GET, HEAD, POST, PUT, OPTIONS");
  return response;
}

}  // namespace

HttpStream::HttpStream(Socket socket, Limits const& limits)
    : socket_(std::move(socket)), limits_(limits), watchdog_(socket_.get_executor()) {}

void HttpStream::guard(std::weak_ptr<void> owner) {
  watchdog_.guard(std::move(owner), [this] { cancel(); });
}

Awaitable<HttpStream::Came> HttpStream::read_head() {
  between_requests_ = true;
  frame_ = {};
  HeadCheck check(limits_.head);
  bool begun = false;
  for (;;) {
    auto const& verdict = check.look(text_of(buffer_));
    if (verdict.kind == HeadVerdict::Kind::refused) {
      frame_.method = verdict.frame.method;  // a HEAD is refused without a body, too
      refusal_ = refusal_of(verdict.refusal);
      co_return Came::refused;
    }
    if (verdict.kind == HeadVerdict::Kind::complete) {
      frame_ = verdict.frame;
      break;
    }
    if (buffer_.size() == 0) {
      watchdog_.within(limits_.idle_ms);
    } else if (!begun) {
      begun = true;
      watchdog_.within(limits_.header_ms);
    }
    auto const [error, got] = co_await socket_.async_read_some(buffer_.prepare(head_read_bytes), outcome);
    if (watchdog_.bitten() && begun) {
      refusal_ =
          refuse(408, FaultKind::invalid_request, {"请求头迟迟没有发完", "the head of the request took too long"});
      co_return Came::refused;
    }
    if (error || watchdog_.bitten() || leaving_) co_return Came::nothing;
    buffer_.commit(got);
  }
  watchdog_.off();
  between_requests_ = false;
  if (open_head()) co_return Came::head;
  refusal_ = refusal_of(HeadRefusal::request_line_malformed);
  co_return Came::refused;
}

// The library's parser sees the head only now, and only to name its fields: it may say no, but not read it otherwise.
bool HttpStream::open_head() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits_.head.head_bytes));
  parser_->body_limit(boost::none);
  ErrorCode error;
  auto const used = parser_->put(net::buffer(text_of(buffer_).substr(0, frame_.size)), error);
  if (error || used != frame_.size || !parser_->is_header_done()) return false;
  buffer_.consume(frame_.size);
  body_left_ = frame_.content_length;

  auto const& request = parser_->get();
  fields_.clear();
  for (auto const& each : request) fields_.push_back({text_of(each.name_string()), text_of(each.value())});
  auto const target = text_of(request.target());
  auto const question = target.find('?');
  head_ = {.method = frame_.method,
           .target = target,
           .path = target.substr(0, question),
           .query = question == std::string_view::npos ? std::string_view{} : target.substr(question + 1),
           .content_length = frame_.content_length,
           .websocket = frame_.websocket,
           .fields = fields_};
  return true;
}

Awaitable<HttpStream::Body> HttpStream::read_body(std::string& text) {
  Pace pace(limits_, Clock::now());
  while (body_left_ > 0) {
    auto const before = text.size();
    auto const room = std::min<std::uint64_t>(body_left_, body_read_bytes);
    text.resize(before + room);
    std::size_t got = 0;
    auto const body = co_await read_paced(net::buffer(text.data() + before, room), got, pace);
    text.resize(before + got);
    if (body != Body::read) co_return body;
  }
  co_return Body::read;
}

Awaitable<HttpStream::Body> HttpStream::fill_from_body(std::span<std::byte> room, std::size_t& filled) {
  Pace pace(limits_, Clock::now());
  filled = 0;
  while (body_left_ > 0 && filled < room.size()) {
    auto const most = std::min<std::uint64_t>(body_left_, room.size() - filled);
    std::size_t got = 0;
    auto const body = co_await read_paced(net::buffer(room.data() + filled, most), got, pace);
    filled += got;
    if (body != Body::read) co_return body;
  }
  co_return Body::read;
}

Awaitable<HttpStream::Body> HttpStream::read_paced(net::mutable_buffer room, std::size_t& got, Pace& pace) {
  if (buffer_.size() > 0) {
    got = net::buffer_copy(room, buffer_.data());
    buffer_.consume(got);
    body_left_ -= got;
    frame_.expects_continue = false;  // the peer did not wait for it
    co_return Body::read;
  }
  if (frame_.expects_continue && !co_await write_continue()) co_return Body::closed;
  watchdog_.by(pace.due());
  ErrorCode error;
  std::tie(error, got) = co_await socket_.async_read_some(room, outcome);
  if (watchdog_.bitten()) co_return Body::too_slow;
  watchdog_.off();
  if (error) co_return Body::closed;
  body_left_ -= got;
  pace.moved(got, Clock::now());
  co_return Body::read;
}

Awaitable<bool> HttpStream::write_continue() {
  frame_.expects_continue = false;
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  co_return co_await write_bytes(std::as_bytes(std::span(go_on)));
}

Awaitable<bool> HttpStream::write(Response const& response, bool keep_alive) {
  auto const bytes = response.bytes();
  if (frame_.method == Method::head) co_return co_await write_head(response, bytes.size(), keep_alive);
  beast_http::response<beast_http::span_body<char const>> message;
  write_fields(message, response, bytes.size(), keep_alive);
  message.body() = {bytes.data(), bytes.size()};
  beast_http::response_serializer<beast_http::span_body<char const>> serializer(message);
  Pace pace(limits_, Clock::now());
  while (!serializer.is_done()) {
    watchdog_.by(pace.due());
    auto const [error, moved] = co_await beast_http::async_write_some(socket_, serializer, outcome);
    if (error || watchdog_.bitten()) co_return false;
    pace.moved(moved, Clock::now());
  }
  watchdog_.off();
  co_return true;
}

Awaitable<bool> HttpStream::write_head(Response const& response, std::uint64_t content_length, bool keep_alive) {
  beast_http::response<beast_http::empty_body> message;
  write_fields(message, response, content_length, keep_alive);
  beast_http::response_serializer<beast_http::empty_body> serializer(message);
  watchdog_.within(limits_.pace_window_ms);
  auto const [error, moved] = co_await beast_http::async_write_header(socket_, serializer, outcome);
  bool const sent = !error && !watchdog_.bitten();
  watchdog_.off();
  co_return sent;
}

Awaitable<bool> HttpStream::write_bytes(std::span<std::byte const> bytes) {
  Pace pace(limits_, Clock::now());
  while (!bytes.empty()) {
    watchdog_.by(pace.due());
    auto const [error, moved] = co_await socket_.async_write_some(net::buffer(bytes.data(), bytes.size()), outcome);
    if (error || watchdog_.bitten()) co_return false;
    pace.moved(moved, Clock::now());
    bytes = bytes.subspan(moved);
  }
  watchdog_.off();
  co_return true;
}

Awaitable<> HttpStream::linger() {
  ErrorCode error;
  socket_.shutdown(Tcp::socket::shutdown_send, error);
  watchdog_.within(limits_.linger_ms);
  std::array<std::byte, 4096> thrown_away;
  while (!error && !watchdog_.bitten())
    std::tie(error, std::ignore) = co_await socket_.async_read_some(net::buffer(thrown_away), outcome);
  watchdog_.off();
}

void HttpStream::leave_if_idle() {
  if (!between_requests_) return;
  leaving_ = true;
  cancel();
}

void HttpStream::cancel() {
  ErrorCode ignored;
  socket_.cancel(ignored);
}

void HttpStream::close() {
  watchdog_.retire();
  ErrorCode ignored;
  socket_.close(ignored);
}

Socket HttpStream::take_socket() {
  watchdog_.retire();
  return std::move(socket_);
}

}  // namespace redress::api::http

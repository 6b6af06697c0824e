#include "api/http/http_session.hpp"

#include "api/http/field_values.hpp"
#include "api/http/websocket_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <spdlog/spdlog.h>

namespace redress::api::http {
namespace {

Response our_fault() {
  return refuse(500, FaultKind::internal, {"服务器内部错误", "something went wrong on our side"});
}

Response too_large(std::uint64_t limit) {
  return refuse(
      413, FaultKind::too_large,
      {fmt::format("请求体超过上限 {} 字节", limit), fmt::format("the body is over the limit of {} bytes", limit)});
}

// Browsers cannot set Authorization on a WebSocket, but they can offer subprotocols; unlike a query string, those are
// not written to logs on the way.
std::string_view token_of(Head const& head) {
  auto const token = bearer_token(head.field("authorization"));
  if (!token.empty() || !head.websocket) return token;
  constexpr std::string_view prefix = "bearer.";
  for (auto list = head.field("sec-websocket-protocol"); !list.empty();)
    if (auto const item = next_item(list); item.starts_with(prefix) && is_token(item))
      return item.substr(prefix.size());
  return {};
}

}  // namespace

HttpSession::HttpSession(Socket socket, std::shared_ptr<Common> common, Place place)
    : strand_(socket.get_executor()),
      common_(std::move(common)),
      connection_(place.connection()),
      place_(std::move(place)),
      stream_(std::move(socket), common_->limits()),
      lifeline_(std::make_shared<Lifeline>(strand_)) {}

HttpSession::~HttpSession() { lifeline_->cut(); }

void HttpSession::start() {
  stream_.guard(weak_from_this());
  lifeline_->tie(weak_from_this());
  place_->seat(weak_from_this(), false);
  net::co_spawn(
      strand_, [self = shared_from_this()] { return self->run(); }, net::detached);
}

void HttpSession::wind_down() {
  net::post(strand_, [self = shared_from_this()] { self->stream_.leave_if_idle(); });
}

void HttpSession::cut() {
  net::post(strand_, [self = shared_from_this()] {
    self->stream_.close();
    self->rpc_answer_.reset();
    self->answered_.ring();
  });
}

Awaitable<> HttpSession::run() {
  try {
    co_await converse();
  } catch (std::exception const& thrown) {
    spdlog::error("connection {} ended by an exception: {}", connection_, thrown.what());
  }
  stream_.close();
  lifeline_->cut();
  place_.reset();
}

Awaitable<> HttpSession::converse() {
  while (!common_->roster.winding_down()) {
    auto const came = co_await stream_.read_head();
    if (came == HttpStream::Came::nothing) co_return;
    if (came == HttpStream::Came::refused) {
      if (co_await stream_.write(stream_.refusal(), false)) co_await stream_.linger();
      co_return;
    }
    bool broken = false;
    bool another = false;
    try {
      another = co_await serve();
    } catch (std::exception const& thrown) {
      spdlog::error("connection {}: {} {} failed: {}", connection_, name_of(stream_.head().method), stream_.head().path,
                    thrown.what());
      broken = true;
    }
    if (broken) {
      auto const sorry = our_fault();
      if (co_await stream_.write(sorry, false)) co_await stream_.linger();
    }
    if (!another) co_return;
  }
}

Awaitable<bool> HttpSession::serve() {
  auto const route = route_of(stream_.head(), common_->options.text_paths);
  if (auto refusal = refusal_before_body(route)) co_return co_await answer(*refusal);
  switch (route.door) {
    case Door::rpc:
      co_return co_await answer_rpc();
    case Door::websocket:
      co_return co_await become_websocket();
    case Door::text:
      co_return co_await take_text();
    case Door::put_blob:
      co_return co_await receive_blob();
    case Door::get_blob:
      co_return co_await send_blob(route.blob);
    default:
      co_return co_await answer_page();
  }
}

// Cheapest first, and nothing of the body is read before all of it has passed.
std::optional<Response> HttpSession::refusal_before_body(Route const& route) {
  auto const& head = stream_.head();
  auto const with_allow = [&](Response response) {
    response.fields.emplace_back("Allow", std::string(route.allow));
    return response;
  };
  if (route.door == Door::allowed_methods) return with_allow({.status = 204});
  if (route.door == Door::wrong_method)
    return with_allow(
        refuse(405, FaultKind::invalid_request, {"该路径不支持此方法", "this path does not serve that method"}));
  if (route.door == Door::wrong_upgrade)
    return refuse(400, FaultKind::invalid_request, {"WebSocket 只在 /rpc", "WebSocket is served on /rpc only"});

  bool const reads_only = head.method == Method::get || head.method == Method::head;
  auto const origin = head.field("origin");
  if (!origin.empty() && (!reads_only || head.websocket) &&
      !origin_may_call(origin, head.field("host"), common_->options.allowed_origins))
    return refuse(403, FaultKind::forbidden, {"不接受来自该网页来源的调用", "pages of this origin may not call here"});

  if (auto refusal = admit()) return refusal;
  if (route.door == Door::rpc && !is_json(head.field("content-type")))
    return refuse(415, FaultKind::invalid_request,
                  {"Content-Type 须为 application/json", "Content-Type must be application/json"});
  bool const is_text = route.door == Door::rpc || route.door == Door::text;
  auto const limit = is_text ? common_->limits().json_body_bytes : common_->limits().blob_bytes;
  if (head.content_length > limit) return too_large(limit);
  if (route.door == Door::get_blob && !is_sha256_hex(route.blob))
    return refuse(404, FaultKind::not_found, {"没有这个文件", "there is no such blob"});
  return std::nullopt;
}

std::optional<Response> HttpSession::admit() {
  auto const& head = stream_.head();
  auto const token = token_of(head);
  auto const session = cookie_named(head.field("cookie"), common_->options.session_cookie);
  if (!peer_ || peer_->token != token || peer_->session != session) {
    auto peer = std::make_shared<Peer>();
    peer->token = token;
    peer->session = session;
    peer->address = place_->address();
    peer->connection = place_->connection();
    peer_ = std::move(peer);
  }
  auto admission = common_->service.admit(head, *peer_);
  if (admission.refusal) return std::move(admission.refusal);
  if (admission.caller) place_->caller_known();
  if (admission.caller != peer_->caller) {
    auto peer = std::make_shared<Peer>(*peer_);
    peer->caller = std::move(admission.caller);
    peer_ = std::move(peer);
  }
  return std::nullopt;
}

Awaitable<bool> HttpSession::answer(Response const& response) {
  if (response.file) co_return co_await send_bytes(response, response.file->path, 0, response.file->size);
  bool const keep_alive = stream_.frame().keep_alive && stream_.body_left() == 0 && !common_->roster.winding_down();
  if (!co_await stream_.write(response, keep_alive)) co_return false;
  if (!keep_alive) co_await stream_.linger();
  co_return keep_alive;
}

Awaitable<bool> HttpSession::answer_body_trouble(HttpStream::Body trouble) {
  if (trouble == HttpStream::Body::closed) co_return false;
  auto const refusal = refuse(408, FaultKind::invalid_request, {"请求体发送过慢", "the body came too slowly"});
  co_return co_await answer(refusal);
}

Awaitable<bool> HttpSession::answer_page() {
  if (stream_.head().path.starts_with("/v1/")) {
    auto const read = [this] { return common_->service.page(stream_.head(), *peer_); };
    auto const found = co_await on_disk(*common_->disk, read);
    co_return co_await answer(found);
  }
  auto const page = common_->service.page(stream_.head(), *peer_);
  co_return co_await answer(page);
}

Awaitable<bool> HttpSession::take_text() {
  std::string text;
  auto const body = co_await stream_.read_body(text);
  if (body != HttpStream::Body::read) co_return co_await answer_body_trouble(body);
  auto const take = [this, &text] { return common_->service.take_text(std::move(text), stream_.head(), peer_); };
  auto const said = co_await on_disk(*common_->texts, take);
  co_return co_await answer(said);
}

Awaitable<bool> HttpSession::answer_rpc() {
  std::string text;
  auto const body = co_await stream_.read_body(text);
  if (body != HttpStream::Body::read) co_return co_await answer_body_trouble(body);
  auto said = co_await ask(std::move(text));
  Response response;
  if (!said) {
    response = our_fault();
  } else if (said->empty()) {
    response.status = 204;
  } else {
    response.content_type = "application/json";
    response.body = std::move(*said);
  }
  co_return co_await answer(response);
}

Awaitable<std::optional<std::string>> HttpSession::ask(std::string text) {
  common_->service.rpc(std::move(text), peer_, reply_through(lifeline_, *this));
  co_await answered_.wait();
  co_return std::exchange(rpc_answer_, std::nullopt);
}

void HttpSession::call_answered(std::optional<std::string> answer) {
  rpc_answer_ = std::move(answer);
  answered_.ring();
}

Awaitable<bool> HttpSession::become_websocket() {
  if (stream_.has_more_buffered()) {
    auto const refusal = refuse(400, FaultKind::invalid_request,
                                {"握手完成前不得发送数据", "nothing may be sent before the handshake is answered"});
    co_return co_await answer(refusal);
  }
  auto request = stream_.take_request();
  auto const session = std::make_shared<WebSocketSession>(stream_.take_socket(), common_, std::move(*place_), *peer_);
  place_.reset();
  session->start(std::move(request));
  co_return false;
}

}  // namespace redress::api::http

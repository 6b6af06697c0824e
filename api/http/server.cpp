#include "api/http/server.hpp"

#include "api/http/common.hpp"
#include "api/http/http_session.hpp"
#include "api/http/listen_address.hpp"
#include "api/http/response_head.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

#include <spdlog/spdlog.h>

#include <mutex>

namespace redress::api::http {
namespace {

namespace beast_http = boost::beast::http;

using Acceptor = net::basic_socket_acceptor<Tcp, Strand>;

Fault cannot_listen(std::string_view host_port, ErrorCode error) {
  return {FaultKind::internal,
          {fmt::format("无法监听 {}：{}", host_port, error.message()),
           fmt::format("cannot listen on {}: {}", host_port, error.message())},
          "listen"};
}

// RFC 6761 section 6.3: the name means this machine wherever it is said, also where no hosts file spells it out.
std::string_view numeric_if_loopback(std::string_view host) { return host == "localhost" ? "127.0.0.1" : host; }

// A port that listens for both families sees IPv4 peers mapped into IPv6 (RFC 4291, 2.5.5.2).
net::ip::address as_sent(net::ip::address const& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6());
}

// The peer has sent nothing yet, so closing right after the answer does not destroy it.
void turn_away(Socket& socket, TurnedAway why) {
  auto refusal =
      why == TurnedAway::house_full
          ? refuse(503, FaultKind::rate_limited, {"连接数已满，请稍后再试", "too many connections; try again later"})
          : refuse(429, FaultKind::rate_limited,
                   {"来自该地址的未验证连接过多", "too many connections of unknown callers from this address"});
  refusal.fields.emplace_back("Retry-After", "1");
  beast_http::response<beast_http::span_body<char const>> message;
  write_fields(message, refusal, refusal.body.size(), false);
  message.body() = {refusal.body.data(), refusal.body.size()};
  ErrorCode ignored;
  socket.non_blocking(true, ignored);
  beast_http::write(socket, message, ignored);
  socket.shutdown(Tcp::socket::shutdown_send, ignored);
}

}  // namespace

struct Server::Impl : std::enable_shared_from_this<Impl> {
  Impl(net::io_context& context, Service& service, ServerOptions options)
      : io(context),
        strand(net::make_strand(context)),
        acceptor(strand),
        grace(strand),
        disk(std::max(1u, options.disk_threads)),
        texts(std::max(1u, options.text_threads)),
        common(std::make_shared<Common>(service, std::move(options))) {
    common->disk = &disk;
    common->texts = &texts;
  }

  Result<std::string> bind(std::string_view host_port);
  Awaitable<> accept();
  void welcome(Socket socket);
  void stop(std::function<void()> stopped);

  net::io_context& io;
  Strand strand;
  Acceptor acceptor;
  Timer grace;
  net::thread_pool disk;
  net::thread_pool texts;
  std::shared_ptr<Common> common;
  std::once_flag stopping;
};

Result<std::string> Server::Impl::bind(std::string_view host_port) {
  auto const address = parse_listen_address(host_port);
  if (!address) return address.error();
  ErrorCode error;
  Tcp::resolver resolver(io);
  auto const found = resolver.resolve(numeric_if_loopback(address->host), std::to_string(address->port),
                                      Tcp::resolver::passive | Tcp::resolver::numeric_service, error);
  if (error || found.empty()) return cannot_listen(host_port, error);
  auto const endpoint = found.begin()->endpoint();
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) return cannot_listen(host_port, error);
  auto const bound = acceptor.local_endpoint(error);
  if (error) return cannot_listen(host_port, error);
  net::co_spawn(
      strand, [self = shared_from_this()] { return self->accept(); }, net::detached);
  return format(ListenAddress{bound.address().to_string(), bound.port()});
}

Awaitable<> Server::Impl::accept() {
  Timer pause(strand);
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(net::make_strand(io), outcome);
    if (!error) {
      welcome(std::move(socket));
      continue;
    }
    if (!acceptor.is_open()) break;
    // Out of descriptors, most likely: they come back as connections end, and asking at once would only burn the core.
    spdlog::warn("accepting a connection failed: {}", error.message());
    pause.expires_after(std::chrono::milliseconds(50));
    co_await pause.async_wait(outcome);
  }
}

void Server::Impl::welcome(Socket socket) {
  ErrorCode error;
  auto const remote = socket.remote_endpoint(error);
  if (error) return;  // already gone
  socket.set_option(Tcp::no_delay(true), error);
  auto const address = as_sent(remote.address());
  auto entered = common->roster.enter(address.to_string(), address.is_loopback());
  if (auto const* why = std::get_if<TurnedAway>(&entered)) return turn_away(socket, *why);
  std::make_shared<HttpSession>(std::move(socket), common, std::move(std::get<Place>(entered)))->start();
}

void Server::Impl::stop(std::function<void()> stopped) {
  net::post(strand, [self = shared_from_this(), stopped = std::move(stopped)]() mutable {
    ErrorCode ignored;
    self->acceptor.close(ignored);
    self->grace.expires_after(std::chrono::milliseconds(self->common->limits().stop_grace_ms));
    self->grace.async_wait([self](ErrorCode error) {
      if (!error) self->common->roster.cut();
    });
    // The last connection leaves from the middle of its own work: say so from a stack of ours.
    self->common->roster.wind_down([self, stopped = std::move(stopped)]() mutable {
      net::post(self->strand, [self, stopped = std::move(stopped)] {
        self->grace.cancel();
        if (stopped) stopped();
      });
    });
  });
}

Server::Server(boost::asio::io_context& io, Service& service, ServerOptions options)
    : impl_(std::make_shared<Impl>(io, service, std::move(options))) {}

Server::~Server() {
  impl_->texts.join();
  impl_->disk.join();
}

Result<std::string> Server::listen(std::string_view host_port) { return impl_->bind(host_port); }

void Server::stop(std::function<void()> stopped) {
  std::call_once(impl_->stopping, [&] { impl_->stop(std::move(stopped)); });
}

Server::Census Server::census() const { return impl_->common->roster.census(); }

}  // namespace redress::api::http
